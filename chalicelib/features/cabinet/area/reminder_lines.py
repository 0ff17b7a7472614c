"""Own reminders as pages show them."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.money import shown
from chalicelib.features.cabinet.reminders.model import About
from chalicelib.features.cabinet.reminders.own import OwnReminder
from chalicelib.features.cabinet.reminders.rules import Task
from chalicelib.features.cabinet.reminders.tasks import today_of
from chalicelib.features.cabinet.reminders.words import named, title_of
from chalicelib.tenancy import service as accounts

_TODAY = N_("today is the last day")


def line(own: OwnReminder, language: Language) -> dict[str, Any]:
    """Return the values of a reminder whose task is still to be done."""
    thing, task = own.thing, own.task
    assert thing is not None and task is not None  # noqa: S101 - listed only while it is to be done
    zone = accounts.load_account(own.plan.account_id).zone
    return {
        "id": own.given.id,
        "about": task.about,
        "title": title_of(thing, task, language),
        "named": named(thing, language),
        "given": localized.moment(language, own.given.at, zone),
        "amount": shown(language, task.money) if task.money else "",
        "day": localized.day(language, task.last_day if task.about is About.DEDUCTIBLE else task.day),
        "left": _left(own, language),
        "is_late": _is_late(own, task),
        "object": thing.policy.insured.object if thing.policy else "",
        "subject": task.payable,
        "policy_id": thing.policy.id if thing.policy else "",
        "claim_id": thing.claim.id if thing.claim else "",
        "snoozed": localized.moment(language, own.given.snoozed_until, zone)
        if own.given.snoozed_until and own.is_snoozed
        else "",
        "snoozes": own.snoozes,
    }


def _is_late(own: OwnReminder, task: Task) -> bool:
    """Return True once the shown day has passed: an instalment's, or the last one of a referral."""
    if task.about is About.DEDUCTIBLE:
        return task.last_day < today_of(own.plan.account_id)
    return task.about is About.INSTALMENT and own.days_left < 0


def _left(own: OwnReminder, language: Language) -> str:
    days = own.days_left
    if own.given.about is About.DEDUCTIBLE:
        return ""
    if days == 0:
        return text(language, _TODAY)
    if days > 0:
        return plural(language, "{count} day left", "{count} days left", days)
    return plural(language, "{count} day late", "{count} days late", -days)
