"""Pages of a company's people: Mi cuenta > Perfil > Permisos y usuarios, the switch in one press, an invitation."""

import gzip
import re

import pytest

from chalicelib.base.languages import LANGUAGES
from chalicelib.identity.area.permissions import AreaPermission
from tests.cabinet.visitors import HOME, at_area
from tests.clients.bodies import COMPANY as CARD
from tests.clients.bodies import added
from tests.companies.people import Staffed, fresh, link_in, mail_to, member, staffed
from tests.support.api.desk import scripts_of, seen
from tests.support.api.people import People
from tests.support.area import company_user, holder, registered
from tests.support.mailboxes import verify_sender

PEOPLE = f"{HOME}/people"


@pytest.fixture
def firm(api: People) -> Staffed:
    verify_sender()
    return staffed(api)


def test_case_g2_the_way_to_the_switch_and_one_press_on_it(firm: Staffed) -> None:
    account = firm.ana_at.get(f"{HOME}/me")
    listed = firm.ana_at.get(PEOPLE)
    person = firm.ana_at.get(f"{PEOPLE}/{firm.luis.id}")

    assert re.search(r"<h1>Mi cuenta</h1>.*<h2>Perfil</h2>.*Permisos y usuarios</a>", account.text, re.DOTALL)
    assert f'href="{PEOPLE}/{firm.luis.id}?company={firm.company_id}"' in listed.text
    assert "No gestiona siniestros" in seen(listed)
    assert '<h2 id="claims-title">Gestión de siniestros</h2>' in person.text
    assert 'role="switch" aria-checked="false"' in person.text
    pressed = firm.ana_at.post(f"{PEOPLE}/{firm.luis.id}", {"claims": "on"})

    assert pressed.status == 303
    assert 'aria-checked="true"' in firm.ana_at.get(f"{PEOPLE}/{firm.luis.id}").text
    assert "Siniestros" in seen(firm.luis_at.get(HOME))
    firm.ana_at.post(f"{PEOPLE}/{firm.luis.id}", {"claims": "off"})
    assert "Siniestros" not in seen(firm.luis_at.get(HOME))
    assert firm.luis_at.get(f"{HOME}/claims").status == 404


def test_an_administrator_has_no_switch_and_a_user_no_way_to_the_page(api: People, firm: Staffed) -> None:
    own = firm.ana_at.get(f"{PEOPLE}/{firm.ana.id}")
    policyholder = at_area(registered(api.account.id, holder("cli_1")), language="es")

    assert 'role="switch"' not in own.text
    assert "Los administradores siempre gestionan los siniestros de la empresa." in seen(own)
    assert "Permisos y usuarios" not in seen(firm.luis_at.get(f"{HOME}/me"))
    assert "Avisos de siniestros" not in seen(policyholder.get(f"{HOME}/me"))
    for visitor in (firm.luis_at, policyholder):
        assert visitor.get(PEOPLE).status == visitor.post(f"{PEOPLE}/{firm.luis.id}", {"claims": "on"}).status == 404


def test_notices_are_chosen_by_the_administrator_and_by_the_person(firm: Staffed) -> None:
    firm.ana_at.post(f"{PEOPLE}/{firm.luis.id}", {"notify": "area"})
    assert fresh(firm.luis).memberships[0].notify == "area"

    form = {"notify": "area_and_email", "client_id": firm.company_id}
    assert firm.luis_at.post(f"{HOME}/me", form).status == 303
    assert fresh(firm.luis).memberships[0].notify == "area_and_email"
    assert firm.luis_at.post(f"{HOME}/me", {**form, "client_id": "cli_1"}).status == 404


