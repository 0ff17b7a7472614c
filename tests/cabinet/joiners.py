"""A person who registers in a client area over the API, and the policy that the insurer has of her."""

import re
from dataclasses import dataclass, field
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.base.clock import now
from chalicelib.features.cabinet.joining.challenges import code_of, make_challenge
from chalicelib.features.cabinet.joining.questions import Question, question_for
from tests.clients.bodies import added, person
from tests.clients.texts import texts
from tests.policies.sales import sold
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.area import SLUG
from tests.support.mailboxes import REGION

NUMBER = "АА 104338828"
EMAIL, PHONE = "vera@mail.example", "+79161234541"
NEW_EMAIL, NEW_PHONE = "new@mail.example", "+79161234599"
PASSWORD = "сорок две зелёные лодки"
VERA = {
    "surname": "Гевердава",
    "given_name": "Вера",
    "patronymic": "Сергеевна",
    "phone": "8 916 123-45-41",
    "email": EMAIL,
    "consents": [],
}
#: The right answers to each question about the policy of `insured`.
RIGHT = {Question.DOCUMENT: "3456", Question.SUM_INSURED: "1 250 000", Question.PREMIUM: "48 320,50"}


@dataclass
class Joiner:
    """A browser of somebody who registers."""

    account_id: str
    slug: str = SLUG
    number: str = NUMBER
    address: str = "192.0.2.9"
    cookies: dict[str, str] = field(default_factory=dict)

    def post(self, step: str, body: object) -> Answer:
        """Send a step; keep the cookies of its answer."""
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        caller = Api(headers={"Cookie": sent} if sent else {}, address=self.address)
        answer = caller.post(f"/v1/area/{self.slug}/{step}", body)
        single = answer.headers.get("set-cookie", "")
        for line in answer.cookies or filter(None, (single,)):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    def start(self, **changes: Any) -> Answer:
        """Begin with the number and a right challenge."""
        challenge = make_challenge(self.account_id, moment=now())
        answer = {"id": challenge.id, "code": code_of(self.account_id, challenge.id)}
        return self.post("registrations", {"policy_number": self.number, "challenge": answer, **changes})

    def details(self, **changes: Any) -> Answer:
        """Send the details, with changes."""
        return self.post("registrations/details", {**VERA, **changes})

    def answer(self, answer: str) -> Answer:
        """Answer the question."""
        return self.post("registrations/answer", {"answer": answer})

    def right_answer(self) -> Answer:
        """Answer the question rightly."""
        return self.answer(RIGHT[question_for(self.account_id, self.number)])

    def confirm(self, **codes: str) -> Answer:
        """Send codes."""
        return self.post("registrations/codes", codes)

    def choose(self, password: str = PASSWORD) -> Answer:
        """Send a password, which makes the cabinet."""
        return self.post("registrations/password", {"password": password})

    def asked(self, **changes: Any) -> "Joiner":
        """Send number and details; return itself."""
        self.start().expect(201)
        self.details(**changes).expect(200)
        return self


def insured(api: People, *, number: str = NUMBER, term: tuple[str, str] | None = None, **changes: Any) -> str:
    """Add a client of the house with a policy; return the client's id. `term`: first and last day of the policy."""
    body = person(**{"email": EMAIL, "phone": PHONE, **changes})
    client_id = added(api.staff, body)
    sold(api.staff, client_id, number=number, **(dict(zip(("begins", "ends"), term, strict=True)) if term else {}))
    return client_id


def letters() -> list[tuple[str, str]]:
    """Dispatch the outbox; return addresses and texts of all e-mails, in order."""
    texts()
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return [(message.destinations["ToAddresses"][0], message.body) for message in sent]


def sms_code(number: str = PHONE) -> str:
    """Return the code of the last SMS to a number."""
    return _code([said for to, said in texts() if to == number][-1])


def email_code(address: str = EMAIL) -> str:
    """Return the code of the last e-mail to an address."""
    return _code([said for to, said in letters() if to == address][-1])


def _code(said: str) -> str:
    found = re.search(r"\b[0-9]{6}\b", said)
    assert found, said
    return found[0]
