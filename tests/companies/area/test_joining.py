"""Invitations to act for a company: the e-mail, its link for seven days, a password, one e-mail in two tenants."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.companies import forgetting, inviting, merging
from chalicelib.features.companies.model import Invited
from chalicelib.identity.area.model import Notify
from chalicelib.identity.area.permissions import MembershipRole
from chalicelib.identity.table import area as area_table
from tests.cabinet.visitors import HOME, Visitor, mailed, nobody
from tests.clients.bodies import COMPANY as CARD
from tests.clients.bodies import added
from tests.companies.people import Staffed, fresh, link_in, mail_to, member, staffed
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import PASSWORD, SLUG, company_user, open_area
from tests.support.mailboxes import verify_sender

EVA = "eva@carga.example"
BODY: dict[str, Any] = {"name": "Eva Ruiz", "email": EVA, "claims": True, "notify": "area", "language": "es"}
UNKNOWN = "This link does not open."


@pytest.fixture(autouse=True)
def _sender(api: People) -> None:
    verify_sender()


@pytest.fixture
def firm(api: People) -> Staffed:
    return staffed(api)


def invited(firm: Staffed, **changes: Any) -> str:
    """Invite Eva, and return the path of the link in her e-mail."""
    firm.ana_at.call("POST", "/people", {**BODY, **changes}).expect(201)
    return link_in(mail_to(changes.get("email", EVA)))


def person_of(account_id: str, visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.call("GET", "/me").expect(200)
    return found


def test_a_colleague_gets_an_e_mail_in_the_chosen_language_and_opens_the_access_with_a_password(firm: Staffed) -> None:
    link, visitor = invited(firm), nobody(language="es")
    assert "Le han invitado a actuar en nombre de ООО «Перевозчик»" in mail_to(EVA)
    assert "Страхование" in mail_to(EVA)

    page = visitor.get(link)
    joined = visitor.post(link, {"password": PASSWORD})

    assert (page.status, "Elija una contraseña" in seen(page)) == (200, True)
    assert (joined.status, joined.headers["location"]) == (303, HOME)
    me = person_of(firm.ana.account_id, visitor)
    assert (me["name"], me["language"], me["memberships"][0]["notify"]) == ("Eva Ruiz", "es", "area")
    assert me["permissions"] == ["area:claims", "area:me", "area:messages", "area:notices"]
    assert (nobody().get(link).status, UNKNOWN in seen(nobody().get(link))) == (404, True)


def test_case_g1_an_administrator_whom_staff_invited_sees_the_menu_at_the_first_sign_in(api: People) -> None:
    open_area(api.account.id)
    company_id = added(api.admin, CARD)
    body = {"name": "Ana Gil", "email": "ana@carga.example", "role": "administrator", "language": "es"}
    key = {"Idempotency-Key": "1"}
    one = api.key.post(f"/v1/clients/{company_id}/people", body, headers=key).expect(201)
    again = api.key.post(f"/v1/clients/{company_id}/people", body, headers=key).expect(201)
    visitor = nobody(language="es")

    visitor.post(link_in(mail_to("ana@carga.example")), {"password": PASSWORD})

    assert one == again
    assert [to for to, _ in mailed()] == ["ana@carga.example"]
    home = visitor.get(HOME)
    menu = {"claims": "Siniestros", "notices": "Avisos", "messages": "Mensajes", "me": "Mi cuenta"}
    for path, label in menu.items():
        assert f'href="{HOME}/{path}"' in home.text, path
        assert label in seen(home)
    me = visitor.get(f"{HOME}/me")
    assert ("Perfil" in seen(me), f'href="{HOME}/people">Permisos y usuarios</a>' in me.text) == (True, True)


def test_a_link_opens_for_seven_days_and_again_once_it_was_sent_again(firm: Staffed) -> None:
    link = invited(firm)
    id_ = firm.ana_at.call("GET", "/people").expect(200)["invitations"][0]["id"]
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        assert nobody().get(link).status == 404
        again = inviting.send_again(firm.ana.account_id, firm.company_id, id_)

        assert (again.is_open(now()), nobody().get(link).status) == (True, 200)
        assert [to for to, _ in mailed()].count(EVA) == 2


def test_a_withdrawn_invitation_opens_no_more_and_the_e_mail_can_be_invited_anew(firm: Staffed) -> None:
    link = invited(firm)
    id_ = firm.ana_at.call("GET", "/people").expect(200)["invitations"][0]["id"]
    refused = firm.ana_at.call("POST", "/people", BODY).expect(409)
    assert (refused["reason"], refused["invitation_id"]) == ("invited", id_)

    firm.ana_at.call("DELETE", f"/people/invitations/{id_}").expect(204)

    assert nobody().post(link, {"password": PASSWORD}).status == 404
    assert firm.ana_at.call("DELETE", f"/people/invitations/{id_}").status == 404
    assert invited(firm) != link
    assert nobody().get(link).status == 404


def test_an_invitation_that_was_withdrawn_before_its_e_mail_left_sends_none(firm: Staffed) -> None:
    id_ = firm.ana_at.call("POST", "/people", BODY).expect(201)["id"]
    firm.ana_at.call("DELETE", f"/people/invitations/{id_}").expect(204)

    assert EVA not in [to for to, _ in mailed()]


def test_somebody_with_access_types_that_password_and_gets_the_company_beside_the_other(
    api: People, firm: Staffed
) -> None:
    other = added(api.admin, {**CARD, "tax_number": "7728168971", "email": "other@carrier.example"})
    eva = member(api.account.id, "eva", company_user(other, administrator=True))
    link, visitor = invited(firm, role="administrator"), nobody()

    wrong = visitor.post(link, {"password": "not the password"})
    right = visitor.post(link, {"password": PASSWORD})

    assert (wrong.status, right.status) == (422, 303)
    assert [each.client_id for each in fresh(eva).memberships] == [other, firm.company_id]
    assert firm.ana_at.call("POST", "/people", BODY).expect(409)["reason"] == "member"
    assert "name one" not in seen(visitor.get(f"{HOME}/people"))
    assert visitor.get(f"{HOME}/people?company={firm.company_id}").status == 200


def test_a_weak_password_and_none_are_told_at_the_field_and_use_nothing_up(firm: Staffed) -> None:
    link, visitor = invited(firm), nobody()

    for password in ("", "short", EVA):
        answer = visitor.post(link, {"password": password})
        assert (answer.status, 'id="password-wrong"' in answer.text) == (422, True), password
    assert visitor.post(link, {"password": PASSWORD}).status == 303


def test_two_who_open_one_link_at_once_make_one_person(firm: Staffed) -> None:
    link = invited(firm)

    first, second = (nobody().post(link, {"password": PASSWORD}) for _ in range(2))

    assert (first.status, second.status) == (303, 404)


@pytest.mark.parametrize("token", ["x", "A" * 22, "я" * 22, "A" * 400])
def test_unknown_links_are_answered_alike(firm: Staffed, token: str) -> None:
    for answer in (
        nobody().get(f"{HOME}/joining/{token}"),
        nobody().post(f"{HOME}/joining/{token}", {"password": "x"}),
    ):
        assert (answer.status, UNKNOWN in seen(answer)) == (404, True)


def test_case_g7_one_e_mail_in_two_tenants_leads_to_two_areas_apart(api: People, firm: Staffed) -> None:
    stranger = api.stranger.get("/v1/account").expect(200)["id"]
    open_area(stranger, "elsewhere")
    there = added(api.stranger, CARD)
    body = {**BODY, "role": "administrator"}
    api.stranger.post(f"/v1/clients/{there}/people", body).expect(201)
    elsewhere = link_in(mail_to(EVA))
    here = invited(firm)
    visitor = nobody()

    assert visitor.post(elsewhere, {"password": "a password for elsewhere"}).status == 303
    assert visitor.post(here, {"password": PASSWORD}).status == 303

    me = person_of(api.account.id, visitor)
    assert [each["client_id"] for each in me["memberships"]] == [firm.company_id]
    assert "area:people" not in me["permissions"]
    people = area_table.list_persons_of_client(stranger, there)
    assert [(each.email, each.account_id) for each in people] == [(EVA, stranger)]
    assert nobody().get(here.replace(SLUG, "elsewhere")).status == 404
    for login_at, password, status in ((HOME, "a password for elsewhere", 422), ("/area/elsewhere", PASSWORD, 422)):
        answer = nobody().post(f"{login_at}/sign-in", {"login": EVA, "password": password})
        assert answer.status in {status, 401}, login_at


def test_an_area_that_is_off_invites_nobody(api: People, firm: Staffed) -> None:
    open_area(api.account.id, on=False)
    path = f"/v1/clients/{firm.company_id}/people"

    assert api.admin.post(path, BODY).expect(409)["reason"] == "area-off"


def test_a_company_that_was_merged_keeps_its_invitations_and_their_links(api: People, firm: Staffed) -> None:
    link = invited(firm)
    other = added(api.admin, {**CARD, "tax_number": "7728168971", "email": "other@carrier.example"})

    for _ in range(2):
        merging.move(api.account.id, firm.company_id, other, limit=10)

    assert nobody().get(link).status == 200
    assert [each.client_id for each in inviting.list_invitations(api.account.id, other)] == [other]
    forgetting.forget(api.account.id, other)
    assert nobody().get(link).status == 404


def test_an_e_mail_that_both_companies_invited_is_invited_once_after_their_merge(api: People, firm: Staffed) -> None:
    former = invited(firm)
    other = added(api.admin, {**CARD, "tax_number": "7728168971", "email": "other@carrier.example"})
    said = Invited("Eva", EVA, MembershipRole.USER, False, Notify.AREA, "es")
    kept = inviting.invite(api.account.id, other, said, actor="system")

    merging.move(api.account.id, firm.company_id, other, limit=10)

    assert [each.id for each in inviting.list_invitations(api.account.id, other)] == [kept.id]
    assert nobody().get(former).status == 404
