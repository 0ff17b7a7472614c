"""Counts on the deployed page are right in each language. All texts: modules/test_text.py."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser.steps import Asked

pytestmark = pytest.mark.browser

_COUNTS = (1, 2, 5, 11, 21, 22, 25)
_LINES = {
    "ru": [
        "Получена 1 фотография",
        "Получены 2 фотографии",
        "Получено 5 фотографий",
        "Получено 11 фотографий",
        "Получена 21 фотография",
        "Получены 22 фотографии",
        "Получено 25 фотографий",
    ],
    "es": ["1 foto recibida", *(f"{count} fotos recibidas" for count in _COUNTS[1:])],
    "en": ["1 photo received", *(f"{count} photos received" for count in _COUNTS[1:])],
}
_RECEIPTS = {
    "ru": [
        "1 фотографию",
        "2 фотографии",
        "5 фотографий",
        "11 фотографий",
        "21 фотографию",
        "22 фотографии",
        "25 фотографий",
    ],
    "es": ["1 foto.", *(f"{count} fotos." for count in _COUNTS[1:])],
    "en": ["1 photo.", *(f"{count} photos." for count in _COUNTS[1:])],
}
_MOVING = {
    "ru": [
        "1 фотография ещё отправляется",
        "2 фотографии ещё отправляются",
        "5 фотографий ещё отправляются",
        "11 фотографий ещё отправляются",
        "21 фотография ещё отправляется",
        "22 фотографии ещё отправляются",
        "25 фотографий ещё отправляются",
    ],
    "es": [],
    "en": ["1 photo is still on its way", *(f"{count} photos are still on their way" for count in _COUNTS[1:])],
}


class Server:
    """Answers in the server's place how the photos stand."""

    def __init__(self, phone: Page) -> None:
        self._phone, self._photos = phone, list[dict[str, Any]]()
        phone.route("**/state*", self._answer)

    def says(self, *, received: int = 0, pending: int = 0) -> None:
        """Set the numbers of photos, and make the page ask."""
        statuses = ["received"] * received + ["pending"] * pending
        self._photos = [{"id": f"{status}-{at:016}", "status": status} for at, status in enumerate(statuses)]
        with self._phone.expect_response("**/state*"):
            self._phone.evaluate("dispatchEvent(new Event('focus'))")

    def _answer(self, route: Route) -> None:
        category = {"code": "exterior", "label": "", "min": 1, "max": 30, "photos": self._photos}
        route.fulfill(
            content_type="application/json", body=json.dumps({"status": "in_progress", "categories": [category]})
        )


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_case_41_the_page_counts_in_the_grammar_of_its_language(phone: Page, asked: Asked, language: str) -> None:
    request = asked(language=language, categories=[{"code": "exterior", "min": 1, "max": 30}])
    server = Server(phone)
    phone.goto(f"{request.link}?lang={language}#check")

    for count, line, receipt in zip(_COUNTS, _LINES[language], _RECEIPTS[language], strict=True):
        server.says(received=count)
        expect(phone.locator("#line-1 .count")).to_have_text(line)
        expect(phone.locator("#receipt")).to_contain_text(receipt)
    for count, moving in zip(_COUNTS, _MOVING[language], strict=False):
        server.says(pending=count)
        expect(phone.locator("#obstacle")).to_contain_text(moving)

    assert request.attachments() == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ["1 фотография,", "2 фотографии,", "5 фотографий,", "11 фотографий,", "21 фотография,"]),
        (
            "en",
            ["1 photo is here", "2 photos are here", "5 photos are here", "11 photos are here", "21 photos are here"],
        ),
    ],
)
def test_case_41_a_full_step_says_so_in_the_right_form(
    phone: Page, asked: Asked, language: str, words: list[str]
) -> None:
    for count, expected in zip(_COUNTS, words, strict=False):
        request = asked(language=language, categories=[{"code": "exterior", "min": 1, "max": count}])
        server = Server(phone)
        phone.goto(f"{request.link}?lang={language}#1")

        server.says(received=count)

        expect(phone.locator("#room-1")).to_contain_text(expected)
        assert request.attachments() == []