def test_case_g5_the_page_says_why_the_last_administrator_stays(firm: Staffed) -> None:
    refused = firm.ana_at.post(f"{PEOPLE}/{firm.ana.id}", {"disabled": "on"})

    assert refused.status == 409
    assert "Tiene que quedar un administrador activo." in seen(refused)
    firm.ana_at.post(f"{PEOPLE}/{firm.luis.id}", {"role": "administrator"})
    led = firm.ana_at.post(f"{PEOPLE}/{firm.ana.id}", {"role": "user"})
    assert led.headers["location"] == f"{HOME}/me"


def test_an_invitation_is_shown_again_as_it_was_typed_with_all_errors(firm: Staffed) -> None:
    typed = {"name": " ", "email": "eva@", "role": "boss", "claims": "yes", "notify": "area", "language": "ru"}

    shown = firm.ana_at.post(f"{PEOPLE}/invite", typed)

    assert shown.status == 422
    for name in ("name", "email", "role"):
        assert f'id="{name}-wrong"' in shown.text, name
    assert 'value="eva@"' in shown.text
    assert re.search(r'name="claims" value="yes"[^>]* checked', shown.text)
    assert re.search(r'value="area" checked', shown.text)
    assert '<option value="ru" lang="ru" selected>' in shown.text


def test_a_colleague_is_invited_sent_the_link_again_and_withdrawn_on_pages(firm: Staffed) -> None:
    typed = {"name": "Eva Ruiz", "email": "eva@carga.example", "role": "user", "notify": "area", "language": "es"}
    assert firm.ana_at.post(f"{PEOPLE}/invite", typed).status == 303
    assert link_in(mail_to("eva@carga.example"))
    listed = firm.ana_at.get(PEOPLE)
    assert ("Eva Ruiz" in seen(listed), "El enlace es válido hasta el" in seen(listed)) == (True, True)
    found = re.search(r"/people/invitations/(inv_\w+)", listed.text)
    assert found

    assert firm.ana_at.post(f"{PEOPLE}/invitations/{found[1]}", {"do": "resend"}).status == 303
    assert firm.ana_at.post(f"{PEOPLE}/invitations/{found[1]}", {"do": "withdraw"}).status == 303

    assert "Eva Ruiz" not in seen(firm.ana_at.get(PEOPLE))


def test_somebody_with_several_companies_chooses_one(api: People, firm: Staffed) -> None:
    other = added(api.admin, {**CARD, "name": "ООО «Другой»", "tax_number": "7728168971", "email": "o@carrier.example"})
    both = company_user(firm.company_id, administrator=True), company_user(other, administrator=True)
    eva = at_area(member(api.account.id, "eva", *both), language="es")

    chosen = eva.get(PEOPLE)
    account = seen(eva.get(f"{HOME}/me"))

    assert f'href="{PEOPLE}?company={other}">ООО «Другой»</a>' in chosen.text
    assert [name in account for name in ("ООО «Другой»", "ООО «Перевозчик»")] == [True, True]
    assert firm.luis.id not in eva.get(f"{PEOPLE}?company={other}").text
    assert eva.post(f"{PEOPLE}/{firm.luis.id}?company={other}", {"claims": "on"}).status == 404
    eva.post(f"{PEOPLE}/{firm.luis.id}?company={firm.company_id}", {"claims": "on"})
    assert fresh(firm.luis).client_ids(AreaPermission.CLAIMS) == (firm.company_id,)
    eva.post(f"{HOME}/me", {"notify": "area", "client_id": other})
    assert [each["notify"] for each in eva.call("GET", "/me").expect(200)["memberships"]] == ["area_and_email", "area"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_small_without_script_and_in_one_language(firm: Staffed, language: str) -> None:
    visitor = at_area(firm.ana, language=language)
    for path in ("/people", "/people/invite", f"/people/{firm.luis.id}", f"/people/{firm.ana.id}", "/notices", "/me"):
        page = visitor.get(f"{HOME}{path}")

        assert (page.status, scripts_of(page)) == (200, []), path
        assert len(gzip.compress(page.text.encode())) <= 30_000
        assert f'<html lang="{language}">' in page.text
