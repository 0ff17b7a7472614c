"""Texts of retakes for owners."""

from typing import Any

import pytest

from chalicelib.features.photos.message_texts import PhotoRequestMessage, render_email, render_sms
from tests.platform.unit.messages import LINK, photo_request_message

SENDERS = {"ru": "Меридиан", "es": "Meridian", "en": "Meridian"}
SAID = {
    "invitation": {
        "ru": ("Меридиан: {n} фото нужно снять ещё раз", "Снимите ещё раз:", "Кроме того, нужны фото:"),
        "es": ("Meridian: hay que repetir {n} foto{s}", "Fotos que hay que repetir:", "Además, hacen falta fotos:"),
        "en": ("Meridian: {n} photo{s} to take once more", "To take once more:", "Also needed:"),
    },
    "reminder": {
        "ru": ("Меридиан напоминает: {n} фото нужно снять ещё раз", "ждёт {n} фото, котор", ""),
        "es": ("Recordatorio de Meridian: hay que repetir {n} foto{s}", "sigue esperando {n} foto{s} que", ""),
        "en": ("Reminder from Meridian: {n} photo{s} to take once more", "still waiting for {n} photo{s} that ha", ""),
    },
}


def retakes(*photos: int) -> list[dict[str, Any]]:
    return [{"category": f"Category {n}", "reason": f"Reason {n}", "photos": count} for n, count in enumerate(photos)]


def message(language: str, *photos: int, **changes: Any) -> PhotoRequestMessage:
    said = {"language": language, "sender_name": SENDERS[language], "again": retakes(*photos), "reference": None}
    return photo_request_message(**said | changes)


@pytest.mark.parametrize("count", [1, 2, 5, 12, 21, 30])
@pytest.mark.parametrize("language", ["ru", "es", "en"])
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_the_sms_says_how_many_in_one_segment(kind: str, language: str, count: int) -> None:
    rendered = render_sms(message(language, count, kind=kind))

    assert f" {count} " in rendered.text
    assert rendered.text.startswith(SENDERS[language]) or rendered.text.split()[1] == SENDERS[language]
    assert rendered.text.endswith(f" {LINK}")
    assert rendered.size.segments == 1


@pytest.mark.parametrize(("language", "expected"), [("ru", 2), ("es", 1), ("en", 1)])
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_a_long_link_costs_no_more_than_elsewhere(kind: str, language: str, expected: int) -> None:
    again, first = (
        render_sms(message(language, kind=kind, link="https://foto.example/r/" + "A" * 57, again=said))
        for said in (retakes(2), [])
    )

    assert again.size.segments == first.size.segments == expected


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("language", ["ru", "es", "en"])
@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_the_email_names_photos_and_reasons_in_both_parts(kind: str, language: str, count: int) -> None:
    email = render_email(message(language, count, kind=kind, categories=["Category 0", "Other"]))

    subject, *said = (each.format(n=count, s="s" if count > 1 else "") for each in SAID[kind][language])
    assert email.subject == subject
    for part in (email.text, email.html):
        assert all(each in part for each in (*said, "Category 0", "Reason 0", "Other"))
        assert part.index("Category 0") < part.index("Reason 0") < part.index("Other")


def test_without_other_categories_nothing_speaks_of_any() -> None:
    email = render_email(message("en", 1, categories=["Category 0"]))

    assert "Also needed" not in email.text + email.html
    assert "What to photograph" not in email.text + email.html


def test_what_staff_say_is_quoted_and_is_no_markup() -> None:
    said = {"category": "VIN", "reason": "It can't be used.", "words": "<b>17</b>\nсимволов", "advice": "Come closer."}

    email = render_email(message("en", again=[said]))

    assert "“&lt;b&gt;17&lt;/b&gt; символов”" in email.html
    assert "- VIN\n  It can't be used.\n  “<b>17</b> символов”\n  Come closer.\n" in email.text


def test_photos_alike_are_counted() -> None:
    assert "  3 × Reason 0\n" in render_email(message("en", 3)).text


def test_a_case_that_has_a_number_is_named() -> None:
    assert render_email(message("ru", 2, reference="Д-1")).subject.endswith(", дело Д-1")
