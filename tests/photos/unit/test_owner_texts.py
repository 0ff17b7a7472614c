import re
from pathlib import Path

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.photos import owner
from chalicelib.features.photos.owner.texts import owner_texts
from tests.support import catalogues
from tests.support.catalogues import forms

_OWNER = Path(owner.__file__ or "").parent
_PLACE = re.compile(r"{\w+}")


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Return msgids of the page with all forms of their translations."""
    return {
        forms(entry.id)[0]: tuple(forms(entry.string)) for entry in catalogues.catalogue(language, "page") if entry.id
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

    others = {forms(entry.id)[0] for each in catalogues.catalogues(language).values() for entry in each}
    assert found.keys() <= msgids() <= others
    assert [msgid for msgid, translated in found.items() if not all(translated)] == []


@pytest.mark.parametrize("language", ["ru", "es"])
def test_translations_have_the_places_of_their_msgid(language: str) -> None:
    for msgid, translated in catalogue(language).items():
        for form in translated:
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
