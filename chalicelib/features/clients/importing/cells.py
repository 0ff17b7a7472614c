"""Reading of cells: names, codes and guarded texts as people and their spreadsheets write them."""

import re
from collections.abc import Mapping
from functools import cache

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.folding import fold
from chalicelib.base.languages import LANGUAGES, N_, text
from chalicelib.features.clients.documents import KINDS
from chalicelib.features.clients.model import ClientKind

#: An apostrophe that an export put before a possible formula (base/spreadsheets.py).
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
#: Labels of kinds of clients, also in exports.
KIND_LABELS: Mapping[ClientKind, str] = {ClientKind.PERSON: N_("Person"), ClientKind.COMPANY: N_("Company")}
YES = N_("yes")
_KIND_SYNONYMS = {
    "физлицо": "person",
    "физическое лицо": "person",
    "фл": "person",
    "persona fisica": "person",
    "individual": "person",
    "юрлицо": "company",
    "юридическое лицо": "company",
    "юл": "company",
    "организация": "company",
    "persona juridica": "company",
    "empresa": "company",
}
_YES_SYNONYMS = ("1", "+", "x", "true", "yes", "да", "si", "истина", "verdadero")
_DOCUMENT_SYNONYMS = {
    "паспорт": "passport_ru",
    "паспорт рф": "passport_ru",
    "паспорт гражданина рф": "passport_ru",
    "ву": "driving_licence_ru",
    "водительское удостоверение": "driving_licence_ru",
    "загранпаспорт": "foreign_passport_ru",
    "свидетельство о рождении": "birth_certificate_ru",
    "вид на жительство": "residence_permit_ru",
    "снилс": "snils",
    "инн": "inn_person_ru",
    "dni": "dni",
    "nie": "nie",
}
_LANGUAGE_SYNONYMS = {
    "русский": "ru",
    "russian": "ru",
    "ruso": "ru",
    "испанский": "es",
    "espanol": "es",
    "spanish": "es",
    "английский": "en",
    "english": "en",
    "ingles": "en",
}
_MASK = "*"


def plain(cell: str) -> str:
    """Return a cell without the apostrophe that kept a spreadsheet from running it as a formula."""
    stripped = cell.strip()
    return stripped[1:] if _GUARDED.match(stripped) else stripped


def guarded(written: object) -> object:
    """Return a text for an export so that reading it gives the same: of two apostrophes one is taken off."""
    return f"'{written}" if isinstance(written, str) and _GUARDED.match(written) else written


def unmasked(cell: str, pointer: str) -> str:
    """Return a cell that has no asterisk. Raises Invalid for a hidden number."""
    if _MASK in cell:
        message = N_("The number is hidden by asterisks. Export it with full numbers, or leave this column out.")
        raise Invalid([FieldError(pointer, message)])
    return cell


def kind_of(cell: str) -> str:
    """Return the kind of client that a cell says; the cell as it is if it says none."""
    return _kinds().get(fold(cell), cell)


def says_yes(cell: str) -> bool:
    """Return True for a cell that ticks something."""
    return fold(cell) in _yes() or cell.strip() == "+"


def document_kind_of(cell: str) -> str:
    """Return the code of a kind of document; the cell as it is if it says none."""
    return _document_kinds().get(fold(cell), cell)


def language_of(cell: str) -> str:
    """Return the code of the language that a cell says; the cell as it is if it says none."""
    return _languages().get(fold(cell), cell.strip().lower())


def split_name(full: str, *, surname_first: bool) -> tuple[str, str, str]:
    """Return surname, given name and patronymic of a full name.

    The surname ends at a comma. Without one it is the first word, and all words after the second are the patronymic.
    With the given name first, all words after it are the surname.
    """
    before, comma, after = full.partition(",")
    if comma:
        given, _, rest = after.strip().partition(" ")
        return (before.strip(), after.strip(), "") if not surname_first else (before.strip(), given, rest.strip())
    words = full.split()
    if surname_first:
        return (*words, "", "")[0], (*words, "", "")[1], " ".join(words[2:])
    return " ".join(words[1:]), (*words, "")[0], ""


@cache
def _kinds() -> Mapping[str, str]:
    labels = {_said(language, label): str(kind) for kind, label in KIND_LABELS.items() for language in LANGUAGES}
    return _folded({**_KIND_SYNONYMS, **{str(kind): str(kind) for kind in ClientKind}, **labels})


@cache
def _yes() -> frozenset[str]:
    return frozenset(map(fold, (*_YES_SYNONYMS, *(_said(language, YES) for language in LANGUAGES)))) - {""}


@cache
def _document_kinds() -> Mapping[str, str]:
    labels = {_said(language, each.label): each.code for each in KINDS for language in LANGUAGES}
    return _folded({**_DOCUMENT_SYNONYMS, **labels}) | {fold(each.code): each.code for each in KINDS}


@cache
def _languages() -> Mapping[str, str]:
    return _folded({**_LANGUAGE_SYNONYMS, **{each: each for each in LANGUAGES}})


def _folded(said: Mapping[str, str]) -> dict[str, str]:
    return {fold(each): code for each, code in said.items()}


def _said(language: str, label: str) -> str:
    return text(language, label)  # type: ignore[arg-type]
