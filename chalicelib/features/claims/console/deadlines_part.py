"""The deadlines of a claim on its tab: laws, last days, the days that are left."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.base import clock, localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.claims.deadlines import words
from chalicelib.features.claims.deadlines.ends import days_left_said
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.deadlines.model import Deadline
from chalicelib.features.claims.deadlines.service import Known

_LOOKS = {"open": "look", "met": "good", "missed": "bad", "waived": ""}
#: States in which a deadline can be waived.
WAIVABLE = frozenset({"open", "missed"})


class DeadlineShown(NamedTuple):
    """A deadline in words."""

    code: str
    label: str
    law: str
    effect: str
    state: str
    look: str
    #: The last day and the days left, or the fact that it waits for.
    when: str
    #: The reason of the person who waived it.
    reason: str
    can_waive: bool


def deadlines(shown: ClaimShown) -> Mapping[str, Any]:
    """Return the deadlines of a claim in the order of its process."""
    today = clock.now().astimezone(zone_of(shown.claim)).date()
    return {"deadlines": [_shown(shown, each, today) for each in shown.deadlines]}


def _shown(shown: ClaimShown, known: Known, today: date) -> DeadlineShown:
    (rule, deadline), language = known, shown.language
    waiting, is_waivable = words.waits_for(deadline, shown.claim.facts, language), deadline.state in WAIVABLE
    return DeadlineShown(
        code=rule.code,
        label=rule.label(language),
        law=rule.law,
        effect=words.effect_of(rule, language) if is_waivable else "",
        state="" if waiting else text(language, words.STATES[deadline.state]),
        look=_LOOKS[deadline.state],
        when=waiting or _when(deadline, language, today),
        reason=deadline.waived.reason if deadline.waived else "",
        can_waive=shown.may_write and shown.claim.is_open and is_waivable,
    )


def _when(deadline: Deadline, language: Language, today: date) -> str:
    if deadline.last_day is None:
        return ""
    last_day = text(language, N_("until {day}"), day=localized.day(language, deadline.last_day))
    left = days_left_said((deadline.last_day - today).days, language) if deadline.state == "open" else ""
    return f"{last_day}, {left}" if left else last_day
