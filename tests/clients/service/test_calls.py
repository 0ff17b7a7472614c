"""Calls of AWS by use cases of clients, each a round trip."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.features.clients import service
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.listing import Wanted
from tests.clients.bodies import PERSON, named
from tests.support.faults import between, counted
from tests.support.world import World
from tests.webhooks.hooks import many_rows

LISTED = {"Query": 1, "BatchGetItem": 2}
LISTS = {
    "by name": Wanted(),
    "by change": Wanted(order="recent"),
    "letters": Wanted(q="ге"),
    "words": Wanted(q="гевердава вера"),
    "phone": Wanted(phone="0341"),
}


def add(world: World, count: int) -> None:
    """Add one client that lists find, and some others."""
    service.add_client(world.admin, TypedClient.model_validate(PERSON))
    add_others(world, count, first="Петров")


def add_others(world: World, count: int, *, first: str = "Сидоров") -> None:
    """Add clients whose surnames begin so."""
    for number in range(count):
        letters = "".join("абвгдежзик"[int(digit)] for digit in f"{number:03}")
        service.add_client(world.admin, TypedClient.model_validate(named(f"{first}{letters} Пётр")))


@contextmanager
def rows_read() -> Iterator[Counter[str]]:
    """Count the rows that each operation reads."""
    rows: Counter[str] = Counter()

    def count(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        answer = call()
        found = answer.get("Responses", {}).values()
        rows[operation] += int(answer.get("ScannedCount", 0)) + sum(map(len, found))
        return answer

    with between(count):
        yield rows


def read_by(world: World, wanted: Wanted) -> tuple[Counter[str], Counter[str]]:
    """Return the calls, and the rows that they read, of a list that finds somebody."""
    with rows_read() as rows, counted() as calls:
        assert service.list_clients(world.admin, wanted, limit=25, position=None).items
    return Counter(calls), rows


@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=pytest.mark.slow, id="as-accepted")])
def test_case_8_a_list_takes_the_same_calls_and_rows_whatever_the_size(world: World, count: int) -> None:
    add(world, 30)
    small = {name: read_by(world, wanted) for name, wanted in LISTS.items()}
    with many_rows():
        add_others(world, count)

    large = {name: read_by(world, wanted) for name, wanted in LISTS.items()}

    assert large == small
    assert {name: calls for name, (calls, _) in large.items()} == dict.fromkeys(LISTS, LISTED)
    assert max(rows["Query"] for _, rows in large.values()) == 26
    assert max(rows["BatchGetItem"] for _, rows in large.values()) <= 25


@pytest.mark.parametrize("wanted", LISTS.values(), ids=LISTS)
def test_a_list_of_one_takes_three_calls(world: World, wanted: Wanted) -> None:
    add(world, 0)

    assert read_by(world, wanted)[0] == LISTED


def test_adding_takes_two_calls_and_changing_three(world: World) -> None:
    add(world, 0)

    with counted() as calls:
        made = service.add_client(world.admin, TypedClient.model_validate(named("Сидоров Семён"))).known.client
    assert calls == ["BatchGetItem", "TransactWriteItems"]

    with counted() as calls:
        service.change_client(world.admin, made.id, changes={"comment": "!"}, version=1)
    assert calls == ["GetItem", "BatchGetItem", "TransactWriteItems"]


def test_showing_takes_two_calls_and_counting_one(world: World) -> None:
    add(world, 0)
    (known,) = service.list_clients(world.admin, Wanted(), limit=25, position=None).items

    with counted() as calls:
        service.show_client(world.admin, known.client.id)
    assert calls == ["GetItem", "BatchGetItem"]

    with counted() as calls:
        assert service.count_clients(world.admin).clients == 1
    assert calls == ["BatchGetItem"]
