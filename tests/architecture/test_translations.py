"""All texts for people exist in Russian and Spanish, too."""

import io
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from chalicelib.base.languages import LANGUAGES, LOCALE_DIR
from tests.architecture.source import ROOT

KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "text": (2,), "plural": (2, 3), "counted": (1, 2)}
IN_TEMPLATES: dict[str, tuple[int, ...] | None] = {"_": None, "counted": (1, 2)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@cache
def msgids_in_code() -> dict[str, str]:
    """Return the msgids of all Python code, each with a file that has it."""
    return extracted("**.py", "python", KEYWORDS)


@cache
def msgids_in_console_pages() -> dict[str, str]:
    """Return the msgids of the console's templates, each with a file that has it."""
    return extracted("frame/console/templates/*.html", "jinja2.ext.babel_extract", IN_TEMPLATES)


def extracted(files: str, method: str, keywords: dict[str, tuple[int, ...] | None]) -> dict[str, str]:
    found = extract_from_dir(
        ROOT / "chalicelib", method_map=[(files, method)], keywords=keywords, options_map={"**": {"silent": "false"}}
    )
    ids = ((message if isinstance(message, str) else message[0], name) for name, _, message, _, _ in found)
    return {message: str(name) for message, name in ids if message}


def catalogues(language: str) -> dict[str, Catalog]:
    files = sorted((LOCALE_DIR / language / "LC_MESSAGES").glob("*.po"))
    return {file.stem: read_po(io.BytesIO(file.read_bytes()), locale=language) for file in files}


def first(forms: object) -> str:
    return forms if isinstance(forms, str) else str(forms[0]) if isinstance(forms, list | tuple) else ""


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_msgid_is_translated(language: str) -> None:
    translated = {
        first(entry.id)
        for catalogue in catalogues(language).values()
        for entry in catalogue
        if entry.id and not entry.fuzzy and entry.string and all(entry.string)
    }

    said = {**msgids_in_code(), **msgids_in_console_pages()}
    assert len(msgids_in_code()) > 150
    assert len(msgids_in_console_pages()) > 50
    assert {message: name for message, name in said.items() if message not in translated} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_problem_is_left_over_from_older_texts(language: str) -> None:
    ids = {first(entry.id) for entry in catalogues(language)["problems"] if entry.id}

    assert ids - msgids_in_code().keys() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_of_the_console_is_left_over_or_translated_twice(language: str) -> None:
    known = {
        name: {first(entry.id) for entry in catalogue if entry.id} for name, catalogue in catalogues(language).items()
    }
    console = [name for name in known if name.startswith("console")]

    ids = [message for name in console for message in known[name]]
    others = set().union(*(known[name] for name in known if name not in console))
    assert set(ids) - msgids_in_code().keys() - msgids_in_console_pages().keys() == set()
    assert len(ids) == len(set(ids))
    assert set(ids) & others == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_problems_fill_the_same_places(language: str) -> None:
    for entry in catalogues(language)["problems"]:
        if entry.id:
            assert set(re.findall(r"{(\w+)}", first(entry.string))) == set(re.findall(r"{(\w+)}", first(entry.id)))


@pytest.mark.parametrize("language", TRANSLATED)
def test_problems_are_translated_in_one_catalogue_only(language: str) -> None:
    known = catalogues(language)
    problems = {first(entry.id) for entry in known.pop("problems") if entry.id}

    assert problems & {first(entry.id) for catalogue in known.values() for entry in catalogue} == set()
