"""A company's people in the console: the tab, the first administrator, roles and access."""

import re

import pytest

from tests.cabinet.visitors import HOME, nobody
from tests.clients.bodies import COMPANY as CARD
from tests.clients.bodies import added, named
from tests.companies.people import fresh, link_in, mail_to, staffed
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.area import PASSWORD, open_area
from tests.support.mailboxes import verify_sender


@pytest.fixture
def desk(api: People) -> Desk:
    verify_sender()
    return at_desk(api.staff).speaking("en")


def tab(desk: Desk, client_id: str) -> str:
    return desk.get(f"/console/clients/{client_id}?tab=people").text


def test_staff_invite_the_first_administrator_of_a_company(api: People, desk: Desk) -> None:
    open_area(api.account.id)
    company_id = added(api.admin, CARD)
    form = desk.get(f"/console/company-people/{company_id}/invite")
    typed = {"name": "Ana Gil", "email": "ana@carga.example", "role": "administrator", "language": "es"}

    sent = desk.post(f"/console/company-people/{company_id}/invite", {**typed, "notify": "area_and_email"})

    assert '<option value="administrator" selected>' in form.text
    assert (sent.status, "Ana Gil" in tab(desk, company_id)) == (303, True)
    visitor = nobody(language="es")
    assert visitor.post(link_in(mail_to("ana@carga.example")), {"password": PASSWORD}).status == 303
    assert visitor.get(f"{HOME}/people").status == 200
    assert "Administrator" in tab(desk, company_id)


def test_all_errors_of_an_invitation_are_told_and_nothing_typed_is_lost(api: People, desk: Desk) -> None:
    open_area(api.account.id)
    company_id = added(api.admin, CARD)
    typed = {"name": "", "email": "ana@", "role": "boss", "notify": "fax", "language": "de", "claims": "yes"}

    shown = desk.post(f"/console/company-people/{company_id}/invite", typed)

    assert shown.status == 422
    for name in ("name", "email", "role", "notify", "language"):
        assert f'id="{name}-wrong"' in shown.text, name
    assert ('value="ana@"' in shown.text, "checked" in shown.text) == (True, True)


def test_staff_grant_promote_and_disable_and_the_last_administrator_stays(api: People, desk: Desk) -> None:
    firm = staffed(api)
    here = f"/console/company-people/{firm.company_id}"

    assert desk.post(f"{here}/{firm.luis.id}", {"claims": "on"}).status == 303
    assert fresh(firm.luis).memberships[0].handles_claims
    refused = desk.post(f"{here}/{firm.ana.id}", {"disabled": "on"})
    assert (refused.status, "An active administrator has to remain." in seen(refused)) == (409, True)
    desk.post(f"{here}/{firm.luis.id}", {"role": "administrator"})
    assert desk.post(f"{here}/{firm.ana.id}", {"disabled": "on"}).status == 303

    assert firm.ana_at.get(f"{HOME}/me").status == 303
    assert "No access" in tab(desk, firm.company_id)


def test_an_invitation_is_sent_again_and_withdrawn(api: People, desk: Desk) -> None:
    firm = staffed(api)
    here = f"/console/company-people/{firm.company_id}"
    desk.post(f"{here}/invite", {"name": "Eva", "email": "eva@carga.example", "notify": "area", "language": "es"})
    found = re.search(r"/invitations/(inv_\w+)", tab(desk, firm.company_id))
    assert found

    assert desk.post(f"{here}/invitations/{found[1]}", {"do": "resend"}).status == 303
    assert desk.post(f"{here}/invitations/{found[1]}", {"do": "withdraw"}).status == 303

    assert "eva@carga.example" not in tab(desk, firm.company_id)


def test_a_person_has_no_such_tab_and_viewers_no_buttons(api: People, desk: Desk) -> None:
    firm = staffed(api)
    person = added(api.admin, named("Сидоров Пётр"))
    viewer = at_desk(api.viewer).speaking("en").get(f"/console/clients/{firm.company_id}?tab=people")

    assert "tab=people" not in desk.get(f"/console/clients/{person}").text
    assert ("company-people" in viewer.text, "luis@carga.example" in seen(viewer)) == (False, False)
    assert "l***@carga.example" in seen(viewer)


def test_without_a_client_area_the_tab_says_so(api: People, desk: Desk) -> None:
    company_id = added(api.admin, CARD)

    assert "The client area is off." in tab(desk, company_id)
