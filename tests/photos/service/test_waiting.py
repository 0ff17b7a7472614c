"""Until when a case waits for its owner, and which cases are about to wait in vain."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, CaseStatus
from chalicelib.features.cases.table import CaseRow
from chalicelib.features.photos import service
from chalicelib.features.photos.service import Shown
from tests.support import sending
from tests.support.sweeping import sweep_cases
from tests.support.world import World


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def case_of(world: World, shown: Shown) -> Case:
    return cases.show_case(world.admin, shown.request.case_id)


def until(world: World, shown: Shown) -> datetime | None:
    return case_of(world, shown).waits_until


def expiring(world: World, **narrowed: str) -> list[str]:
    found = cases.list_cases(
        world.admin,
        status=None,
        process=narrowed.get("process"),
        query=narrowed.get("query"),
        limit=25,
        position=None,
        expiring=True,
    )
    return [case.id for case in found.items]


def complete(shown: Shown) -> None:
    sending.send_and_file(shown, sending.photo())
    service.submit(shown.link.token, address=sending.ADDRESS)


def test_a_case_waits_as_long_as_the_latest_of_its_open_requests(world: World) -> None:
    first = sending.ask(world, expires_in_days=3)
    assert until(world, first) == first.request.expires_at

    second = sending.ask(world, case_id=first.request.case_id, expires_in_days=1)
    assert until(world, first) == first.request.expires_at

    service.revoke(world.admin, first.request.id)
    assert until(world, first) == second.request.expires_at

    longer = service.extend(world.admin, second.request.id, days=5)
    assert until(world, first) == longer.request.expires_at > second.request.expires_at

    service.revoke(world.admin, second.request.id)
    assert until(world, first) is None
    assert case_of(world, first).status == CaseStatus.WAITING


def test_a_case_with_all_its_photos_waits_for_nobody(world: World) -> None:
    first = sending.ask(world)
    second = sending.ask(world, case_id=first.request.case_id)

    complete(second)

    assert until(world, first) is None  # though the first is still open: there is something to look at
    assert case_of(world, first).waits == {first.request.id: first.request.expires_at}


def test_a_case_whose_request_ended_in_vain_still_waits_until_somebody_asks_again(
    world: World, clock: time_machine.Traveller
) -> None:
    shown = sending.ask(world, expires_in_days=1)
    before = case_of(world, shown)
    clock.shift(timedelta(days=2))
    sweep_cases()

    after = case_of(world, shown)
    assert after.waits_until == shown.request.expires_at < now()
    assert after.version > before.version  # so that it is unread again
    assert expiring(world) == [after.id]

    again = sending.ask(world, case_id=after.id)

    assert case_of(world, shown).waits == {again.request.id: again.request.expires_at}
    assert expiring(world) == []


def test_an_expired_request_that_is_extended_waits_on(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, expires_in_days=1)
    clock.shift(timedelta(days=2))
    sweep_cases()

    longer = service.extend(world.admin, shown.request.id, days=10)

    assert until(world, shown) == longer.request.expires_at
    assert expiring(world) == []


def test_a_converted_case_waits_for_nobody(world: World) -> None:
    shown = sending.ask(world, expires_in_days=1)
    assert expiring(world) == [shown.request.case_id]

    cases.convert_case(world.admin, shown.request.case_id, process="kasko", fields={})

    assert until(world, shown) is None
    assert expiring(world) == []


def test_a_case_that_was_converted_before_its_photos_came_stays_converted(world: World) -> None:
    shown = sending.ask(world)
    cases.convert_case(world.admin, shown.request.case_id, process="kasko", fields={})

    complete(shown)

    assert case_of(world, shown).status is CaseStatus.CONVERTED


def test_what_ends_within_48_hours_comes_first_as_it_ends_first(world: World, clock: time_machine.Traveller) -> None:
    days_left = [30, 2, 1, 4, 3, 7]
    asked = {days: sending.ask(world, expires_in_days=days).request.case_id for days in days_left}

    assert expiring(world) == [asked[1]]
    clock.shift(timedelta(days=2, minutes=1))

    assert expiring(world) == [asked[1], asked[2], asked[3], asked[4]]


def test_a_list_of_what_expires_goes_on_where_the_page_before_ended(
    world: World, clock: time_machine.Traveller
) -> None:
    asked = []
    for _ in range(9):
        asked.append(sending.ask(world, expires_in_days=1).request.case_id)
        clock.shift(timedelta(minutes=1))
    seen: list[str] = []
    position = None

    while True:
        page = cases.list_cases(
            world.admin, status=None, process=None, query=None, limit=4, position=position, expiring=True
        )
        assert len(page.items) <= 4
        seen += [case.id for case in page.items]
        position = page.position
        if position is None:
            break

    assert seen == asked


@pytest.mark.parametrize("position", ["0", "9999", "\U0010ffff", "2026"])
def test_a_position_that_no_page_gave_finds_nothing_or_something_but_is_no_error(world: World, position: str) -> None:
    sending.ask(world, expires_in_days=1)

    cases.list_cases(world.admin, status=None, process=None, query=None, limit=4, position=position, expiring=True)


def test_what_expires_is_narrowed_by_process_and_found_by_search(world: World) -> None:
    kasko = sending.ask(world, expires_in_days=1, new_case=cases.NewCase(process="kasko", reference="УБК-100"))
    osago = sending.ask(world, expires_in_days=1, new_case=cases.NewCase(process="osago", reference="УБК-200"))
    sending.ask(world, expires_in_days=9, new_case=cases.NewCase(process="kasko", reference="УБК-300"))

    assert expiring(world, process="kasko") == [kasko.request.case_id]
    assert expiring(world, query="убк") == [kasko.request.case_id, osago.request.case_id]


def test_another_account_sees_none_of_it(world: World) -> None:
    sending.ask(world, expires_in_days=1)

    found = cases.list_cases(
        world.stranger, status=None, process=None, query=None, limit=25, position=None, expiring=True
    )

    assert found.items == []


def test_a_case_that_is_gone_stops_nobody(world: World, clock: time_machine.Traveller) -> None:
    """The request expires as usual if its case was erased meanwhile."""
    shown = sending.ask(world, expires_in_days=1)
    CaseRow(f"{shown.request.account_id}#{shown.request.case_id}", "case").delete()
    clock.shift(timedelta(days=2))

    sweep_cases()

    assert sending.request_of(shown).status == "expired"
