"""Office hours: expected answers, and the next opening."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.features.conversations.hours import (
    Office,
    OfficeHours,
    expected,
    in_hours,
    usual_answer,
    working_between,
)

MADRID = ZoneInfo("Europe/Madrid")
HOLIDAY = date(2026, 6, 1)
OFFICE = Office(OfficeHours(), MADRID, lambda day: day.weekday() < 5)
TWO_HOURS = timedelta(hours=2)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=MADRID)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        pytest.param("2026-05-29T17:10", "2026-06-01T10:10", id="F6"),
        pytest.param("2026-05-30T11:00", "2026-06-01T11:00", id="F7"),
        ("2026-05-29T09:00", "2026-05-29T11:00"),
        ("2026-05-29T16:00", "2026-05-29T18:00"),
        ("2026-05-29T03:00", "2026-05-29T11:00"),
        ("2026-05-29T18:00", "2026-06-01T11:00"),
    ],
)
def test_cases_f6_f7_an_answer_is_expected_in_working_hours(asked: str, answered: str) -> None:
    found = expected(at(asked), OFFICE, usual=TWO_HOURS, promised=None)

    assert found is not None
    assert (found.at.astimezone(MADRID), found.basis) == (at(answered), "measured")


def test_a_holiday_is_no_working_day() -> None:
    office = OFFICE._replace(is_working=lambda day: day.weekday() < 5 and day != HOLIDAY)

    found = expected(at("2026-05-29T17:10"), office, usual=TWO_HOURS, promised=None)

    assert found is not None
    assert found.at.astimezone(MADRID) == at("2026-06-02T10:10")


def test_without_enough_answers_the_promise_holds_and_without_one_nothing_is_said() -> None:
    few, enough = [TWO_HOURS] * 9, [timedelta(hours=1)] * 5 + [timedelta(hours=3)] * 5

    assert (usual_answer(few), usual_answer(enough)) == (None, TWO_HOURS)
    promised = expected(at("2026-05-29T10:00"), OFFICE, usual=None, promised=timedelta(hours=9))
    assert promised is not None
    assert (promised.at.astimezone(MADRID), promised.basis) == (at("2026-06-01T10:00"), "promised")
    assert expected(at("2026-05-29T10:00"), OFFICE, usual=None, promised=None) is None


def test_an_office_without_working_days_promises_nothing() -> None:
    closed = OFFICE._replace(is_working=lambda _: False)

    assert expected(at("2026-05-29T10:00"), closed, usual=TWO_HOURS, promised=None) is None
    assert in_hours(at("2026-05-29T10:00"), closed) == at("2026-05-29T10:00")


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-05-29T17:10", "2026-06-01T10:10", 120),
        ("2026-05-30T11:00", "2026-05-31T11:00", 0),
        ("2026-05-29T10:00", "2026-05-29T10:30", 30),
        ("2026-10-23T17:00", "2026-10-26T10:00", 120),  # the clock changes between
    ],
)
def test_only_working_time_counts(since: str, until: str, minutes: int) -> None:
    assert working_between(at(since), at(until), OFFICE) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-05-29T10:00", "2026-05-29T10:00"),
        ("2026-05-29T20:00", "2026-06-01T09:00"),
        ("2026-05-29T07:00", "2026-05-29T09:00"),
    ],
)
def test_the_staff_are_told_in_hours_else_at_the_next_opening(moment: str, told: str) -> None:
    assert in_hours(at(moment), OFFICE).astimezone(UTC) == at(told).astimezone(UTC)
