"""Items of any table are found by their terms, in any part of an account."""

from collections.abc import Sequence

import pytest

from chalicelib.aws import search_rows
from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.search_rows import Index, Loaded, term_key
from chalicelib.base.search.pages import Found, find_page
from chalicelib.base.search.readings import read_as_name
from chalicelib.base.search.terms import Term, person_terms
from chalicelib.features.cases.table.terms import TermRow
from tests.support.faults import counted

pytestmark = pytest.mark.usefixtures("world")


def terms_of(item: str) -> frozenset[Term]:
    """Return the terms of an item, which is its own id: `<surname> <number>`."""
    return person_terms(item, "Анна")


def load(ids: Sequence[str]) -> Loaded[str]:
    return Loaded({item: item for item in ids if not item.startswith("Удалённая")})


INDEX = Index(CasesRow, load, terms_of)


def written(scope: str, *items: str) -> list[str]:
    for item in items:
        tx = Transaction()
        for term in terms_of(item):
            tx.put(TermRow(*term_key(scope, term, item), case_id=item))
        tx.commit()
    return list(items)


def found(scope: str, query: str, *, limit: int = 25) -> list[str]:
    """Return the items that a query finds, over all pages; each once."""
    readings, position, items = read_as_name(query), None, list[str]()
    while True:

        def find(number: int, after: str | None) -> Found[str]:
            return search_rows.find(INDEX, scope, readings, number=number, after=after, limit=limit)

        page, position = find_page(readings, find, position=position)
        items += page
        if position is None:
            assert len(items) == len(set(items))
            return items


def test_a_part_of_an_account_is_searched_alone() -> None:
    mine, others = written("acc#anna", "Петрова", "Петрухина"), written("acc#boris", "Петрова", "Петровская")
    written("acc", *dict.fromkeys([*mine, *others]))

    assert found("acc#anna", "петр") == mine
    assert sorted(found("acc#boris", "анна петров")) == sorted(others)
    assert len(found("acc", "петр")) == 3
    assert found("acc#vera", "петр") == []


def test_all_are_found_over_pages_in_the_order_of_terms() -> None:
    items = written("acc", *(f"Петрова-{letter}" for letter in "бгджзилф"))

    assert found("acc", "петр", limit=3) == items
    assert sorted(found("acc", "анна петрова", limit=3)) == sorted(items)


def test_a_page_takes_one_query_and_loads_no_more_items_than_it_shows() -> None:
    written("acc", *(f"Петрова {number}" for number in range(30)))
    loaded: list[Sequence[str]] = []

    def recorded(ids: Sequence[str]) -> Loaded[str]:
        loaded.append(ids)
        return load(ids)

    index = INDEX._replace(load=recorded)
    with counted() as operations:
        page = search_rows.find(index, "acc", read_as_name("петр"), number=0, after=None, limit=5)

    assert (len(page.items), page.last is not None, operations) == (5, True, ["Query"])
    assert [len(ids) for ids in loaded] == [5]


def test_what_is_gone_or_has_other_terms_by_now_is_not_listed() -> None:
    written("acc", "Петрова", "Удалённая")
    tx = Transaction()
    tx.put(TermRow(*term_key("acc", Term("find", "cидopoba ahha"), "Петрова"), case_id="Петрова"))
    tx.commit()

    assert found("acc", "удалённая") == found("acc", "сидорова") == []
    assert found("acc", "петрова") == ["Петрова"]
