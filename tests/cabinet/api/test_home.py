"""The home page of a client area: flat in its reads, small, in the account's look, and in three languages."""

import gzip
from typing import Any

import pytest

from chalicelib.aws.clients import client
from chalicelib.identity.area.model import AreaPerson
from tests.cabinet.visitors import HOME, at_area, nobody
from tests.support.api.desk import scripts_of, seen
from tests.support.api.people import People
from tests.support.area import SLUG, open_area, registered


@pytest.fixture
def person(api: People) -> AreaPerson:
    """Return a person of the account's area."""
    open_area(api.account.id)
    return registered(api.account.id)


def test_home_reads_a_session_and_a_person_before_the_cards(
    person: AreaPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, dynamodb = at_area(person), client("dynamodb")
    called: list[str] = []
    visitor.get(HOME)
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        called.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)

    assert visitor.get(HOME).status == 200
    # the cards read the reminders, policies, claims, photo requests, written requests and conversations of the client
    assert called == ["GetItem", "GetItem", "Query", "Query", "Query", "Query", "Query", "Query"]


def test_home_greets_by_name_and_has_the_menu_of_the_person(person: AreaPerson) -> None:
    page = at_area(person, language="ru").get(HOME)

    assert "Вера Сергеевна" in seen(page)
    assert f'href="{HOME}/me"' in page.text
    assert 'aria-current="page"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/me",
        "/me/password",
        "/me/contacts/email",
        "/me/contacts/phone",
        "/me/sessions",
        "/me/consents",
        "/me/export",
        "/me/erasure",
        "/reminders",
    ],
)
@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_pages_are_small_and_have_no_script_and_one_language(person: AreaPerson, path: str, language: str) -> None:
    page = at_area(person, language=language).get(f"{HOME}{path}")

    assert page.status == 200
    assert len(gzip.compress(page.text.encode())) <= 30_000
    assert scripts_of(page) == []
    assert f'<html lang="{language}">' in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; img-src 'self' data:; style-src 'sha256-")
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/sign-in", "/recovery", "/recovery/codes"])
def test_pages_before_the_sign_in_have_the_look_of_the_account(api: People, person: AreaPerson, path: str) -> None:
    page = nobody(language="ru").get(f"{HOME}{path}")

    assert page.status == 200
    assert api.account.branding.color in page.text
    assert "Страхование" in seen(page)
    assert "+7 495 123-45-67" in seen(page)


def test_a_chosen_language_holds_in_this_browser(person: AreaPerson) -> None:
    visitor = at_area(person)

    led = visitor.post(f"{HOME}/language", {"language": "es", "next": f"{HOME}/me"})

    assert (led.status, led.headers["location"]) == (303, f"{HOME}/me")
    assert '<html lang="es">' in visitor.get(f"{HOME}/me").text


def test_an_unknown_page_of_an_area_says_so_with_the_menu(person: AreaPerson) -> None:
    page = at_area(person).get(f"{HOME}/none/at/all")

    assert page.status == 404
    assert "There is nothing at this address." in seen(page)
    assert f'href="{HOME}/me"' in page.text
    assert nobody().get("/area/nobodys-area/x").status == 404
    assert SLUG not in nobody().get("/area/nobodys-area/x").text
