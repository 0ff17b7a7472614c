"""Lists of days as people paste them: a day or a range of days a line."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.languages import DATES, Language

#: Signs between the ends of a range; dates can have hyphens, too.
_BETWEEN = re.compile(r"\.{2,3}|[-–—…]")
_ENDS = re.compile(r"[\n;]+")
#: A year with all days.
_LEAP_YEAR = 2024
#: Month first or day first: nobody can tell.
_AMBIGUOUS = re.compile(r"\d+\s*-\s*\d+")
#: The longest range: nobody means more days off in a row.
_LONGEST = 60
#: From so many days in a row on, a range is written.
_ROW = 3

type Read = Callable[[str], date]


def read_days(typed: str) -> tuple[list[date], list[str]]:
    """Return the days of a list, and the lines that name none."""
    return _read(typed, read_date)


def read_yearly(typed: str) -> tuple[list[str], list[str]]:
    """Return the days of every year of a list, as `05-09`, and the lines that name none."""
    days, unread = _read(typed, _day_of_the_year)
    return [f"{day:%m-%d}" for day in days], unread


def days_written(days: Sequence[date], language: Language) -> str:
    """Return days a line each as the language writes them; of a row its first and last."""
    return _lines(days, lambda day: localized.day(language, day))


def yearly_written(days: Sequence[str], language: Language) -> str:
    """Return days of every year a line each, without a year; of a row its first and last."""
    form = DATES[language].removesuffix("%Y").rstrip("./ ")
    return _lines([date.fromisoformat(f"{_LEAP_YEAR}-{each}") for each in days], lambda day: day.strftime(form))


def _read(typed: str, read: Read) -> tuple[list[date], list[str]]:
    days, unread = list[date](), list[str]()
    for line in filter(None, map(str.strip, _ENDS.split(typed))):
        named = _days_of(line, read)
        days += named
        unread += [] if named else [line]
    return days, unread


def _days_of(line: str, read: Read) -> list[date]:
    """Return the days of a line; none if it cannot be read."""
    for first, last in _readings(line):
        try:
            start, end = read(first), read(last)
        except ValueError:
            continue
        if 0 <= (end - start).days < _LONGEST:
            return [date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1)]
    return []


def _readings(line: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a line: as a day, or as two ends of a range."""
    yield line, line
    yield from ((line[: found.start()].strip(), line[found.end() :].strip()) for found in _BETWEEN.finditer(line))


def _day_of_the_year(written: str) -> date:
    if _AMBIGUOUS.fullmatch(written):
        raise ValueError
    return read_date(f"{written.rstrip('. ')} {_LEAP_YEAR}")


def _lines(days: Sequence[date], write: Callable[[date], str]) -> str:
    return "\n".join(line for row in _rows(days) for line in _written(row, write))


def _rows(days: Sequence[date]) -> list[list[date]]:
    """Return the days in rows without a gap."""
    rows: list[list[date]] = []
    for day in sorted(set(days)):
        if rows and (day - rows[-1][-1]).days == 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    return rows


def _written(row: Sequence[date], write: Callable[[date], str]) -> Iterator[str]:
    if len(row) >= _ROW:
        for start in range(0, len(row), _LONGEST):
            part = row[start : start + _LONGEST]
            yield f"{write(part[0])} – {write(part[-1])}"
    else:
        yield from map(write, row)
