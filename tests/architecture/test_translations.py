"""Everything that people are told is told in Russian and Spanish, too."""

import io
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from chalicelib.languages import LANGUAGES, LOCALE_DIR
from tests.architecture.source import ROOT

KEYWORDS = {"N_": None, "text": (2,), "plural": (2, 3)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@cache
def msgids_in_code() -> dict[str, str]:
    """Return the msgids of all Python code, each with a file that has it."""
    found = extract_from_dir(ROOT / "chalicelib", method_map=[("**.py", "python")], keywords=KEYWORDS)
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

    assert len(msgids_in_code()) > 150
    assert {message: name for message, name in msgids_in_code().items() if message not in translated} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_problem_is_left_over_from_older_texts(language: str) -> None:
    ids = {first(entry.id) for entry in catalogues(language)["problems"] if entry.id}

    assert ids - msgids_in_code().keys() == set()


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
