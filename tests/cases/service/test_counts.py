"""Counts of cases by status: exact after every change and every interruption."""

from collections import Counter
from collections.abc import Callable

import pytest

from chalicelib.aws.shards import shard
from chalicelib.base.errors import Conflict
from chalicelib.features.cases import handling, service, table
from chalicelib.features.cases.model import Case, CaseStatus
from chalicelib.features.photos import service as photos
from chalicelib.identity.model import Role
from tests.support import sending
from tests.support.faults import between, cancelled, every_crash, refusing
from tests.support.world import World, acting_in

NEW, WAITING, RECEIVED, CONVERTED = CaseStatus


def counted(world: World) -> dict[CaseStatus, int]:
    """Return the counts that are not zero."""
    return {status: count for status, count in service.count_cases(world.admin).by_status.items() if count}


def complete(shown: photos.Shown) -> None:
    """Send a request's photo and submit."""
    sending.send_and_file(shown, sending.photo())
    photos.submit(shown.link.token, address=sending.ADDRESS)


def convert(world: World, case_id: str) -> Case:
    return service.convert_case(world.admin, case_id, process="kasko", fields={})


def test_every_change_of_status_moves_a_case_from_one_count_to_another(world: World) -> None:
    assert counted(world) == {}
    case = service.open_case(world.admin, service.NewCase())
    assert counted(world) == {NEW: 1}
    shown = sending.ask(world, case_id=case.id)
    assert counted(world) == {WAITING: 1}
    complete(shown)
    assert counted(world) == {RECEIVED: 1}
    convert(world, case.id)
    assert counted(world) == {CONVERTED: 1}
    sending.ask(world, case_id=case.id)
    assert counted(world) == {WAITING: 1}
    sending.ask(world)
    assert counted(world) == {WAITING: 2}


def test_what_leaves_the_status_leaves_the_counts_and_doesnt_write_them(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo(1))  # the first photo counts its case as one to review
    written: list[str] = []

    def note(operation: str, parameters: dict[str, object], call: Callable[[], object]) -> object:
        if operation == "TransactWriteItems" and "#count#" in str(parameters):
            written.append(operation)
        return call()

    with between(note):
        service.change_case(world.admin, shown.request.case_id, changes={"policy_id": "own-1"})
        handling.take_case(acting_in(world.account, Role.STAFF), shown.request.case_id, instead_of=world.admin.actor)
        sending.send_and_file(shown, sending.photo())
        photos.extend(world.admin, shown.request.id, days=1)
        sending.ask(world, case_id=shown.request.case_id)
        photos.revoke(world.admin, shown.request.id)

    assert written == []
    assert counted(world) == {WAITING: 1}


def test_a_refused_change_counts_nothing(world: World) -> None:
    service.open_case(world.admin, service.NewCase(reference="A-1"))

    with pytest.raises(Conflict):
        service.open_case(world.admin, service.NewCase(reference="A-1"))

    assert counted(world) == {NEW: 1}


def test_a_change_that_has_to_be_tried_again_counts_once(world: World) -> None:
    case = service.open_case(world.admin, service.NewCase())

    def meanwhile(operation: str, _: dict[str, object], call: Callable[[], object]) -> object:
        if operation == "TransactWriteItems" and not changed:
            changed.append(case.id)
            service.change_case(world.admin, case.id, changes={"policy_id": "own-1"})
        return call()

    changed: list[str] = []
    with between(meanwhile):
        convert(world, case.id)
    with refusing("TransactWriteItems", iter([cancelled("None", "TransactionConflict"), cancelled("ThrottlingError")])):
        sending.ask(world, case_id=case.id)

    assert changed == [case.id]
    assert counted(world) == {WAITING: 1}


def test_a_process_that_dies_has_counted_what_it_has_written(world: World) -> None:
    seen: list[CaseStatus] = []
    convert(world, sending.ask(world).request.case_id)  # settings and rules of claims are read once, and kept

    for shown in every_crash(lambda: sending.ask(world), lambda shown: convert(world, shown.request.case_id)):
        seen.append(service.show_case(world.admin, shown.request.case_id).status)
        assert counted(world) == Counter([CONVERTED, seen[-1]])

    assert len(seen) > 3
    assert set(seen) == {WAITING, CONVERTED}


def test_counts_are_spread_over_rows_and_summed(world: World) -> None:
    cases = [service.open_case(world.admin, service.NewCase()) for _ in range(40)]
    for case in cases[:7]:
        convert(world, case.id)

    parts = {shard(case.id, of=table.COUNTERS) for case in cases}
    assert len(parts) > table.COUNTERS // 2
    assert counted(world) == {NEW: 33, CONVERTED: 7}


def test_a_case_that_was_never_counted_makes_no_count_negative(world: World) -> None:
    case = service.open_case(world.admin, service.NewCase())
    row = table.CounterRow(f"{case.account_id}#count#{shard(case.id, of=table.COUNTERS)}", "count")
    row.delete()

    convert(world, case.id)

    assert counted(world) == {CONVERTED: 1}
    assert all(count >= 0 for count in service.count_cases(world.admin).by_status.values())


def test_each_account_counts_its_own(world: World) -> None:
    service.open_case(world.admin, service.NewCase())

    assert not any(service.count_cases(world.stranger).by_status.values())


def test_counts_agree_with_the_lists_after_many_changes(world: World) -> None:
    for number in range(12):
        shown = sending.ask(world)
        if number % 2:
            complete(shown)
        if number % 3 == 0:
            convert(world, shown.request.case_id)

    found = service.list_cases(world.admin, status=None, process=None, query=None, limit=100, position=None)
    assert counted(world) == Counter(case.status for case in found.items)
