"""Dates as people type them: day, month, year in the order of Russian and Spanish, or as ISO 8601."""

import re
from datetime import date

from chalicelib.base.languages import N_

NOT_A_DATE = N_("Must be a date of the calendar, such as 23.01.1986.")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})(?:\s*(?:г\.?|года))?")
_YEAR_FIRST = re.compile(r"(\d{4})[\s./-](\d{1,2})[\s./-](\d{1,2})(?:[T ]00:00(?::00)?)?")
#: As English pages write it: 23 Jan 1986.
_NAMED = re.compile(r"(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


def read_date(written: str) -> date:
    """Return the date of a text such as 23.01.1986, 23/1/1986, 23011986, 1986-01-23 or 23 Jan 1986.

    Raises ValueError, whose text is a msgid for people. A year needs four digits: 01.02.03 may be three dates.
    """
    text = written.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif (found := _NAMED.fullmatch(text)) and found[2].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2].lower()) + 1, int(found[3])
    else:
        raise ValueError(NOT_A_DATE)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(NOT_A_DATE) from error


def is_same_date(one: str, other: str) -> bool:
    """Return True for two texts of the same date, in any notations, and for equal texts."""
    try:
        return one.strip() == other.strip() or read_date(one) == read_date(other)
    except ValueError:
        return False
