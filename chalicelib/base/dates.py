"""Dates as people type them: day, month, year in the order of Russian and Spanish, or as ISO 8601."""

import re
from datetime import date

from chalicelib.base.languages import N_

NOT_A_DATE = N_("Must be a date of the calendar, such as 23.01.1986.")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})(?:\s*(?:г\.?|года))?")
_YEAR_FIRST = re.compile(r"(\d{4})[\s./-](\d{1,2})[\s./-](\d{1,2})(?:[T ]00:00(?::00)?)?")
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


def read_date(written: str) -> date:
    """Return the date of a text such as 23.01.1986, 23/1/1986, 23011986 or 1986-01-23.

    Raises ValueError, whose text is a msgid for people. A year needs four digits: 01.02.03 may be three dates.
    """
    text = written.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise ValueError(NOT_A_DATE)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(NOT_A_DATE) from error
