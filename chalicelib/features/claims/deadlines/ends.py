"""The end of a claim's next deadline, in words and days."""

from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.features.claims.deadlines.keeping import rule_of, zone_of
from chalicelib.features.claims.deadlines.words import effect_of
from chalicelib.features.claims.model import Claim

_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)


class Ends(NamedTuple):
    """The end of a deadline: its name, its last day at the claim's place, the days left until then."""

    label: str
    last_day: datetime
    days_left: int
    #: The effect of missing it; empty unless the side whose turn it is has to keep it.
    effect: str
    is_of_turn: bool


def ends_of(claim: Claim, language: Language) -> Ends | None:
    """Return the open deadline of a claim that ends first; None without one."""
    if claim.next_due is None:
        return None
    rule = rule_of(claim, claim.next_due.code)
    label = rule.label(language) if rule else claim.next_due.code
    last_day = (claim.next_due.ends_at - _INSTANT).astimezone(zone_of(claim))
    is_of_turn = rule is not None and rule.who == claim.turn
    effect = effect_of(rule, language) if rule and is_of_turn else ""
    return Ends(label, last_day, days_left(claim, claim.next_due.ends_at), effect, is_of_turn)


def days_left(claim: Claim, ends_at: datetime) -> int:
    """Return the days from today to the last day of a deadline, at the claim's place; 0 on that day."""
    zone = zone_of(claim)
    return ((ends_at - _INSTANT).astimezone(zone).date() - now().astimezone(zone).date()) // _DAY


def days_left_said(count: int, language: Language) -> str:
    """Return the days that are left, in words; empty after the last one."""
    if count < 0:
        return ""
    return plural(language, "{count} day left", "{count} days left", count) if count else text(language, N_("today"))
