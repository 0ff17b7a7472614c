"""Last days and ends of deadlines, computed from facts: pure functions.

The day of the fact does not count; a deadline ends with its last day, at midnight of the place.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.features.claims.deadlines.calendars import Calendar
from chalicelib.features.claims.deadlines.rules import DeadlineRule, Facts
from chalicelib.features.policies.rating import months_after

State = Literal["open", "met", "missed", "waived"]
_YEAR = 12
_HOURS = 24
_DAY = timedelta(days=1)


class Place(NamedTuple):
    """The place of a deadline: its time zone, and the calendar of its holidays."""

    zone: ZoneInfo
    calendar: Calendar


class Term(NamedTuple):
    """The end of a deadline; without one, the fact that it waits for."""

    code: str
    last_day: date | None = None
    zone: str | None = None
    ends_at: datetime | None = None
    waits_for: str | None = None


def terms(rules: Sequence[DeadlineRule], facts: Facts, place: Place) -> tuple[Term, ...]:
    """Return the terms of all rules that apply, in their order."""
    return tuple(term(rule, rules, facts, place) for rule in rules if rule.applies(facts))


def term(rule: DeadlineRule, rules: Sequence[DeadlineRule], facts: Facts, place: Place) -> Term:
    """Return the term of a rule; `rules`: those that it may count from."""
    return _term(rule, {each.code: each for each in rules if each.applies(facts)}, facts, place, frozenset())


def state(rule: DeadlineRule, term: Term, facts: Facts, moment: datetime) -> State:
    """Return the state of a term at a moment. A fact that meets it after its end leaves it missed.

    One that is met before it has an end waits for nothing any more.
    """
    meeting = [each for each in map(facts.get, rule.met_by) if isinstance(each, date)]
    if term.ends_at is None or term.last_day is None:
        return "met" if meeting else "open"
    ends_at, last_day = term.ends_at, term.last_day
    if any(_is_within(each, last_day, ends_at) for each in meeting):
        return "met"
    return "missed" if meeting or moment >= ends_at else "open"


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the end of a day at a place, in UTC: its last moment is before it."""
    return datetime.combine(day + _DAY, datetime.min.time(), zone).astimezone(UTC)


def _term(rule: DeadlineRule, known: dict[str, DeadlineRule], facts: Facts, place: Place, seen: frozenset[str]) -> Term:
    start = facts.get(rule.after)
    if start is None and rule.after in known and rule.after not in seen:
        earlier = _term(known[rule.after], known, facts, place, seen | {rule.code})
        if earlier.last_day is None:
            return Term(rule.code, waits_for=earlier.waits_for)
        start = earlier.last_day
    if not isinstance(start, date):
        return Term(rule.code, waits_for=rule.after)
    pause = _pause(rule, facts, place.zone)
    if pause is None:
        return Term(rule.code, waits_for=rule.suspended.end if rule.suspended else None)
    return _counted(rule, start, place, pause)


def _counted(rule: DeadlineRule, start: date, place: Place, pause: timedelta) -> Term:
    if rule.kind == "hours" and isinstance(start, datetime):
        ends_at = start.astimezone(UTC) + timedelta(hours=rule.count) + pause
        return Term(rule.code, ends_at.astimezone(place.zone).date(), place.zone.key, ends_at)
    last_day = _last_day(rule, _day_of(start, place.zone), place.calendar) + pause
    return Term(rule.code, last_day, place.zone.key, end_of(last_day, place.zone))


def _last_day(rule: DeadlineRule, start: date, calendar: Calendar) -> date:
    match rule.kind:
        case "months":
            return months_after(start, rule.count)
        case "years":
            return months_after(start, rule.count * _YEAR)
        case "hours":  # of a day without its hour
            return start + timedelta(days=ceil(rule.count / _HOURS))
        case _:
            return calendar.day_after(start, rule.count, rule.kind)


def _pause(rule: DeadlineRule, facts: Facts, zone: ZoneInfo) -> timedelta | None:
    """Return the time of the suspension of a rule; None while it lasts."""
    if rule.suspended is None:
        return timedelta()
    start, end = facts.get(rule.suspended.start), facts.get(rule.suspended.end)
    if not isinstance(start, date):
        return timedelta()
    return max(_day_of(end, zone) - _day_of(start, zone), timedelta()) if isinstance(end, date) else None


def _day_of(start: date, zone: ZoneInfo) -> date:
    return start.astimezone(zone).date() if isinstance(start, datetime) else start


def _is_within(met: date, last_day: date, ends_at: datetime) -> bool:
    return met < ends_at if isinstance(met, datetime) else met <= last_day
