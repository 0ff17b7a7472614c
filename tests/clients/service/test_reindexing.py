"""Clients whose rows were written by an earlier rule are re-indexed; nothing of that rule is left behind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.search.terms import Term
from chalicelib.features.clients import reindexing, service, table
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.features.clients.table import finding_rows
from chalicelib.features.clients.table.rows import ClientRow, ListedRow, SameRow, TermRow
from infra import all_accounts, reindex
from tests.clients.bodies import PERSON, named
from tests.clients.personal_data import rows_of
from tests.support.faults import Moment, between, counted, crashes, once
from tests.support.world import World

FORMER = 1
OTHER = named("Аверин Пётр")


@contextmanager
def a_former_rule() -> Iterator[None]:
    """Write terms and lists as an earlier release did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "RULE", FORMER)
        patch.setattr(finding_rows, "terms_of", lambda client: {Term("find", (client.facts.surname or "").upper())})
        patch.setattr(finding_rows, "sort_name", lambda client: f"аа{client.facts.surname}")
        yield


def add(world: World, body: dict[str, Any]) -> Client:
    return service.add_client(world.admin, TypedClient.model_validate(body)).known.client


def written_before(world: World, body: dict[str, Any] = PERSON) -> Client:
    with a_former_rule():
        return add(world, body)


def found(world: World, **wanted: Any) -> list[str]:
    page = service.list_clients(world.admin, Wanted(**wanted), limit=25, position=None)
    return [each.client.id for each in page.items]


def kept(world: World) -> set[tuple[str, str]]:
    """Return the keys of all rows by which the account's clients are found, of any rule."""
    return {(row.pk, row.sk) for row in rows_of(world.account.id) if isinstance(row, TermRow | ListedRow | SameRow)}


def expected(*clients: Client) -> set[tuple[str, str]]:
    return {key for each in clients for key in finding_rows.look_ups(each)}


def read(client: Client) -> Client:
    again = table.get_client(client.account_id, client.id)
    assert again is not None
    return again


def reindexed(world: World) -> Sequence[tuple[str, int]]:
    return list(reindexing.reindex_all([world.account.id]))


def test_once_re_indexed_a_client_is_found_and_listed_as_today(world: World) -> None:
    before, today = written_before(world), add(world, OTHER)
    assert found(world, q="гевердава") == []
    assert found(world) == [before.id, today.id]

    assert reindexed(world) == [(world.account.id, 1)]

    assert found(world, q="гевердава") == found(world, phone="0341") == [before.id]
    assert found(world) == [today.id, before.id]
    assert kept(world) == expected(read(before), today)


def test_a_row_without_a_rule_is_of_an_earlier_one(world: World) -> None:
    client = add(world, PERSON)
    ClientRow(table.client_key(client.account_id, client.id), "client").update([ClientRow.terms_rule.remove()])

    assert reindexed(world) == [(world.account.id, 1)]
    assert read(client).model_copy(update={"listed": None}) == client
    assert kept(world) == expected(client)


def test_re_indexing_again_writes_nothing_and_changes_no_version(world: World) -> None:
    before = written_before(world)

    reindexed(world)
    with counted() as operations:
        assert reindexed(world) == [(world.account.id, 0)]

    assert "TransactWriteItems" not in operations
    assert read(before).version == before.version


def test_a_change_writes_all_rows_of_today_also_those_that_it_does_not_touch(world: World) -> None:
    before = written_before(world)

    service.change_client(world.admin, before.id, changes={"comment": "!"}, version=1)

    assert found(world, q="вера гев") == [before.id]
    assert kept(world) == expected(read(before))
    assert reindexed(world) == [(world.account.id, 0)]


def test_a_deleted_or_erased_client_leaves_no_row_of_the_former_rule(world: World) -> None:
    deleted, erased, stays = written_before(world, named("Ёлкин Олег")), written_before(world), add(world, OTHER)
    service.delete_clients(world.admin, [deleted.id])
    tx = Transaction()
    table.count_use(tx, erased.account_id, erased.id, cases=1)
    tx.commit()
    service.erase_client(world.admin, erased.id, reason="x")

    assert kept(world) == expected(stays)
    assert reindexed(world) == [(world.account.id, 0)]
    assert kept(world) == expected(stays)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("point", range(1, 8))
def test_stopped_at_any_moment_it_goes_on_where_it_was(world: World, point: int, moment: Moment) -> None:
    before = written_before(world)

    crashes(point, moment, lambda: reindexed(world))
    reindexed(world)

    assert kept(world) == expected(read(before))


@pytest.mark.parametrize("first", ["GetItem", "TransactWriteItems"])
def test_a_change_meanwhile_leaves_nothing_behind(world: World, first: str) -> None:
    before = written_before(world)
    rename = once(first, lambda: _rename(world, before))

    with between(rename):
        reindexing.reindex_client(world.account.id, before.id)
    reindexed(world)

    assert kept(world) == expected(read(before))
    assert found(world, q="сидорова") == [before.id]


@pytest.mark.parametrize("first", ["GetItem", "TransactWriteItems"])
def test_re_indexing_during_a_change_leaves_nothing_behind(world: World, first: str) -> None:
    before = written_before(world)

    with between(once(first, lambda: reindexing.reindex_client(world.account.id, before.id))):
        _rename(world, before)

    assert kept(world) == expected(read(before))
    assert found(world, q="гевердава") == []


def _rename(world: World, client: Client, *, to: str = "Сидорова") -> None:
    service.change_client(world.admin, client.id, changes={"surname": to}, version=read(client).version)


def test_the_command_re_indexes_clients_of_all_accounts(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(all_accounts, "environment_of", lambda stage: {})
    before = written_before(world)

    assert reindex.main(["--stage", "prod"]) == 0

    assert f"{world.account.id}: 1 clients re-indexed" in capsys.readouterr().out.splitlines()
    assert kept(world) == expected(read(before))
