"""R24: each e-mail but those to the staff names the address for help, and replies go there.

Kinds of e-mails are many and grow: they are written and sent in few places, which is tested, and each of these is
tested with all that it can write.
"""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws import messaging
from chalicelib.aws.messaging import Mail
from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.photos.message_texts import render_email
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account, SupportPhone
from tests.architecture.source import ROOT
from tests.cabinet.visitors import mailed, nobody
from tests.claims.area.holders import with_claim
from tests.claims.cases import complete
from tests.claims.messages import dispatch
from tests.platform.unit.messages import photo_request_message
from tests.support.api.people import People
from tests.support.api.steps import asked
from tests.support.area import EMAIL

STAFF = {"admin@staff.example", "staff@staff.example"}
HELP = "experienciacliente@impackta.example"
#: Modules that make an e-mail: of clients and the area all, then those to owners of photos and to staff.
OF_CLIENTS = "features/clients/letters.py"
WRITERS = {
    OF_CLIENTS,
    "features/photos/message_texts.py",
    "features/photos/service/mail_previews.py",
    "features/staff_news/letter.py",
    "messaging/notices.py",
}
SENDERS = {"features/clients/senders.py", "features/photos/senders.py", "messaging/to_staff.py"}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Mail]:
    """Return the e-mails that are handed to SES."""
    found, send = list[Mail](), messaging.send_mail

    def note(mail: Mail) -> str:
        found.append(mail)
        return send(mail)

    monkeypatch.setattr(messaging, "send_mail", note)
    return found


def calling(name: str) -> set[str]:
    """Return the modules that call something of this name."""
    return {str(path.relative_to(ROOT / "chalicelib")) for path, called in _calls() if called == name}


def _calls() -> Iterator[tuple[Path, str]]:
    for path in (ROOT / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                named = node.func
                yield path, named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")


def test_all_e_mails_to_clients_are_written_and_sent_in_one_place() -> None:
    assert calling("Email") == WRITERS
    assert calling("send_mail") == SENDERS


def with_help(api: People) -> Account:
    version = api.admin.get("/v1/account/area").expect(200)["version"]
    api.admin.patch("/v1/account/area", {"version": version, "help_email": HELP}).expect(200)
    return api.account


def names_help(letter: Email | Mail) -> bool:
    return f'href="mailto:{HELP}"' in letter.html and HELP in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phones", [(), (SupportPhone(number="+34912345678"),)])
@pytest.mark.parametrize("page", ["", "https://photos.example.org/area/x"])
def test_whatever_is_written_to_a_client_names_the_address(
    api: People, language: Language, phones: tuple[SupportPhone, ...], page: str
) -> None:
    account = with_help(api).model_copy(update={"support_phones": phones})
    letter = Letter(language, "Asunto", ("Texto.",), "Abra el enlace:" if page else "", "Abrir", page, "Motivo.")

    assert names_help(render(account, letter))


OF_OWNERS = {
    "kind": ("invitation", "reminder"),
    "about_goods": (False, True),
    "again": ((), ({"category": "Daños", "reason": "Borrosa"},)),
    "support_phones": ((), ({"e164": "+34912345678", "display": "912 345 678"},)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", [*product(*OF_OWNERS.values())])
def test_whatever_is_written_to_owners_and_holders_names_the_address(language: Language, said: tuple[Any, ...]) -> None:
    changes = dict(zip(OF_OWNERS, said, strict=True))
    letter = render_email(photo_request_message(language=language, **changes, reply_to=HELP, help_email=HELP))

    assert names_help(letter)
    # one way to write to us is enough
    assert text(language, "You can also reply to this e-mail.") not in letter.text


def test_requests_for_photos_are_sent_with_the_address(api: People, sent: list[Mail]) -> None:
    api.admin.patch("/v1/account", {"reply_to": "office@example.org"}).expect(200)
    with_help(api)
    asked(api.staff, channels=["email"], email="driver@mail.example")
    dispatch()

    (told,) = [each for each in sent if each.to == "driver@mail.example"]
    assert (told.reply_to, HELP in told.text, f"mailto:{HELP}" in told.html) == (HELP, True, True)


def test_messages_about_claims_and_codes_are_sent_with_the_address(api: People, sent: list[Mail]) -> None:
    visitor, claim_id = with_claim(api, language="es")
    with_help(api)
    complete(api, claim_id)
    visitor.call("POST", f"/claims/{claim_id}/moves", {"version": 2, "move": "send"}).expect(200)
    nobody().call("POST", "/recovery", {"login": EMAIL}).expect(202)
    mailed()
    dispatch()

    told = [each for each in sent if each.to not in STAFF]
    assert len({each.subject for each in told}) >= 2, sent
    assert [each.subject for each in told if each.reply_to != HELP or not names_help(each)] == []


def test_without_an_address_replies_go_where_the_account_wants_them(api: People, sent: list[Mail]) -> None:
    api.admin.patch("/v1/account", {"reply_to": "office@example.org"}).expect(200)
    _, claim_id = with_claim(api)
    dispatch()

    told = [each for each in sent if each.to not in STAFF]
    assert {each.reply_to for each in told} == {"office@example.org"}, claim_id
    assert [each for each in told if "mailto:" in each.html] == []
