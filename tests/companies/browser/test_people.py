"""The way to the switch of a permission, in Spanish on a phone; its pages at all widths, with axe."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.base.languages import LANGUAGES
from chalicelib.identity.area.permissions import AreaPermission
from tests.cabinet.browser.drawn import at, faults
from tests.companies.people import Staffed, fresh
from tests.support.browser.desks import NARROW, overflow

PHONE = 360


def test_case_g2_the_permission_is_granted_on_the_way_that_the_help_describes(page: Page, firm: Staffed) -> None:
    at(page, PHONE, language="es", path="/me")
    expect(page.get_by_role("heading", name="Perfil")).to_be_visible()
    page.get_by_role("link", name="Permisos y usuarios").click()
    page.locator(f'a[href*="{firm.luis.id}"]').click()
    switch = page.get_by_role("switch", name="Gestión de siniestros")
    expect(switch).not_to_be_checked()
    assert (overflow(page), faults(page)) == (0, [])

    switch.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("switch", name="Gestión de siniestros")).to_be_checked()
    assert (overflow(page), faults(page)) == (0, [])
    assert fresh(firm.luis).client_ids(AreaPermission.CLAIMS) == (firm.company_id,)


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_pages_of_people_are_for_everybody(page: Page, firm: Staffed, width: int) -> None:
    paths = ("/me", "/people", "/people/invite", f"/people/{firm.luis.id}", f"/people/{firm.ana.id}", "/notices")
    for language in LANGUAGES:
        for path in paths:
            at(page, width, language=language, path=path)
            assert (overflow(page), faults(page)) == (0, []), f"{language} {path}"


def test_an_invitation_without_a_name_is_told_at_the_field_and_keeps_the_rest(page: Page) -> None:
    at(page, PHONE, language="es", path="/people/invite")
    page.locator("#email").fill("eva@carga.example")
    page.get_by_role("checkbox", name="Gestión de siniestros").check()
    page.get_by_role("button", name="Enviar la invitación").click()

    expect(page.locator("#name-wrong")).to_be_visible()
    expect(page.locator("#email")).to_have_value("eva@carga.example")
    expect(page.get_by_role("checkbox", name="Gestión de siniestros")).to_be_checked()
    assert (overflow(page), faults(page)) == (0, [])
