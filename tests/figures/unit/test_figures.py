"""Figures: counts of a request, and that sums of counts equal the requests themselves."""

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.features.photos.figures import (
    DELIVERED,
    RATIO,
    STEPS,
    WHOLE,
    Group,
    asked_group,
    bucket,
    ended_group,
    final_counts,
    week_of,
)
from chalicelib.features.photos.model import PhotoRequest, RequestStatus
from chalicelib.features.photos.rates import STEPS_FOR_PROGRAMS, Duration, Figures, Tally, merged, percentile

MADE = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
WEEK = date(2026, 3, 2)
SECONDS = st.floats(min_value=1, max_value=60 * 86400)


def request(**changes: Any) -> PhotoRequest:
    """Return a request that was completed within an hour."""
    usual: dict[str, Any] = {
        "id": "req_1",
        "account_id": "acc_1",
        "case_id": "case_1",
        "status": RequestStatus.COMPLETED,
        "language": "ru",
        "categories": (),
        "channels": ("sms",),
        "created_at": MADE,
        "created_by": "user:1",
        "expires_at": MADE + timedelta(days=7),
        "sent_at": MADE + timedelta(seconds=2),
        "opened_at": MADE + timedelta(seconds=602),
        "first_photo_at": MADE + timedelta(seconds=662),
        "completed_at": MADE + timedelta(seconds=902),
        "device": "phone",
        "filed": {"damage": 3, "vin": 1},
        "rejected": 1,
        "retakes": 2,
    }
    return PhotoRequest(**usual | changes)


def counted(seconds: list[float]) -> dict[int, int]:
    buckets = [bucket(each) for each in seconds]
    return {each: buckets.count(each) for each in buckets}


@given(st.lists(SECONDS, min_size=1, max_size=60), st.sampled_from([1, 50, 90, 100]))
def test_a_percentile_of_buckets_is_right_within_the_middle_of_a_bucket(seconds: list[float], percent: int) -> None:
    exact = sorted(seconds)[math.ceil(len(seconds) * percent / 100) - 1]

    found = percentile(counted(seconds), percent)

    assert found is not None
    assert max(found / exact, exact / found) <= RATIO**0.5 * (1 + 1e-9)


def test_a_percentile_of_nothing_is_none() -> None:
    assert percentile({}, 50) is None
    assert Tally({}).duration(WHOLE).median is None


@pytest.mark.parametrize("percent", [1, 50, 90, 100])
def test_every_percentile_of_one_value_is_that_value(percent: int) -> None:
    assert percentile({bucket(100): 1}, percent) == pytest.approx(100, rel=0.12)


@pytest.mark.parametrize(("seconds", "expected"), [(-5, 0), (0, 0), (1, 0), (1.01, 1), (1.25, 1), (1e9, 70)])
def test_every_duration_has_a_bucket(seconds: float, expected: int) -> None:
    assert bucket(seconds) == expected


@given(st.lists(st.dictionaries(st.sampled_from(["completed", "whole_3", "photos"]), st.integers(0, 9)), max_size=5))
def test_sums_of_rows_do_not_depend_on_how_they_were_spread(rows: list[dict[str, int]]) -> None:
    by_halves = merged([merged(rows[:2]).counts, merged(rows[2:]).counts])

    for name in ("completed", "whole_3", "photos"):
        assert by_halves[name] == sum(row.get(name, 0) for row in rows)


def test_an_outcome_has_the_end_the_photos_and_every_step() -> None:
    assert final_counts(request()) == {
        "completed": 1,
        "photos": 4,
        "rejected": 1,
        "retakes": 2,
        "sent": 1,
        "traced": 1,
        "opened": 1,
        "begun": 1,
        f"opened_{bucket(600)}": 1,
        f"first_photo_{bucket(60)}": 1,
        f"completed_{bucket(240)}": 1,
        f"whole_{bucket(900)}": 1,
    }


def test_steps_that_were_not_made_are_not_counted() -> None:
    nobody = {"opened_at": None, "first_photo_at": None, "completed_at": None, "device": None}
    unopened = request(status=RequestStatus.EXPIRED, **nobody, filed={}, rejected=0, retakes=0)

    assert final_counts(unopened) == {"expired": 1, "sent": 1, "traced": 1}
    assert ended_group(unopened).device == "unopened"


def test_a_delivery_is_timed_where_it_was_reported() -> None:
    reported = final_counts(request(delivered_at=MADE + timedelta(seconds=7)))

    assert reported == final_counts(request()) | {f"delivered_{bucket(5)}": 1}


