"""Moments of an announced claim that waits for its company: two reminders, then a task of its handler."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.features.claims.deadlines.reminding import by_day
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Stage

#: After the announcement: reminders to the company, and the task of the handler.
REMINDERS = (timedelta(hours=48), timedelta(hours=120))
TASK = timedelta(days=7)
STEPS = (*REMINDERS, TASK)


def answer_by(claim: Claim, zone: ZoneInfo) -> date:
    """Return the day by which the company is asked to start or reject a claim."""
    return (_announced_at(claim) + TASK).astimezone(zone).date()


def next_step_at(claim: Claim, zone: ZoneInfo) -> datetime | None:
    """Return the moment of the next reminder or of the task; None if nothing is left to do.

    By day in a zone.
    """
    if claim.stage is not Stage.ANNOUNCED or claim.reminded >= len(STEPS):
        return None
    return by_day(_announced_at(claim) + STEPS[claim.reminded], zone)


def step_now(claim: Claim, moment: datetime) -> int:
    """Return the number of the latest step whose moment has passed, from 0: one alone is taken of several."""
    passed = [number for number, after in enumerate(STEPS) if _announced_at(claim) + after <= moment]
    return max(passed, default=claim.reminded)


def _announced_at(claim: Claim) -> datetime:
    return claim.reached.get(Stage.ANNOUNCED, claim.opened_at)
