"""Pages of a search: one reading of a query after another, until one finds something."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.search.readings import Reading


class Found[T](NamedTuple):
    """Items found by a reading.

    `last` is the last key looked at if there are more. `all_current` is False if terms of a former rule remain.
    """

    items: Sequence[T]
    last: str | None
    all_current: bool = True


#: Finds items by the reading of a number, after a key or None.
type Find[T] = Callable[[int, str | None], Found[T]]


def find_page[T](readings: Sequence[Reading], find: Find[T], *, position: str | None) -> tuple[Sequence[T], str | None]:
    """Return a page of items by the first reading with a match, then of further meanings; and its end.

    `position` is such an end: which reading it is, and after which key of it the next page begins.
    """
    begin, after = _place(readings, position)
    at: int | None = begin if readings else None
    while at is not None:
        found = find(at, after)
        if found.last is not None:
            return found.items, f"{at}:{found.last}"
        following = _following(readings, at, also=bool(found.items or position), former=not found.all_current)
        if found.items:
            return found.items, None if following is None else f"{following}:"
        at, after = following, None
    return (), None


def _place(readings: Sequence[Reading], position: str | None) -> tuple[int, str | None]:
    """Return with which reading, and after which key of it, a page begins."""
    if position is None:
        return 0, None
    number, _, key = position.partition(":")
    known = {str(each): reading.key.text for each, reading in enumerate(readings)}
    if number not in known or not (key or known[number]).startswith(known[number]):
        raise wrong_position()
    return int(number), key or None


def wrong_position() -> Invalid:
    """Return the error of a position that no page of this list ended with."""
    return Invalid([FieldError("?cursor", N_("Use next_cursor of the page before, or leave it out."))])


def _following(readings: Sequence[Reading], number: int, *, also: bool, former: bool) -> int | None:
    """Return the next reading; after one that found something only those that are `also` meant."""
    later = range(number + 1, len(readings))
    return next((each for each in later if not also or _is_also(readings[each], former=former)), None)


def _is_also(reading: Reading, *, former: bool) -> bool:
    return reading.also and (former or not reading.former)
