"""New passwords of people of companies without a phone: by their own e-mail, or by a link that others send."""

import re
from datetime import timedelta

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.companies.managing import change_member
from chalicelib.features.companies.model import MemberChange
from chalicelib.identity.area import people
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as area_table
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import suppress
from tests.cabinet.visitors import HOME, mailed, nobody, sign_in
from tests.companies.people import Staffed, mail_to, member, staffed
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import PASSWORD, company_user, holder
from tests.support.mailboxes import verify_sender

LUIS, NEW = "luis@carga.example", "a quite different one"
UNKNOWN = "This link does not open."


@pytest.fixture
def firm(api: People) -> Staffed:
    verify_sender()
    return staffed(api)


def link_in(mail: str) -> str:
    """Return the path of the link in an e-mail."""
    found = re.search(r"/area/[a-z0-9-]+/password/[\w-]+", mail)
    assert found, mail
    return found[0]


def asked(login: str = LUIS) -> str:
    """Ask for a new password; return the path of the link that came."""
    nobody().call("POST", "/recovery", {"login": login}).expect(202)
    return link_in(mail_to(login))


def sent(firm: Staffed) -> str:
    """Send a link to Luis as the administrator; return its path."""
    firm.ana_at.call("POST", f"/people/{firm.luis.id}/password-link").expect(204)
    return link_in(mail_to(LUIS))


def changed(person: AreaPerson, **changes: object) -> None:
    credentials, tx = area_table.get_credentials(person.account_id, person.id), Transaction()
    assert credentials
    people.change(tx, credentials, changes)
    tx.commit()


def test_who_has_no_phone_sets_a_new_password_by_the_own_e_mail_once(firm: Staffed) -> None:
    link, visitor = asked(), nobody(language="es")
    page = visitor.get(link)
    assert (page.status, LUIS in page.text, firm.luis_at.call("GET", "/me").status) == (200, True, 200)
    short = visitor.post(link, {"password": "short"})

    done = visitor.post(link, {"password": NEW})

    assert (short.status, 'id="password-wrong"' in short.text) == (422, True)
    assert (done.status, done.headers["location"]) == (303, HOME)
    assert "La contraseña nueva está guardada." in seen(visitor.get(HOME))
    assert firm.luis_at.call("GET", "/me").status == 401
    assert sign_in(nobody(), login=LUIS, password=PASSWORD).status == 401
    assert sign_in(visitor, login=LUIS, password=NEW).status == 201
    assert [nobody().get(link).status, nobody().post(link, {"password": PASSWORD}).status] == [404, 404]
    assert UNKNOWN in seen(nobody().get(link))


def test_the_answers_for_unknown_names_are_the_same(firm: Staffed) -> None:
    known, unknown = [nobody().call("POST", "/recovery", {"login": each}) for each in (LUIS, "nobody@carga.example")]

    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert [to for to, _ in mailed()] == [LUIS]


def test_an_administrator_sends_a_link_that_nobody_else_sees(firm: Staffed) -> None:
    answer = firm.ana_at.call("POST", f"/people/{firm.luis.id}/password-link")
    page = firm.ana_at.post(f"{HOME}/people/{firm.luis.id}", {"send": "link"})
    letters = [said for to, said in mailed() if to == LUIS]

    assert (answer.expect(204), page.status, len(letters)) == (None, 303, 2)
    assert "El enlace para la contraseña nueva" in seen(firm.ana_at.get(page.headers["location"]))
    assert nobody().post(link_in(letters[0]), {"password": NEW}).status == 303
    assert nobody().get(link_in(letters[1])).status == 404


def test_staff_send_a_link_from_the_console_and_by_the_api(api: People, firm: Staffed) -> None:
    desk = at_desk(api.staff).speaking("en")
    assert "Send a link for a new password" in desk.get(f"/console/clients/{firm.company_id}?tab=people").text

    pressed = desk.post(f"/console/company-people/{firm.company_id}/{firm.luis.id}", {"send": "link"})
    api.key.post(f"/v1/clients/{firm.company_id}/people/{firm.luis.id}/password-link", {}).expect(204)

    assert pressed.status == 303
    assert len([to for to, said in mailed() if to == LUIS and "/password/" in said]) == 2


def test_links_end(firm: Staffed) -> None:
    own, by_others = asked(), sent(firm)
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        assert [nobody().get(each).status for each in (own, by_others)] == [404, 200]
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert nobody().get(by_others).status == 404
    assert nobody().get(f"{by_others[:-1]}{'A' if by_others[-1] != 'A' else 'B'}").status == 404


def test_a_link_ends_with_the_access_and_with_another_e_mail(firm: Staffed) -> None:
    first = sent(firm)
    changed(firm.luis, email="luis.new@carga.example")
    assert nobody().get(first).status == 404
    changed(firm.luis, email=LUIS)
    assert nobody().get(first).status == 200

    change_member(firm.luis.account_id, firm.company_id, firm.luis.id, MemberChange(disabled=True))

    assert nobody().post(first, {"password": NEW}).status == 404
    refused = firm.ana_at.call("POST", f"/people/{firm.luis.id}/password-link").expect(409)
    assert refused["reason"] == "no-access"


def test_a_policyholder_of_a_company_needs_both_codes(api: People, firm: Staffed) -> None:
    both = member(api.account.id, "eva", company_user(firm.company_id), holder("cli_01J9Z6K3V8QWERTY0123456789"))

    refused = firm.ana_at.call("POST", f"/people/{both.id}/password-link").expect(409)
    nobody().call("POST", "/recovery", {"login": "eva@carga.example"}).expect(202)

    assert refused["reason"] == "policyholder"
    assert "/password/" not in mail_to("eva@carga.example")


def test_an_e_mail_that_fails_gets_no_link_and_the_administrator_is_told(firm: Staffed) -> None:
    tx = Transaction()
    suppress(tx, account_id=firm.luis.account_id, channel="email", address=LUIS, reason=FailureReason.NO_MAILBOX)
    tx.commit()

    refused = firm.ana_at.post(f"{HOME}/people/{firm.luis.id}", {"send": "link"})

    assert (refused.status, "Los correos a esta persona no llegan." in seen(refused)) == (409, True)
    assert mailed() == []


def test_only_administrators_of_the_company_send_links_and_not_many(api: People, firm: Staffed) -> None:
    stranger = member(api.account.id, "otro", company_user("cli_01J9Z6K3V8QWERTY012345678B"))
    assert firm.luis_at.call("POST", f"/people/{firm.ana.id}/password-link").status == 404
    assert firm.ana_at.call("POST", f"/people/{stranger.id}/password-link").status == 404

    statuses = [firm.ana_at.call("POST", f"/people/{firm.luis.id}/password-link").status for _ in range(6)]

    assert statuses == [204] * 5 + [429]
