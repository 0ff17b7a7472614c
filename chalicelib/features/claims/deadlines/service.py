"""Use cases of deadlines: they are listed, waived, and reminded of by the sweep."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retried
from chalicelib.base import clock
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.claims import events, table
from chalicelib.features.claims.deadlines.keeping import reader_zone, rule_of, with_next_due, write
from chalicelib.features.claims.deadlines.model import Deadline, Waiver
from chalicelib.features.claims.deadlines.reminding import Reminder, next_reminder
from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.deadlines.telling import tell
from chalicelib.features.claims.following import tell_features
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.service import noted, show_claim, touched
from chalicelib.features.claims.table.deadlines import list_deadlines
from chalicelib.identity.model import Caller

NO_DEADLINE = N_("The claim has no such deadline.")
_NOT_OPEN = N_("Only an open or a missed deadline can be waived; this one is met or waived already.")


class Known(NamedTuple):
    """A deadline of a claim with its rule."""

    rule: DeadlineRule
    deadline: Deadline


def deadlines_of(claim: Claim) -> list[Known]:
    """Return the deadlines of a claim in the order of its process: one Query."""
    kept = list_deadlines(claim.account_id, claim.id)
    return [Known(rule, kept[rule.code]) for rule in claim.rules.deadlines if rule.code in kept]


@retried
def waive(caller: Caller, claim_id: str, code: str, *, reason: str) -> Known:
    """Note that a deadline needn't be kept, and the reason. Raises NotFound, Conflict for one that is met."""
    claim = show_claim(caller, claim_id)
    rule, kept = rule_of(claim, code), list_deadlines(claim.account_id, claim.id)
    before = kept.get(code)
    if rule is None or before is None:
        raise NotFound(NO_DEADLINE)
    if before.state not in {"open", "missed"}:
        raise Conflict(_NOT_OPEN, extra={"state": before.state})
    moment = clock.now()
    waiver = Waiver(at=moment, by=caller.actor, reason=reason)
    after = before.model_copy(update={"state": "waived", "waived": waiver})
    tx = Transaction()
    changed = _replace(tx, claim, touched(claim), {**kept, code: after})
    write(tx, changed, before, after, moment)
    events.note(tx, changed, actor=caller.actor, type="claim.deadline_waived", code=code, reason=reason)
    events.publish(tx, changed, "claim.updated")
    tx.commit()
    return Known(rule, after)


def remind_due(due: Due) -> None:
    """Send the reminder of a deadline that is due, with others of that day. Idempotent."""
    claim = table.get_claim(due.account_id, due.pk.partition("#")[2])
    kept = list_deadlines(claim.account_id, claim.id) if claim is not None else {}
    found = kept.get(due.sk.partition("#")[2])
    if claim is None or found is None:
        return
    moment, tx = clock.now(), Transaction()
    reminder = _reminder(claim, found, moment)
    if reminder is None or reminder.at > moment or not claim.is_open:
        write(tx, claim, found, found, moment)
    elif reminder.step == "missed":
        _miss(tx, claim, kept, found, moment)
    else:
        _remind(tx, claim, kept, found, moment)
    tx.commit()


def _remind(tx: Transaction, claim: Claim, kept: Mapping[str, Deadline], first: Deadline, moment: datetime) -> None:
    """Remind of a deadline that is near, and of those for the same side whose reminders come that day."""
    together = [each for each in kept.values() if each.code == first.code or _is_with(claim, first, each, moment)]
    told = []
    for each in together:
        reminder = _reminder(claim, each, moment)
        if reminder is not None:
            after = each.model_copy(update={"told": (*each.told, reminder.step)})
            told.append(write(tx, claim, each, after, moment))
    tell(tx, claim, told, "24h")


def _miss(tx: Transaction, claim: Claim, kept: Mapping[str, Deadline], first: Deadline, moment: datetime) -> None:
    """Write that a deadline was missed, and those for the same side that are over, too."""
    missed = [each for each in kept.values() if each.code == first.code or _is_over_with(claim, first, each, moment)]
    after = {each.code: each.model_copy(update={"state": "missed", "told": (*each.told, "missed")}) for each in missed}
    changed = _replace(tx, claim, noted(claim), {**kept, **after})
    tell(tx, changed, [write(tx, changed, each, after[each.code], moment) for each in missed], "missed")


def _replace(tx: Transaction, before: Claim, after: Claim, deadlines: Mapping[str, Deadline]) -> Claim:
    """Write a claim with its deadline that ends first by now, which open pages are told of."""
    changed = with_next_due(after, deadlines.values())
    table.replace_claim(tx, before, changed)
    tell_features(tx, before, changed)
    return changed


def _reminder(claim: Claim, deadline: Deadline, moment: datetime) -> Reminder | None:
    return next_reminder(deadline, reader_zone(claim, rule_of(claim, deadline.code)), moment)


def _is_with(claim: Claim, first: Deadline, other: Deadline, moment: datetime) -> bool:
    """Return True if the same side is reminded of another deadline on the day of the first."""
    reminder, zone = _reminder(claim, other, moment), reader_zone(claim, rule_of(claim, first.code))
    if reminder is None or reminder.step == "missed" or not _are_of_one_side(claim, first, other):
        return False
    return reminder.at.astimezone(zone).date() <= moment.astimezone(zone).date()


def _is_over_with(claim: Claim, first: Deadline, other: Deadline, moment: datetime) -> bool:
    """Return True if the same side is to be told that another deadline was missed, too."""
    reminder = _reminder(claim, other, moment)
    is_over = reminder is not None and reminder.step == "missed" and reminder.at <= moment
    return is_over and _are_of_one_side(claim, first, other)


def _are_of_one_side(claim: Claim, first: Deadline, other: Deadline) -> bool:
    rules = rule_of(claim, first.code), rule_of(claim, other.code)
    return rules[0] is not None and rules[1] is not None and rules[0].who == rules[1].who
