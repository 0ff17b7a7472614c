"""Cases of the former rule are found, written and re-indexed; nothing of it is left behind."""

from collections.abc import Sequence
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.base.ids import new_id
from chalicelib.features.cases import reindexing, service, table
from chalicelib.features.cases.model import FORMER_RULE, TERMS_RULE, Case, Owner, Vehicle
from chalicelib.features.cases.service import NewCase
from chalicelib.features.cases.terms import terms_of
from chalicelib.identity.model import Caller
from infra import all_accounts, reindex
from infra.stages import StageError
from tests.support.faults import Moment, between, counted, crashes, once
from tests.support.world import World

ANNA = Owner(name="Ёлкина Анна", phone="+79161112233")


def written_before(account_id: str, **known: Any) -> Case:
    """Write a case as the former release did: terms of its rule, and no rule in its row."""
    moment = now()
    case = Case(
        id=new_id("case"),
        account_id=account_id,
        created_at=moment,
        created_by="user:a",
        changed_at=moment,
        terms_rule=FORMER_RULE,
        **known,
    )
    tx = Transaction()
    table.write_case(tx, case, replacing=None, otherwise=stale)
    tx.commit()
    return case


def found(caller: Caller, query: str) -> list[str]:
    """Return the ids of all cases that a query finds, over all pages; each once."""
    ids: list[str] = []
    position = None
    while True:
        page = service.list_cases(caller, status=None, process=None, query=query, limit=2, position=position)
        ids += [case.id for case in page.items]
        position = page.position
        if position is None:
            assert len(ids) == len(set(ids))
            return ids


def kept(case: Case) -> set[str]:
    """Return the keys of all rows by which a case is found, of any rule."""
    items = dynamodb_backends["123456789012"]["eu-central-1"].get_table("cases").all_items()
    rows = (item.to_json()["Attributes"] for item in items)
    return {row["sk"]["S"] for row in rows if row["kind"]["S"] == "term" and row["case_id"]["S"] == case.id}


def expected(case: Case) -> set[str]:
    return {f"{term.text}#{case.id}" for term in terms_of(case)}


def read(case: Case) -> Case:
    again = table.get_case(case.account_id, case.id)
    assert again is not None
    return again


def reindexed(*account_ids: str) -> Sequence[tuple[str, int]]:
    return list(reindexing.reindex_all(account_ids))


def test_a_row_without_a_rule_is_of_the_former_one(world: World) -> None:
    before = written_before(world.account.id, owner=ANNA)

    assert read(before).terms_rule == FORMER_RULE
    assert service.open_case(world.admin, NewCase()).terms_rule == TERMS_RULE


@pytest.mark.parametrize("query", ["ёлкина", "ёлкинаанна", "анна", "+7 916 111", "89161112233", "КА-1", "А123ВС"])
def test_both_rules_find_what_is_not_yet_re_indexed_and_each_caseonce(world: World, query: str) -> None:
    known: dict[str, Any] = {"owner": ANNA, "vehicle": Vehicle(plate="А123ВС77")}
    before = [written_before(world.account.id, reference=f"КА-1/{number}", **known) for number in range(3)]
    after = [service.open_case(world.admin, NewCase(reference=f"КА-1/1{number}", **known)) for number in range(3)]

    assert sorted(found(world.admin, query)) == sorted(case.id for case in (*before, *after))
    assert reindexed(world.account.id, world.other_account.id) == [(world.account.id, 3), (world.other_account.id, 0)]
    assert sorted(found(world.admin, query)) == sorted(case.id for case in (*before, *after))


@pytest.mark.parametrize("query", ["елкина", "анна елк", "1112233", "2233"])
def test_once_re_indexed_a_case_is_found_as_people_type(world: World, query: str) -> None:
    before = written_before(world.account.id, owner=ANNA)
    assert found(world.admin, query) == []

    reindexed(world.account.id)

    assert found(world.admin, query) == [before.id]
    assert kept(before) == expected(read(before))


def test_re_indexing_again_writes_nothing_and_changes_no_version(world: World) -> None:
    before = written_before(world.account.id, owner=ANNA)

    assert reindexed(world.account.id) == [(world.account.id, 1)]
    with counted() as operations:
        assert reindexed(world.account.id) == [(world.account.id, 0)]

    assert "TransactWriteItems" not in operations
    assert read(before) == before.model_copy(update={"terms_rule": TERMS_RULE})


