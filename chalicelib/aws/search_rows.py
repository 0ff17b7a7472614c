"""Rows of search terms in the table of a feature. A page takes one Query and one BatchGetItem.

| item | pk | sk |
|---|---|---|
| a term | `<scope>#find#<first characters>` | `<term>#<item>` |
| the end of a phone, backwards | `<scope>#tel#<first characters>` | `<digits>#<item>` |

A scope is an account, or a part of one that is searched alone. The feature declares the class of these rows, writes
them with each item, and lists them in its table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from chalicelib.aws.dynamo import Row, Transaction, retry_stale
from chalicelib.base.search.pages import Found
from chalicelib.base.search.readings import Reading, place_of
from chalicelib.base.search.rule import RULE
from chalicelib.base.search.terms import Term

#: Rows that a search reads for each item of a page: an item may have several with the sought beginning.
ROWS_OF_AN_ITEM = 4
#: BatchGetItem takes 100 keys: one is left for a row about all terms.
ITEMS_AT_ONCE = 99
#: After all characters of terms and ids.
_LAST = "\U0010ffff"


class Loaded[T](NamedTuple):
    """Items by id; unknown ones are missing. `all_current` is False if terms of a former rule remain."""

    items: Mapping[str, T]
    all_current: bool = True


class Index[T](NamedTuple):
    """The items of a table that are found by terms."""

    #: The root of the table's rows.
    root: type[Row]
    #: Reads items by their ids, at most ITEMS_AT_ONCE, none for none.
    load: Callable[[Sequence[str]], Loaded[T]]
    #: An item is listed by these terms only, so that it is listed once and as it is now.
    terms_of: Callable[[T], Iterable[Term]]


def term_key(scope: str, term: Term, item_id: str) -> tuple[str, str]:
    """Return the keys of an item's row of a term."""
    return _shelf(scope, term), f"{term.text}#{item_id}"


def find[T](
    index: Index[T], scope: str, readings: Sequence[Reading], *, number: int, after: str | None, limit: int
) -> Found[T]:
    """Query and BatchGetItem: items found by one of the readings of a query, in the order of the terms.

    `after` is a key that an answer had for `last`. An item that an earlier reading means isn't found again.
    """
    reading = readings[number]
    at_most, limit = limit * ROWS_OF_AN_ITEM, min(limit, ITEMS_AT_ONCE)
    rows = _query(index.root, scope, reading.key, after=after, limit=at_most)
    terms, last = _terms_of_page(reading, rows, limit)
    more = last is not None or len(rows) == at_most
    items, all_current = index.load(list(dict.fromkeys(item_id for _, item_id in terms)))
    listed = [
        items[item_id]
        for term, item_id in terms
        if item_id in items and place_of(index.terms_of(items[item_id]), readings[: number + 1]) == (number, term)
    ]
    return Found(listed, (last or rows[-1].sk) if more else None, all_current)


class Indexed(Protocol):
    """An item that says by which rule its look-ups are written."""

    @property
    def terms_rule(self) -> int:
        """Return the number of the rule."""


def reindex_item[T: Indexed](read: Callable[[], T | None], write: Callable[[Transaction, T], None]) -> bool:
    """Write an item's look-ups by the rule of today, unless they are; return True if they were of another.

    `write` demands the item as it was read. If somebody else writes it at the same moment, all is repeated.
    """

    def reindex() -> bool:
        item = read()
        if item is None or item.terms_rule == RULE:
            return False
        tx = Transaction()
        write(tx, item)
        tx.commit()
        return True

    return retry_stale(reindex)


def _query(root: type[Row], scope: str, key: Term, *, after: str | None, limit: int) -> list[Row]:
    end = key.text + _LAST
    condition = root.sk.startswith(key.text) if after is None else root.sk.between(min(after + "\x00", end), end)
    return list(root.query(_shelf(scope, key), range_key_condition=condition, limit=limit))


def _terms_of_page(reading: Reading, rows: Sequence[Row], limit: int) -> tuple[list[tuple[Term, str]], str | None]:
    """Return the matching terms of at most `limit` items, with their ids; and the last key if there are more."""
    terms: list[tuple[Term, str]] = []
    ids: set[str] = set()
    last = None
    for row in rows:
        text, _, item_id = row.sk.rpartition("#")
        term = Term(reading.key.shelf, text)
        if reading.fits(term):
            if len(ids | {item_id}) > limit:
                return terms, last
            ids.add(item_id)
            terms.append((term, item_id))
        last = row.sk
    return terms, None


def _shelf(scope: str, term: Term) -> str:
    return f"{scope}#{term.shelf}#{term.partition}"
