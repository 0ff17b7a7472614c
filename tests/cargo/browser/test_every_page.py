"""Every page of claims of cargo, of companies and of conversations in each language: accessible, whole, translated."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from chalicelib.base.languages import Language
from chalicelib.frame.console.addresses import origin
from tests.cargo.browser.looking import raw_in, texts_in, texts_of, too_wide, untranslated_in, values_of
from tests.cargo.browser.places import Place, of_staff, of_the_company
from tests.cargo.browser.scene import KNOWN, MOMENT, Scene, set_up
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.browser.axe import violations
from tests.support.browser.desks import Scheme, as_json
from tests.support.browser.drawn import Drawn, header, speaking

#: The colours in which pages of a language are looked at by axe-core.
_SCHEMES: dict[Language, Scheme] = {"es": "light", "ru": "dark", "en": "light"}
_KNOWN = re.compile("|".join([*map(re.escape, KNOWN), r"\b[0-9a-f]{64}\b"]))


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(MOMENT):
        yield


@pytest.mark.parametrize("language", ["es", "ru", "en"])
@pytest.mark.parametrize("places", [of_the_company, of_staff])
def test_nothing_is_wrong_with_any_page(
    api: People, chromium: Browser, places: Callable[[Scene], Iterator[Place]], language: Language
) -> None:
    scene = set_up(api, language)
    context = chromium.new_context(color_scheme=_SCHEMES[language])
    server, page = Drawn(context), context.new_page()
    found: dict[str, list[object]] = {}

    for place in places(scene):
        server.cookies = speaking(language, place.cookies)
        opened(page, place)
        found[place.name] = [*too_wide(page), *unreadable(page, place, language), *violations(page)]

    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}, as_json(found)


def opened(page: Page, place: Place) -> None:
    answer = page.goto(f"{origin()}{place.path}")
    assert answer is not None
    assert answer.status == 200, place.path
    if place.step:
        place.step(page)


def unreadable(page: Page, place: Place, language: Language) -> Iterator[str]:
    """Yield the texts of a page that are for programs, or in English on a page of another language."""
    texts = texts_of(page)
    yield from raw_in([*texts, *values_of(page)])
    if language != "en":
        english = Api(headers=header(speaking("en", place.cookies))).get(place.english or place.path)
        yield from untranslated_in(texts, texts_in(english.text), _KNOWN)
