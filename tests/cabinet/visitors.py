"""People at browsers of a client area, and the messages that they get."""

import re
from dataclasses import dataclass

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.http.cookies import AREA_LANGUAGE, area_session
from chalicelib.identity.area.model import AreaPerson
from tests.clients.texts import texts
from tests.support.api.client import NOTHING, Answer, Api
from tests.support.api.desk import Desk
from tests.support.area import EMAIL, PASSWORD, SLUG, signed_in
from tests.support.mailboxes import REGION

HOME, API = f"/area/{SLUG}", f"/v1/area/{SLUG}"


@dataclass
class Visitor(Desk):
    """A browser at a client area, whose cookies come with links from elsewhere, too."""

    def _keep(self, answer: Answer) -> None:
        for line in answer.cookies:
            assert line.startswith("__Host-")
            assert "; Path=/; Secure; HttpOnly; SameSite=Lax" in line
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """Call an operation below the area's address, as a page's script does."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        api = Api(headers={"Cookie": jar, **self.headers} if jar else dict(self.headers), address=self.address)
        answer = api.call(method, f"{API}{path}", body=NOTHING if body is None else body)
        self._keep(answer)
        return answer


def at_area(person: AreaPerson, *, language: str = "en") -> Visitor:
    """Return the browser of a person who is signed in."""
    cookies = {area_session(SLUG): signed_in(person), AREA_LANGUAGE: language}
    return Visitor(cookies=cookies)


def nobody(*, language: str = "en", address: str = "192.0.2.1") -> Visitor:
    """Return the browser of somebody who is not signed in."""
    return Visitor(cookies={AREA_LANGUAGE: language}, address=address)


def sign_in(visitor: Visitor, *, login: str = EMAIL, password: str = PASSWORD, **code: str) -> Answer:
    """Sign in by the API."""
    return visitor.call("POST", "/sessions", {"login": login, "password": password, **code})


def sms_code() -> str:
    """Return the code of the last text."""
    return code_in(texts()[-1][1])


def mailed() -> list[tuple[str, str]]:
    """Dispatch the outbox, and return addresses and subjects with texts of e-mails, in order."""
    texts()
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return [(each.destinations["ToAddresses"][0], f"{each.subject}\n{each.body}") for each in sent]


def mail_code() -> str:
    """Return the code of the last e-mail with one."""
    return next(code_in(said) for _, said in reversed(mailed()) if re.search(r"\b[0-9]{6}\b", said))


def code_in(said: str) -> str:
    """Return the code in a message."""
    found = re.search(r"\b[0-9]{6}\b", said)
    assert found, said
    return found[0]