def test_a_delivery_that_only_an_opened_link_proves_is_not_timed() -> None:
    opened_at = MADE + timedelta(seconds=602)

    assert final_counts(request(opened_at=opened_at, delivered_at=opened_at)) == final_counts(request())


def test_rows_of_before_deliveries_were_counted_say_what_they_said() -> None:
    old = {"completed": 6, "sent": 6, "opened": 6, f"opened_{bucket(600)}": 6, f"whole_{bucket(900)}": 6}
    new = {"completed": 5, "sent": 5, "traced": 5, f"whole_{bucket(900)}": 5, f"delivered_{bucket(4)}": 5}

    both = merged([old, new])

    assert Tally(old).duration(DELIVERED) == Duration(0, None, None)
    assert (Tally(old)["traced"], Tally(old).duration(WHOLE).requests) == (0, 6)
    assert (both["sent"], both["traced"], both.duration(DELIVERED).requests) == (11, 5, 5)
    assert both.duration(DELIVERED).told_median == pytest.approx(4, rel=0.12)


def test_programs_are_told_a_new_step_after_those_that_they_know() -> None:
    codes = [step.code for step in STEPS_FOR_PROGRAMS]

    assert codes == ["opened", "first_photo", "completed", "whole", "delivered"]
    assert set(STEPS_FOR_PROGRAMS) == set(STEPS)


def test_a_step_is_one_line_between_two_moments_of_a_request() -> None:
    moments = {step.begins for step in STEPS} | {step.ends for step in STEPS}

    assert moments <= PhotoRequest.model_fields.keys()
    assert len({step.code for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ((), "none"),
        (("sms",), "sms"),
        (("email",), "email"),
        (("sms", "email"), "both"),
        (("email", "sms"), "both"),
    ],
)
def test_a_request_counts_by_how_it_was_sent(channels: tuple[str, ...], expected: str) -> None:
    assert asked_group(request(channels=channels)) == Group(WEEK, expected, "ru")  # type: ignore[arg-type]


def test_weeks_begin_on_monday_in_utc() -> None:
    assert week_of(datetime(2026, 3, 2, 0, 0, tzinfo=UTC)) == WEEK
    assert week_of(datetime(2026, 3, 8, 23, 59, tzinfo=UTC)) == WEEK
    assert week_of(datetime.fromisoformat("2026-03-02T02:59:00+03:00")) == WEEK - timedelta(days=7)


def figures(counts: dict[str, int], *, today: date = date(2026, 4, 1), asked: int = 0) -> Figures:
    groups = {Group(WEEK, "sms", "ru"): Tally({"asked": asked}), Group(WEEK, "sms", "ru", "phone"): Tally(counts)}
    return Figures(first=WEEK, last=WEEK, today=today, groups=groups)


@pytest.mark.parametrize(("ended", "asked", "settled"), [(19, 20, True), (18, 20, False), (20, 20, True), (6, 0, True)])
def test_a_week_has_rates_when_nearly_all_its_requests_have_ended(ended: int, asked: int, settled: bool) -> None:
    assert (WEEK in figures({"completed": ended}, asked=asked).settled) is settled


def test_a_week_that_goes_on_has_no_rates() -> None:
    assert figures({"completed": 9}, asked=9, today=date(2026, 3, 8)).settled == set()
    assert figures({"completed": 9}, asked=9, today=date(2026, 3, 9)).settled == {WEEK}


def test_lines_add_up_to_all_requests_once() -> None:
    lines = list(figures({"completed": 6, "expired": 1}, asked=10).lines())

    assert [(line.group.device, line.tally.requests, line.tally.open) for line in lines] == [
        ("phone", 7, 0),
        (None, 3, 3),
    ]


def test_rates_under_five_requests_are_not_told() -> None:
    few, enough = Tally({"completed": 3, "expired": 1, "begun": 4, "photos": 9}), Tally({"completed": 3, "expired": 2})

    assert (few.completion, few.photos_per_request, few.per_photo("rejected")) == (None, None, None)
    assert enough.completion == 0.6
    assert Tally({"whole_9": 4}).duration(WHOLE).told_median is None
    assert Tally({"whole_9": 5}).duration(WHOLE).told_median is not None


def test_photos_are_told_by_those_that_arrived() -> None:
    tally = Tally({"begun": 5, "photos": 18, "rejected": 2, "retakes": 5, "doubtful": 1})

    assert tally.photos_per_request == 3.6
    assert [tally.per_photo(name) for name in ("rejected", "retakes", "doubtful")] == [0.1, 0.25, 0.05]
