"""The page's texts, by its own `say` in the browser: plural forms and places."""

import re

import pytest

from chalicelib.base.languages import Language
from chalicelib.features.photos.owner.texts import owner_texts
from tests.photos.browser.modules.conftest import Lab, Labs

_SAY = "({ say }, key, values) => say(key, values)"
_SAY_ALL = "({ say }, keys, counts) => keys.map((key) => counts.map((count) => say(key, { count })))"
_COUNTS = [1, 2, 5, 11, 21, 22, 25]
#: The form that goes with each of those numbers.
_FORMS: dict[Language, list[str]] = {
    "ru": ["one", "few", "many", "many", "one", "few", "many"],
    "es": ["one", "other", "other", "other", "other", "other", "other"],
    "en": ["one", "other", "other", "other", "other", "other", "other"],
}
_LINES: dict[Language, list[str]] = {
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
#: A number and the ending of the noun after it, in the nominative or accusative.
_NOUN: dict[Language, tuple[str, dict[str, tuple[str, ...]]]] = {
    "ru": (r"\d+ фотограф(\w+)", {"one": ("ия", "ию"), "few": ("ии",), "many": ("ий",)}),
    "es": (r"\d+ (fotos?)\b", {"one": ("foto",), "other": ("fotos",)}),
    "en": (r"\d+ (photos?)\b", {"one": ("photo",), "other": ("photos",)}),
}
_LANGUAGES: list[Language] = ["ru", "es", "en"]


def counted(language: Language) -> dict[str, dict[str, str]]:
    """Return the texts that depend on a number, by plural category."""
    return {key: forms for key, forms in owner_texts(language).items() if isinstance(forms, dict)}


@pytest.mark.parametrize("language", _LANGUAGES)
def test_case_41_every_counted_text_has_the_form_that_its_number_asks_for(
    shared_labs: Labs, language: Language
) -> None:
    texts = counted(language)
    expected = [
        [
            (forms.get(form) or forms["other"]).replace("{count}", str(count))
            for count, form in zip(_COUNTS, _FORMS[language], strict=True)
        ]
        for forms in texts.values()
    ]

    said = shared_labs[language].run("text", _SAY_ALL, list(texts), _COUNTS)

    assert len(texts) >= 7
    assert said == expected
    assert said[list(texts).index("line")] == _LINES[language]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_case_41_the_noun_agrees_with_its_number(shared_labs: Labs, language: Language) -> None:
    pattern, endings = _NOUN[language]

    said = shared_labs[language].run("text", _SAY_ALL, list(counted(language)), _COUNTS)

    found = [
        (noun[1], form)
        for words in said
        for sentence, form in zip(words, _FORMS[language], strict=True)
        if (noun := re.search(pattern, sentence))
    ]
    assert len(found) >= 6 * len(_COUNTS)
    assert [(noun, form) for noun, form in found if noun not in endings[form]] == []


def test_every_place_of_a_text_is_filled(shared_lab: Lab) -> None:
    assert shared_lab.run("text", _SAY, "photo_name", {"label": "Exterior", "number": 3}) == "Exterior, photo 3"
    assert shared_lab.run("text", _SAY, "line_moving", {"received": 0, "all": 2}) == "0 of 2 received"


def test_what_fills_a_place_is_taken_as_it_is(shared_lab: Lab) -> None:
    for name in ("$& $1 $$", "{number}", "<b>"):
        assert shared_lab.run("text", _SAY, "photo_name", {"label": name, "number": 1}) == f"{name}, photo 1"


def test_no_text_of_the_page_is_empty_in_any_language() -> None:
    for language in _LANGUAGES:
        for entry in owner_texts(language).values():
            assert all(entry.values() if isinstance(entry, dict) else [entry])
