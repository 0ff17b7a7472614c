"""Searching of cases."""

from collections.abc import Sequence

from chalicelib.base.search.pages import find_page
from chalicelib.features.cases import table
from chalicelib.features.cases.model import Case, Wanted
from chalicelib.features.cases.terms import read_as


def search(
    account_id: str, query: str, wanted: Wanted, *, limit: int, position: str | None
) -> tuple[Sequence[Case], str | None]:
    """Return a page of the cases that a query finds, and its end; `position` is such an end."""
    readings = read_as(query)
    found, end = find_page(
        readings,
        lambda number, after: table.find(account_id, readings, number=number, after=after, limit=limit),
        position=position,
    )
    return [case for case in found if wanted.has(case)], end
