import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from chalicelib.base.languages import LANGUAGES, LOCALE_DIR, Language
from chalicelib.features.photos.owner.texts import owner_texts

_OWNER = LOCALE_DIR.parents[1] / "features" / "photos" / "owner"
_PLACE = re.compile(r"{\w+}")


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Return msgids of the page with all forms of their translations."""
    with (LOCALE_DIR / language / "LC_MESSAGES" / "page.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        for message in messages
    }


def msgids() -> set[str]:
    """Return the msgids of the templates and the script's texts."""
    templates = "".join(path.read_text() for path in (_OWNER / "templates").glob("*.html"))
    texts = owner_texts("en").values()
    return set(re.findall(r'(?:_|counted)\("([^"]+)"', templates)) | {
        text if isinstance(text, str) else text.get("one", text["other"]) for text in texts
    }


@pytest.mark.parametrize("language", ["ru", "es"])
def test_everything_that_the_page_says_is_translated_and_nothing_else(language: str) -> None:
    found = catalogue(language)

    assert msgids() == found.keys()
    assert [msgid for msgid, forms in found.items() if not all(forms)] == []


@pytest.mark.parametrize("language", ["ru", "es"])
def test_translations_have_the_places_of_their_msgid(language: str) -> None:
    for msgid, forms in catalogue(language).items():
        for form in forms:
            assert set(_PLACE.findall(form)) == set(_PLACE.findall(msgid)), msgid


def test_russian_has_three_forms_by_number() -> None:
    line = owner_texts("ru")["line"]

    assert isinstance(line, dict)
    assert [line.get(category, line["other"]).format(count=5) for category in ("one", "few", "many")] == [
        "Получена 5 фотография",
        "Получены 5 фотографии",
        "Получено 5 фотографий",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_the_script_asks_for_is_there(language: Language) -> None:
    sources = "".join(path.read_text() for path in (_OWNER / "static").glob("*.js"))
    asked = set(re.findall(r"say\('(\w+)'", sources))

    assert asked
    assert asked <= owner_texts(language).keys()


def test_no_source_of_the_script_holds_a_text_for_people() -> None:
    sources: list[Path] = sorted((_OWNER / "static").glob("*.js"))

    assert [path.name for path in sources if re.search("[А-Яа-яЁё]", path.read_text())] == []
