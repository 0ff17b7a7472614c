"""R24: each e-mail to clients and people of the area names the address for help, and replies go there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.aws import messaging
from chalicelib.aws.messaging import Mail
from tests.architecture.source import ROOT
from tests.cabinet.visitors import mailed, nobody
from tests.claims.area.holders import with_claim
from tests.claims.cases import complete
from tests.claims.messages import dispatch
from tests.support.api.people import People
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


def test_messages_about_claims_and_codes_name_the_address(api: People, sent: list[Mail]) -> None:
    visitor, claim_id = with_claim(api, language="es")
    version = api.admin.get("/v1/account/area").expect(200)["version"]
    api.admin.patch("/v1/account/area", {"version": version, "help_email": HELP}).expect(200)
    complete(api, claim_id)
    visitor.call("POST", f"/claims/{claim_id}/moves", {"version": 2, "move": "send"}).expect(200)
    nobody().call("POST", "/recovery", {"login": EMAIL}).expect(202)
    mailed()
    dispatch()

    told = [each for each in sent if each.to not in STAFF]
    assert len({each.subject for each in told}) >= 2, sent
    for each in told:
        assert each.reply_to == HELP, each.subject
        assert f'href="mailto:{HELP}"' in each.html, each.subject
        assert HELP in each.text, each.subject


def test_without_an_address_replies_go_where_the_account_wants_them(api: People, sent: list[Mail]) -> None:
    api.admin.patch("/v1/account", {"reply_to": "office@example.org"}).expect(200)
    _, claim_id = with_claim(api)
    dispatch()

    told = [each for each in sent if each.to not in STAFF]
    assert {each.reply_to for each in told} == {"office@example.org"}, claim_id
    assert [each for each in told if "mailto:" in each.html] == []
