"""Moments of reminders: by kind some days before or after the task's day, at 10:00 in the account's zone.

Of several steps whose moments have passed, the latest alone is given; one that is long past, not at all.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.base.money import Money
from chalicelib.features.cabinet.reminders.model import About, Plan

HOUR = time(10)
#: Days from the task's day.
STEPS: Mapping[About, tuple[int, ...]] = MappingProxyType(
    {
        About.INSTALMENT: (-10, -3, 0, 3),
        About.RENEWAL: (-60, -30, -14, -7, -1),
        About.DEDUCTIBLE: (0, 3, 7),
    }
)
#: A step that passed longer ago is not given any more: the system was down, or the thing was not planned yet.
FRESH = timedelta(days=7)
#: A thing is looked at again after this at the latest: its days may have moved meanwhile.
LOOK_AGAIN = timedelta(days=14)
SNOOZES = (1, 3, 7)


class Task(NamedTuple):
    """A thing that a client still has to do."""

    about: About
    #: Of an instalment: its number.
    part: int
    #: The day on which it is due, the policy ends, or the vehicle was referred.
    day: date
    #: The last day to which a reminder may be put off.
    last_day: date
    money: Money | None = None
    #: The name for its payment; empty: nothing to pay.
    payable: str = ""
    #: The moment of the first step, if that is not at the usual hour.
    begins_at: datetime | None = None


class Step(NamedTuple):
    """A reminder of a task that is to be given at a moment."""

    key: str
    at: datetime


def steps_of(task: Task, zone: ZoneInfo) -> tuple[Step, ...]:
    """Return the steps of a task in their order."""
    return tuple(Step(key_of(task, days), _moment(task, days, zone)) for days in STEPS[task.about])


def key_of(task: Task, days: int) -> str:
    """Return the name of a step: another day of the same task has steps of its own."""
    return f"{task.about}#{task.part}#{task.day}#{days:+d}"


def present_step(task: Task, plan: Plan, moment: datetime, zone: ZoneInfo) -> Step | None:
    """Return the step to give now: the latest that has passed. None if it was given, or passed long ago."""
    passed = [each for each in steps_of(task, zone) if each.at <= moment]
    latest, snooze = passed[-1] if passed else None, _snooze_of(task, plan)
    if latest is None or (snooze is not None and moment < snooze):
        return None
    if snooze is not None:
        return latest
    is_old = latest.at < plan.since or moment - latest.at > FRESH
    return None if latest.key in plan.told or is_old else latest


def passed_keys(tasks: Iterable[Task], moment: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Return the names of all steps of some tasks that have passed."""
    return tuple(step.key for task in tasks for step in steps_of(task, zone) if step.at <= moment)


def next_look(tasks: Iterable[Task], plan: Plan, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of the next look at a thing.

    It is that of a step, the end of a snooze, or LOOK_AGAIN from now.
    """
    coming = [step.at for task in tasks for step in steps_of(task, zone) if step.at > moment]
    coming += [each.snoozed_until for each in plan.given if each.snoozed_until and each.snoozed_until > moment]
    return min([*coming, moment + LOOK_AGAIN])


def snooze_end(today: date, days: int, zone: ZoneInfo) -> datetime:
    """Return the moment until which a reminder is put off."""
    return datetime.combine(today + timedelta(days=days), HOUR, zone).astimezone(UTC)


def snoozes_of(task: Task, today: date) -> tuple[int, ...]:
    """Return the days by which a reminder can be put off: not past the task's last day."""
    return tuple(days for days in SNOOZES if today + timedelta(days=days) <= task.last_day)


def _moment(task: Task, days: int, zone: ZoneInfo) -> datetime:
    if task.begins_at is not None and days == 0:
        return task.begins_at
    return datetime.combine(task.day + timedelta(days=days), HOUR, zone)


def _snooze_of(task: Task, plan: Plan) -> datetime | None:
    """Return the moment until which a task's reminder was put off; None if its day has moved since."""
    given = plan.find(task.about, task.part)
    return given.snoozed_until if given is not None and given.day == task.day else None
