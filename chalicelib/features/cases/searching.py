"""Searching: the readings of a query one after another, until one finds something, a page at a time."""

from collections.abc import Sequence

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.cases import table
from chalicelib.features.cases.model import Case, Wanted
from chalicelib.features.cases.terms import Reading, read_as


def search(
    account_id: str, query: str, wanted: Wanted, *, limit: int, position: str | None
) -> tuple[Sequence[Case], str | None]:
    """Return a page of cases by the first reading with a match, then of further meanings; and its end.

    `position` is such an end: which reading it is, and after which key of it the next page begins.
    """
    readings = read_as(query)
    begin, after = _place(readings, position)
    at: int | None = begin if readings else None
    while at is not None:
        found = table.find(account_id, readings, number=at, after=after, limit=limit)
        if found.last is not None:
            return _of(found.cases, wanted), f"{at}:{found.last}"
        following = _following(readings, at, also=bool(found.cases or position), former=not found.all_current)
        if found.cases:
            return _of(found.cases, wanted), None if following is None else f"{following}:"
        at, after = following, None
    return (), None


def _place(readings: Sequence[Reading], position: str | None) -> tuple[int, str | None]:
    """Return with which reading, and after which key of it, a page begins."""
    if position is None:
        return 0, None
    number, _, key = position.partition(":")
    known = {str(each): reading.key.text for each, reading in enumerate(readings)}
    if number not in known or not (key or known[number]).startswith(known[number]):
        raise Invalid([FieldError("?cursor", N_("Use next_cursor of the page before, or leave it out."))])
    return int(number), key or None


def _following(readings: Sequence[Reading], number: int, *, also: bool, former: bool) -> int | None:
    """Return the next reading; after one that found something only those that are `also` meant."""
    later = range(number + 1, len(readings))
    return next((each for each in later if not also or _is_also(readings[each], former=former)), None)


def _is_also(reading: Reading, *, former: bool) -> bool:
    return reading.also and (former or not reading.former)


def _of(found: Sequence[Case], wanted: Wanted) -> list[Case]:
    return [case for case in found if wanted.has(case)]
