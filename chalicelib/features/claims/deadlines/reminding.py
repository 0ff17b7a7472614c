"""Moments of the reminders of a deadline: 72 and 24 hours before its end, by day, and at its miss."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.features.claims.deadlines.model import Deadline, Step

#: Hours of the day within which people are reminded.
_FROM, _UNTIL = time(8), time(20)
_NEAR: tuple[tuple[Step, timedelta], ...] = (("72h", timedelta(hours=72)), ("24h", timedelta(hours=24)))


class Reminder(NamedTuple):
    """A reminder that is to be given at a moment."""

    step: Step
    at: datetime


def next_reminder(deadline: Deadline, zone: ZoneInfo, moment: datetime) -> Reminder | None:
    """Return the next reminder of a deadline; `zone`: that of its reader. None after the last one.

    Of several whose moments have passed, the latest alone is given.
    """
    if deadline.ends_at is None or deadline.state in {"met", "waived"} or "missed" in deadline.told:
        return None
    left = [*_near(deadline, deadline.ends_at, zone), Reminder("missed", deadline.ends_at)]
    passed = [each for each in left if each.at <= moment]
    return passed[-1] if passed else left[0]


def by_day(at: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment, put off until people are up: from 8:00 to 20:00 in their zone."""
    local = at.astimezone(zone)
    if _FROM <= local.time() < _UNTIL:
        return at
    day = local.date() + timedelta(days=1 if local.time() >= _UNTIL else 0)
    return datetime.combine(day, _FROM, zone).astimezone(at.tzinfo)


def _near(deadline: Deadline, ends_at: datetime, zone: ZoneInfo) -> Iterator[Reminder]:
    for step, before in _NEAR:
        at = by_day(ends_at - before, zone)
        if step not in deadline.told and at < ends_at and not _is_behind(step, deadline):
            yield Reminder(step, at)


def _is_behind(step: Step, deadline: Deadline) -> bool:
    """Return True for a reminder that a later one has taken the place of."""
    return step == "72h" and "24h" in deadline.told
