"""Reminders of deadlines, their moments; kept deadlines after a change of facts; calendar files."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from chalicelib.features.claims.deadlines.calendar_file import CalendarEntry, calendar_file
from chalicelib.features.claims.deadlines.computing import Place
from chalicelib.features.claims.deadlines.model import Deadline, Waiver, renewed
from chalicelib.features.claims.deadlines.reminding import Reminder, by_day, next_reminder
from chalicelib.features.claims.deadlines.rules import Facts
from chalicelib.features.claims.deadlines.usual_calendars import usual_calendars
from chalicelib.features.claims.deadlines.usual_rules import usual_rules

MOSCOW = ZoneInfo("Europe/Moscow")
ENDS = datetime(2027, 1, 18, 21, tzinfo=UTC)  # midnight in Moscow
OPEN = Deadline(code="decision", last_day=date(2027, 1, 18), zone="Europe/Moscow", ends_at=ENDS)
EARLY = datetime(2026, 12, 22, tzinfo=UTC)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=MOSCOW)


def told(*steps: str) -> Deadline:
    return Deadline.model_validate({**OPEN.model_dump(), "told": steps})


def test_reminders_come_72_and_24_hours_before_by_day_and_at_the_miss() -> None:
    assert next_reminder(OPEN, MOSCOW, EARLY) == Reminder("72h", moscow(16, 8))
    assert next_reminder(told("72h"), MOSCOW, EARLY) == Reminder("24h", moscow(18, 8))
    assert next_reminder(told("72h", "24h"), MOSCOW, EARLY) == Reminder("missed", ENDS)
    assert next_reminder(told("72h", "24h", "missed"), MOSCOW, EARLY) is None


def test_of_reminders_that_were_missed_the_latest_alone_is_given() -> None:
    assert next_reminder(OPEN, MOSCOW, moscow(18, 9)) == Reminder("24h", moscow(18, 8))
    assert next_reminder(told("24h"), MOSCOW, moscow(18, 10)) == Reminder("missed", ENDS)
    assert next_reminder(OPEN, MOSCOW, ENDS) == Reminder("missed", ENDS)


@pytest.mark.parametrize("changes", [{"state": "met"}, {"state": "waived"}, {"ends_at": None}])
def test_nobody_is_reminded_of_other_deadlines(changes: dict[str, object]) -> None:
    assert next_reminder(OPEN.model_copy(update=changes), MOSCOW, EARLY) is None


def test_a_missed_deadline_is_told_of_once() -> None:
    missed = OPEN.model_copy(update={"state": "missed"})

    assert next_reminder(missed, MOSCOW, ENDS + timedelta(days=1)) == Reminder("missed", ENDS)


@pytest.mark.parametrize(
    ("hour", "day", "right"), [(7, 16, 8), (8, 16, 8), (19, 16, 19), (20, 17, 8), (23, 17, 8), (0, 16, 8)]
)
def test_people_are_reminded_from_8_to_20(hour: int, day: int, right: int) -> None:
    assert by_day(moscow(16, hour), MOSCOW) == moscow(day, right)


@given(st.integers(0, 10**6), st.sampled_from(["Europe/Moscow", "America/Santiago", "Asia/Kolkata"]))
def test_no_reminder_is_given_at_night(minutes: int, zone: str) -> None:
    at = EARLY + timedelta(minutes=minutes)
    put_off = by_day(at, ZoneInfo(zone))

    assert at <= put_off <= at + timedelta(hours=13)
    assert 8 <= put_off.astimezone(ZoneInfo(zone)).hour < 20


PLACE = Place(MOSCOW, usual_calendars()[0])
RULES = usual_rules()["osago"]


def kept(facts: Facts, *before: Deadline, at: datetime = EARLY) -> dict[str, Deadline]:
    found = renewed(RULES, facts, PLACE, {each.code: each for each in before}, at)
    return {each.code: each for each in found}


def test_deadlines_are_kept_as_their_facts_are() -> None:
    waiting = kept({})["decision"]
    begun = kept({"complete_at": date(2026, 12, 21)}, waiting)["decision"]

    assert (waiting.waits_for, waiting.ends_at) == ("complete_at", None)
    assert begun == OPEN
    assert kept({"complete_at": date(2026, 12, 21)}, begun, at=ENDS)["decision"].state == "missed"


def test_a_deadline_that_moved_is_reminded_of_anew() -> None:
    same = kept({"complete_at": date(2026, 12, 21)}, told("72h"))["decision"]
    moved = kept({"complete_at": date(2026, 12, 22)}, told("72h"))["decision"]

    assert (same.told, moved.told) == (("72h",), ())
    assert moved.last_day == date(2027, 1, 19)


def test_a_waived_deadline_stays_waived() -> None:
    waiver = Waiver(at=EARLY, by="user:sub-1", reason="The client agreed")
    waived = OPEN.model_copy(update={"waived": waiver, "state": "waived"})
    later = kept({"complete_at": date(2026, 12, 22)}, waived, at=ENDS)["decision"]

    assert (later.state, later.waived, later.last_day) == ("waived", waiver, date(2027, 1, 19))


def test_a_deadline_that_the_facts_rule_out_goes() -> None:
    assert "decision" not in kept({"complete_at": date(2026, 12, 21), "own_workshop": True}, OPEN)


def test_a_calendar_file_has_days_and_moments() -> None:
    title = "Решение по делу 17/2026; страховщик, до конца дня"
    entry = CalendarEntry("claim_1-decision", date(2027, 1, 18), title, "40-ФЗ", "https://osmotr.example/x", 3, EARLY)
    police = entry._replace(uid="claim_1-police", on=ENDS)

    made = calendar_file("Сроки", [entry, police])
    day, moment = Calendar.from_ical(made).walk("VEVENT")

    assert (day["SUMMARY"], day.decoded("DTSTART"), day.decoded("DTEND")) == (title, entry.on, date(2027, 1, 19))
    assert moment.decoded("DTSTART") == ENDS
    assert (day["UID"], day["SEQUENCE"], day["URL"]) == ("claim_1-decision", 3, entry.url)
    assert [each.decoded("TRIGGER") for each in day.walk("VALARM")] == [timedelta(days=-1)]
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
