"""Reading of documents that people give, warnings about them, and their forms for people."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_
from chalicelib.features.clients.documents import notation
from chalicelib.features.clients.documents.ages import age
from chalicelib.features.clients.documents.kinds import KINDS, PASSPORT_RU, find_kind
from chalicelib.features.clients.documents.model import Document

#: Passports of Russia: issued since this day, from this age on (Government decree 828 of 1997).
_PASSPORTS_SINCE = date(1997, 10, 1)
_PASSPORT_AGE = 14
#: Replaced at these ages (decree 828 of 1997, since 2024 decree 2267 of 2023).
_REPLACED_AT = (20, 45)
_TO_REPLACE = timedelta(days=90)
#: A blank is rarely older than this when it is issued.
_YEARS_OF_A_BLANK = 5
_EXPIRED, _YEAR = "document_expired", "passport_year"
#: Warnings by code: msgids.
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        _EXPIRED: N_("This passport has expired: it was to be replaced at the age of 20 or 45. Ask for the new one."),
        _YEAR: N_("The series doesn't fit the issue date: its last two digits are the year of the blank. Check both."),
    }
)


def read_document(
    kind: str,
    number: str,
    *,
    issued_on: date | None,
    birth_date: date | None,
    today: date,
    at: str = "/document",
) -> Document:
    """Return a document with its number in canonical form.

    A birth date that could not be read is None; then nothing is compared with it. Raises Invalid with all findings,
    below the pointer `at`.
    """
    known = find_kind(kind)
    if known is None:
        codes = ", ".join(each.code for each in KINDS)
        raise Invalid([FieldError(f"{at}/kind", N_("Must be one of: {expected}."), {"expected": codes})])
    found = Findings()
    canonical = found.attempt(lambda: known.number.read(number, f"{at}/number"), otherwise="")
    if issued_on and (message := _wrong_date(kind, issued_on, birth_date, today)):
        found.add([FieldError(f"{at}/issued_on", message)])
    found.demand_none()
    return Document(kind=kind, number=canonical, issued_on=issued_on)


def warnings(
    document: Document, birth_date: date, today: date, *, replaced_within: timedelta = _TO_REPLACE
) -> tuple[str, ...]:
    """Return the codes of warnings about a document, keys of WARNINGS. None of them forbids its use.

    `replaced_within`: the time after the 20th and the 45th birthday in which a passport of Russia stays valid.
    """
    if document.kind != PASSPORT_RU.code or document.issued_on is None:
        return ()
    found = (
        (_EXPIRED, _is_expired(document.issued_on, birth_date, today - replaced_within)),
        (_YEAR, not _fits_its_blank(document.number, document.issued_on)),
    )
    return tuple(code for code, given in found if given)


def display(document: Document) -> str:
    """Write a document's number as people know it: `4517 123456`."""
    known = find_kind(document.kind)
    return known.number.display(document.number) if known else document.number


def masked(document: Document) -> str:
    """Write a document's number for those who may not see it whole: `45** ****56`."""
    return notation.masked(display(document))


def identity_of(document: Document) -> str:
    """Return the text that is equal for equal documents, however their numbers were written."""
    return f"{document.kind}:{fold_code(document.number)}"


def _wrong_date(kind: str, issued_on: date, birth_date: date | None, today: date) -> str:
    """Return the correction of an issue date, a msgid; empty for a possible one."""
    if issued_on > today:
        return N_("Must be today or an earlier day.")
    if birth_date and issued_on < birth_date:
        return N_("Must be the birth date or a later day.")
    return _wrong_date_of_a_passport(issued_on, birth_date) if kind == PASSPORT_RU.code else ""


def _wrong_date_of_a_passport(issued_on: date, birth_date: date | None) -> str:
    if issued_on < _PASSPORTS_SINCE:
        return N_("Must be 1 October 1997 or a later day: older passports are of another kind.")
    if birth_date and age(birth_date, issued_on) < _PASSPORT_AGE:
        return N_("Must be the 14th birthday or a later day: nobody gets this passport before.")
    return ""


def _is_expired(issued_on: date, birth_date: date, until: date) -> bool:
    """Return True if a passport was issued before an age of replacement that passed before a day."""
    then, lately = age(birth_date, issued_on), age(birth_date, until - timedelta(days=1))
    return any(then < limit <= lately for limit in _REPLACED_AT)


def _fits_its_blank(number: str, issued_on: date) -> bool:
    short = int(number[2:4])
    year = (1900 if short >= _PASSPORTS_SINCE.year % 100 else 2000) + short
    return 0 <= issued_on.year - year <= _YEARS_OF_A_BLANK
