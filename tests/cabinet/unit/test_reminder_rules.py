"""Moments of reminders: once a step, at 10:00 of the account's zone, the latest alone of several."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.features.cabinet.reminders.model import About, Given, Plan
from chalicelib.features.cabinet.reminders.rules import (
    LOOK_AGAIN,
    Task,
    key_of,
    next_look,
    passed_keys,
    present_step,
    snooze_end,
    snoozes_of,
    steps_of,
)

MOSCOW, MADRID = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Madrid")
DUE = date(2027, 6, 1)
PART = Task(About.INSTALMENT, 2, DUE, last_day=DUE)
PLAN = Plan(account_id="acc_1", client_id="cli_1", subject="pol_1", since=datetime(2026, 12, 1, tzinfo=UTC))


def moscow(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=MOSCOW)


def told(*days: int) -> Plan:
    return PLAN.model_copy(update={"told": tuple(key_of(PART, each) for each in days)})


def snoozed(until: datetime, day: date = DUE) -> Plan:
    given = Given(id="rem_1", about=About.INSTALMENT, part=2, day=day, step="x", at=moscow(5, 22), snoozed_until=until)
    return told(-10).with_given(given)


def test_an_instalment_has_four_steps_at_ten() -> None:
    wanted = [moscow(5, 22), moscow(5, 29), moscow(6, 1), moscow(6, 4)]

    assert [each.at for each in steps_of(PART, MOSCOW)] == wanted


def test_a_renewal_has_five_steps() -> None:
    renewal = Task(About.RENEWAL, 0, date(2027, 11, 30), last_day=date(2027, 11, 30))

    days = [each.at.date() for each in steps_of(renewal, MOSCOW)]

    assert days == [date(2027, 10, 1), date(2027, 10, 31), date(2027, 11, 16), date(2027, 11, 23), date(2027, 11, 29)]


def test_ten_stays_ten_when_the_clocks_change() -> None:
    around = Task(About.INSTALMENT, 2, date(2027, 4, 1), last_day=date(2027, 4, 1))  # Madrid: 28 March

    moments = [each.at.astimezone(UTC) for each in steps_of(around, MADRID)]

    assert [each.hour for each in moments] == [9, 8, 8, 8]
    assert {each.astimezone(MADRID).hour for each in moments} == {10}


def test_a_step_is_given_from_its_moment_on_and_once() -> None:
    assert present_step(PART, PLAN, moscow(5, 22, 9, 59), MOSCOW) is None
    assert present_step(PART, PLAN, moscow(5, 22), MOSCOW) == (key_of(PART, -10), moscow(5, 22))
    assert present_step(PART, told(-10), moscow(5, 22), MOSCOW) is None


def test_of_several_that_passed_the_latest_alone_is_given() -> None:
    step = present_step(PART, PLAN, moscow(6, 4, 18), MOSCOW)

    assert step == (key_of(PART, 3), moscow(6, 4))
    assert present_step(PART, told(3), moscow(6, 4, 18), MOSCOW) is None


@pytest.mark.parametrize("days", [8, 60])
def test_a_step_of_long_ago_is_not_given(days: int) -> None:
    assert present_step(PART, PLAN, moscow(6, 4) + timedelta(days=days), MOSCOW) is None


def test_a_policy_that_is_issued_late_is_not_reminded_of_steps_before() -> None:
    fresh = PLAN.model_copy(update={"since": moscow(5, 25)})

    assert present_step(PART, fresh, moscow(5, 25), MOSCOW) is None
    assert present_step(PART, fresh, moscow(5, 29), MOSCOW) == (key_of(PART, -3), moscow(5, 29))


def test_another_day_of_the_same_task_has_steps_of_its_own() -> None:
    moved = PART._replace(day=date(2027, 6, 2))

    assert present_step(moved, told(-10), moscow(5, 23), MOSCOW) == (key_of(moved, -10), moscow(5, 23))


def test_a_snooze_holds_steps_back_and_ends_with_one_reminder() -> None:
    plan = snoozed(moscow(5, 30))

    assert present_step(PART, plan, moscow(5, 29, 12), MOSCOW) is None
    assert present_step(PART, plan, moscow(5, 30), MOSCOW) == (key_of(PART, -3), moscow(5, 29))


def test_a_snooze_of_a_day_that_moved_holds_nothing_back() -> None:
    plan = snoozed(moscow(5, 30), day=date(2027, 7, 1))

    assert present_step(PART, plan, moscow(5, 29), MOSCOW) == (key_of(PART, -3), moscow(5, 29))


def test_the_next_look_is_the_next_step_the_end_of_a_snooze_or_two_weeks_ahead() -> None:
    assert next_look([PART], PLAN, moscow(5, 22), MOSCOW) == moscow(5, 29)
    assert next_look([PART], snoozed(moscow(5, 27)), moscow(5, 22), MOSCOW) == moscow(5, 27)
    assert next_look([PART], PLAN, moscow(1, 1), MOSCOW) == moscow(1, 1) + LOOK_AGAIN
    assert next_look([], PLAN, moscow(6, 5), MOSCOW) == moscow(6, 5) + LOOK_AGAIN


def test_steps_that_passed_are_kept_by_their_day() -> None:
    assert passed_keys([PART], moscow(5, 29), MOSCOW) == (key_of(PART, -10), key_of(PART, -3))


def test_a_reminder_is_put_off_to_ten_and_not_past_the_last_day() -> None:
    assert snooze_end(date(2027, 5, 22), 3, MOSCOW) == moscow(5, 25)
    assert snoozes_of(PART, date(2027, 5, 22)) == (1, 3, 7)
    assert snoozes_of(PART, date(2027, 5, 29)) == (1, 3)
    assert snoozes_of(PART, date(2027, 6, 1)) == ()
