"""Deadlines of a claim, kept in the transaction that changes its facts, its process or its end."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import clock
from chalicelib.features.claims.deadlines.model import Deadline, renewed
from chalicelib.features.claims.deadlines.reminding import next_reminder
from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.deadlines.settings import place_in
from chalicelib.features.claims.events import note_apart
from chalicelib.features.claims.model import Claim, NextDue
from chalicelib.features.claims.table.deadlines import delete_deadline, list_deadlines, put_deadline
from chalicelib.features.claims.telling.queueing import tell_moved
from chalicelib.tenancy import service as accounts


def keep(tx: Transaction, before: Claim | None, after: Claim, *, actor: str) -> Claim:
    """Write the deadlines that a change of a claim begins, moves, meets or ends; one entry names those that moved.

    Returns the claim with the deadline that ends first, to be written in the same transaction. One Query if anything
    that deadlines depend on has changed.
    """
    if before is not None and _depends_on(before) == _depends_on(after):
        return after
    known = list_deadlines(after.account_id, after.id)
    moment = clock.now()
    place = place_in(after.account_id, zone_of(after))
    fresh = renewed(after.rules.deadlines, after.rules.known(after.facts), place, known, moment)
    ended = before is not None and before.is_open is not after.is_open
    for each in fresh:
        if ended or each != known.get(each.code):
            write(tx, after, known.get(each.code), each, moment)
    for code in known.keys() - {each.code for each in fresh}:
        delete_deadline(tx, after, code)
    if moved := _moved(known, fresh):
        note_apart(tx, after, actor=actor, type="claim.deadlines_moved", deadlines=moved)
        # A move of the claim has a message of its own.
        others = {code: days["after"] for code, days in moved.items() if days["after"]}
        if others and after.is_open and before is not None and before.stage is after.stage:
            tell_moved(tx, after, others)
    return with_next_due(after, fresh)


def keep_anew(tx: Transaction, claim: Claim, *, actor: str) -> Claim | None:
    """Write the deadlines of an open claim as they are counted now: by other calendars, or by a later release.

    Returns the claim as `keep` does, None if all deadlines hold. Clients are not told: the history names the days.
    """
    if not claim.is_open:
        return None
    known = list_deadlines(claim.account_id, claim.id)
    place = place_in(claim.account_id, zone_of(claim))
    fresh = renewed(claim.rules.deadlines, claim.rules.known(claim.facts), place, known, clock.now())
    holds = {each.code: each for each in fresh} == known
    return None if holds else keep(tx, None, claim, actor=actor)


def write(tx: Transaction, claim: Claim, before: Deadline | None, after: Deadline, moment: datetime) -> Deadline:
    """Write a deadline with its next reminder, and return it; those of a closed claim have none."""
    rule = rule_of(claim, after.code)
    reminder = next_reminder(after, reader_zone(claim, rule), moment) if claim.is_open else None
    version = max(before.version + 1 if before else 1, claim.version)
    fresh = after.model_copy(update={"version": version})
    put_deadline(tx, claim, before, fresh, max(reminder.at, moment) if reminder else None)
    return fresh


def with_next_due(claim: Claim, deadlines: Iterable[Deadline]) -> Claim:
    """Return a claim with its open deadline that ends first; a closed one has none."""
    ends = [(each.ends_at, each.code) for each in deadlines if each.ends_at is not None and each.state == "open"]
    first = min(ends, default=None) if claim.is_open else None
    return claim.model_copy(update={"next_due": NextDue(code=first[1], ends_at=first[0]) if first else None})


def rule_of(claim: Claim, code: str) -> DeadlineRule | None:
    """Return the rule of a claim's deadline; None for one that its process has no more."""
    return next((each for each in claim.rules.deadlines if each.code == code), None)


def zone_of(claim: Claim) -> ZoneInfo:
    """Return the zone of the place of a claim: of its loss, else of the account."""
    named = claim.facts.zone
    return ZoneInfo(named) if named else accounts.load_account(claim.account_id).zone


def reader_zone(claim: Claim, rule: DeadlineRule | None) -> ZoneInfo:
    """Return the zone of the people who must act: the account's of its staff, the claim's of others."""
    if rule is None or rule.who == "staff":
        return accounts.load_account(claim.account_id).zone
    return zone_of(claim)


def _depends_on(claim: Claim) -> object:
    return claim.facts, claim.rules.deadlines, claim.is_open


def _moved(known: Mapping[str, Deadline], fresh: Iterable[Deadline]) -> dict[str, dict[str, str | None]]:
    """Return the last days before and after of deadlines that had one, by code."""
    pairs = ((known[each.code], each) for each in fresh if each.code in known)
    return {
        after.code: {"before": str(before.last_day), "after": str(after.last_day) if after.last_day else None}
        for before, after in pairs
        if before.last_day is not None and before.last_day != after.last_day
    }