def test_a_search_reads_the_former_rule_no_more(world: World) -> None:
    written_before(world.account.id, owner=ANNA)
    assert _next(world, "ёлкина анна") is None
    service.open_case(world.admin, NewCase(owner=ANNA))
    assert _next(world, "ёлкина анна") is not None

    reindexed(world.account.id)

    assert _next(world, "ёлкина анна") is None


def _next(world: World, query: str) -> str | None:
    page = service.list_cases(world.admin, status=None, process=None, query=query, limit=25, position=None)
    return page.position


def test_a_use_case_writes_the_terms_of_today_and_deletes_those_of_before(world: World) -> None:
    before = written_before(world.account.id, owner=ANNA, reference="К-1")

    service.change_case(world.admin, before.id, changes={"owner": {"name": "Ёжикова Анна"}})

    after = read(before)
    assert (after.terms_rule, kept(before)) == (TERMS_RULE, expected(after))
    assert found(world.admin, "елкина") == []
    assert reindexed(world.account.id) == [(world.account.id, 0)]


def test_what_nobody_knows_any_more_is_found_by_nothing(world: World) -> None:
    before = written_before(world.account.id, owner=ANNA, reference="К-1")
    reindexed(world.account.id)

    service.change_case(world.admin, before.id, changes={"owner": {"name": None, "phone": None}, "reference": None})

    assert kept(before) == set()


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("point", [1, 2])
def test_stopped_at_any_moment_it_goes_on_where_it_was(world: World, point: int, moment: Moment) -> None:
    before = written_before(world.account.id, owner=ANNA)

    assert crashes(point, moment, lambda: reindexing.reindex_case(world.account.id, before.id))
    assert found(world.admin, "анна") == [before.id]
    reindexed(world.account.id)

    assert kept(before) == expected(read(before))
    assert not crashes(3, moment, lambda: reindexing.reindex_case(world.account.id, before.id))


@pytest.mark.parametrize("first", ["GetItem", "TransactWriteItems"])
def test_a_use_case_that_writes_meanwhile_leaves_nothing_behind(world: World, first: str) -> None:
    before = written_before(world.account.id, owner=ANNA)
    rename = once(first, lambda: service.change_case(world.admin, before.id, changes={"owner": {"name": "Ёж Олег"}}))

    with between(rename):
        reindexing.reindex_case(world.account.id, before.id)

    assert kept(before) == expected(read(before))
    assert found(world.admin, "олег еж") == [before.id]


@pytest.mark.parametrize("first", ["GetItem", "TransactWriteItems"])
def test_re_indexing_while_a_use_case_writes_leaves_nothing_behind(world: World, first: str) -> None:
    before = written_before(world.account.id, owner=ANNA)
    reindex_it = once(first, lambda: reindexing.reindex_case(world.account.id, before.id))

    with between(reindex_it):
        service.change_case(world.admin, before.id, changes={"owner": {"name": "Ёж Олег"}})

    assert kept(before) == expected(read(before))
    assert found(world.admin, "ёлкина") == []


def test_a_cursor_of_the_release_before_is_refused_in_words(world: World) -> None:
    case = service.open_case(world.admin, NewCase(owner=ANNA))

    with pytest.raises(Invalid) as refused:
        service.list_cases(world.admin, status=None, process=None, query="анна", limit=2, position=f"ahha#{case.id}")

    assert [error.pointer for error in refused.value.errors] == ["?cursor"]


def test_the_command_re_indexes_all_accounts_and_says_how_much(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(all_accounts, "environment_of", lambda stage: {})
    cases = [written_before(account.id, owner=ANNA) for account in (world.account, world.other_account)]

    assert reindex.main(["--stage", "prod"]) == 0
    first = _of_cases(capsys)
    assert reindex.main(["--stage", "prod"]) == 0
    second = _of_cases(capsys)

    ids = [world.account.id, world.other_account.id]
    assert sorted(first) == sorted(f"{account_id}: 1 cases re-indexed" for account_id in ids)
    assert sorted(second) == sorted(f"{account_id}: 0 cases re-indexed" for account_id in ids)
    assert [kept(case) for case in cases] == [expected(read(case)) for case in cases]


def _of_cases(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if "cases" in line]


def test_a_stage_that_there_is_not_is_said_in_a_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(stage: str) -> dict[str, str]:
        raise StageError(f"no {stage}")

    monkeypatch.setattr(all_accounts, "environment_of", missing)

    assert reindex.main(["--stage", "prod"]) == 1
    assert capsys.readouterr().err == "osmotr: can't re-index prod: no prod\n"
