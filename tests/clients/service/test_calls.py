"""Calls of AWS by use cases of clients, each a round trip."""

from collections import Counter

import pytest

from chalicelib.features.clients import service
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.listing import Wanted
from tests.clients.bodies import PERSON, named
from tests.support.faults import counted
from tests.support.world import World

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
    for number in range(count):
        body = named(f"Петров{'абвгдежзик'[number % 10]}{'абвгдежзик'[number // 10]} Пётр")
        service.add_client(world.admin, TypedClient.model_validate(body))


@pytest.mark.parametrize("count", [0, 40])
@pytest.mark.parametrize("wanted", LISTS.values(), ids=LISTS)
def test_case_8_a_list_takes_three_calls_whatever_the_size(world: World, wanted: Wanted, count: int) -> None:
    add(world, count)

    with counted() as calls:
        page = service.list_clients(world.admin, wanted, limit=25, position=None)

    assert page.items
    assert Counter(calls) == LISTED


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
