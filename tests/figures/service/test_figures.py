"""Figures: each request counts once when it is made and once when it ends, in its own account and week."""

from datetime import date, timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.photos import service
from chalicelib.features.photos.figures import monday
from chalicelib.features.photos.rates import Line, Tally
from chalicelib.features.photos.service import Shown
from chalicelib.identity.model import Caller
from tests.support import sending
from tests.support.sweeping import sweep_cases
from tests.support.world import World


def told(caller: Caller) -> list[Line]:
    """Return the lines of the last twelve weeks."""
    return list(service.show_figures(caller).lines())


def all_of(caller: Caller) -> Tally:
    """Return all that is counted."""
    return service.show_figures(caller).tally()


def opened(world: World, **asking: object) -> Shown:
    """Ask, and open the link on a phone."""
    shown = sending.ask(world, **asking)  # type: ignore[arg-type]
    service.mark_opened(shown.link.token, address=sending.ADDRESS, device="phone")
    return shown


def submit(shown: Shown) -> None:
    service.submit(shown.link.token, address=sending.ADDRESS)


def swept_later(days: float) -> None:
    with sending.days_later(days):
        sweep_cases()


def test_a_request_that_was_made_is_open(world: World) -> None:
    sending.ask(world, phone="+79161234567", channels=("sms",), language="ru")

    (line,) = told(world.admin)

    assert (line.group.week, line.group.channel, line.group.language) == (monday(now().date()), "sms", "ru")
    assert (line.tally.requests, line.tally.open) == (1, 1)


def test_the_same_intention_twice_is_one_request(world: World) -> None:
    for _ in range(2):
        sending.ask(world, once="an intention")

    assert all_of(world.admin).requests == 1


def test_a_completed_request_counts_once_however_often_it_is_submitted(world: World) -> None:
    shown = opened(world)
    sending.send_and_file(shown, sending.photo(0), retake=True)
    sending.send_and_file(shown, sending.photo(1), doubt="blurred")
    _, key = sending.send(shown, b"no photo at all")
    sending.file(key)

    for _ in range(3):
        submit(shown)

    (line,) = told(world.admin)
    assert line.group.device == "phone"
    counts = {
        name: line.tally[name] for name in ("completed", "opened", "begun", "photos", "rejected", "retakes", "doubtful")
    }
    assert counts == {
        "completed": 1,
        "opened": 1,
        "begun": 1,
        "photos": 2,
        "rejected": 1,
        "retakes": 1,
        "doubtful": 1,
    }
    assert (line.tally.requests, line.tally.open) == (1, 0)


def test_a_refused_submit_counts_nothing(world: World) -> None:
    shown = opened(world)

    with pytest.raises(Conflict):
        submit(shown)

    assert all_of(world.admin).ended == 0


def test_a_withdrawn_request_counts_once(world: World) -> None:
    shown = sending.ask(world)

    for _ in range(2):
        service.revoke(world.admin, shown.request.id)

    assert (all_of(world.admin)["revoked"], all_of(world.admin).open) == (1, 0)
    assert told(world.admin)[0].group.device == "unopened"


def test_an_expired_request_counts_once_however_often_is_swept(world: World) -> None:
    opened(world)

    swept_later(8)
    swept_later(9)

    tally = all_of(world.admin)
    assert (tally["expired"], tally["opened"], tally.requests, tally.open) == (1, 1, 1, 0)


def test_what_was_reopened_counts_by_how_it_ends_at_last(world: World) -> None:
    shown = opened(world)
    sending.send_and_file(shown, sending.photo(0))
    _, late = sending.send(shown, sending.photo(1))
    swept_later(8)
    sending.file(late)  # after the end was counted: must not be taken back with it
    with sending.days_later(8):
        service.extend(world.admin, shown.request.id, days=3)
        assert all_of(world.admin).ended == 0
        assert all_of(world.admin)["photos"] == 0
        submit(shown)

    tally = all_of(world.admin)
    assert {name: count for name, count in tally.counts.items() if count and "_" not in name} == {
        "asked": 1,
        "completed": 1,
        "opened": 1,
        "begun": 1,
        "photos": sum(sending.request_of(shown).filed.values()),
    }
    assert sending.request_of(shown).counted is None


def test_another_account_sees_none_of_it(world: World) -> None:
    sending.ask(world)

    assert told(world.stranger) == []


def test_a_request_counts_in_the_week_in_which_it_was_made(world: World) -> None:
    shown = sending.ask(world, expires_in_days=30)

    with sending.days_later(20):
        service.revoke(world.admin, shown.request.id)
        (line,) = told(world.admin)

    assert line.group.week == monday(shown.request.created_at.date())


def test_only_the_weeks_that_were_asked_for_are_read(world: World) -> None:
    sending.ask(world)
    today = now().date()

    before = service.show_figures(world.admin, since=today - timedelta(days=30), until=today - timedelta(days=7))

    assert before.groups == {}
    assert before.last == monday(today - timedelta(days=7))


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 3, 9), date(2026, 3, 2)),
        (date(2024, 1, 1), date(2026, 3, 2)),
        (date(2025, 3, 2), date(2026, 3, 2)),
        (date.max, None),
    ],
)
def test_a_range_must_have_one_to_53_weeks(world: World, since: date, until: date | None) -> None:
    with pytest.raises(Invalid) as refused:
        service.show_figures(world.admin, since=since, until=until)

    assert refused.value.errors[0].pointer == "?from"


def test_a_range_may_have_53_weeks(world: World) -> None:
    figures = service.show_figures(world.admin, since=date(2025, 3, 3), until=date(2026, 3, 8))

    assert len(figures.weeks) == 53


@pytest.mark.parametrize("until", [date.min, date.max])
def test_days_at_the_ends_of_time_are_days_like_others(world: World, until: date) -> None:
    assert service.show_figures(world.admin, until=until).groups == {}
