"""`messages` and `delivery` say everything that the code may ask of them, and nothing that would break a message."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from chalicelib.base.languages import LOCALE_DIR
from chalicelib.messaging.sms import is_gsm

CODE = Path(__file__).parents[3] / "chalicelib"
KEYWORDS = {"text": (2,), "plural": (2, 3), "counted": (1, 2), "N_": None}
MESSAGES = ("messages", "messages_retakes")
TRANSLATED = ["ru", "es"]


def catalogue(language: str, name: str = "messages") -> Catalog:
    source = (LOCALE_DIR / language / "LC_MESSAGES" / f"{name}.po").read_bytes()
    return read_po(io.BytesIO(source), locale=language)


def forms(text: object) -> list[str]:
    """Return the singular or the only form first, then the plural ones."""
    return [text] if isinstance(text, str) else [str(form) for form in text] if isinstance(text, list | tuple) else [""]


def msgids_in_code() -> set[str]:
    found = extract_from_dir(CODE, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {message[2] if isinstance(message[2], str) else message[2][0] for message in found}


def places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_msgid_of_the_code_is_translated(language: str) -> None:
    names = [path.stem for path in (LOCALE_DIR / language / "LC_MESSAGES").glob("*.po")]
    known = [entry for name in names for entry in catalogue(language, name)]
    translated = {forms(entry.id)[0] for entry in known if not entry.fuzzy and all(forms(entry.string))}

    assert len(msgids_in_code()) > 40
    assert msgids_in_code() - translated == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over_from_older_texts(language: str) -> None:
    known = [entry for name in (*MESSAGES, "delivery") for entry in catalogue(language, name)]
    ids = {forms(entry.id)[0] for entry in known if entry.id}

    assert ids - msgids_in_code() == set()


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_the_same_places(language: str, name: str) -> None:
    for entry in catalogue(language, name):
        if entry.id:
            assert {frozenset(places(form)) for form in forms(entry.string)} == {frozenset(places(forms(entry.id)[-1]))}


def test_spanish_sms_wordings_fit_the_gsm_alphabet() -> None:
    entries = [entry for name in MESSAGES for entry in catalogue("es", name) if "{link}" in str(entry.id)]
    wordings = [form for entry in entries for form in forms(entry.string)]

    assert len(wordings) == 12 + 9 * 2
    assert [wording for wording in wordings if not is_gsm(re.sub(r"{\w+}", "", wording))] == []
