"""Letters of a claim as pages list them: their last days and the consequences of missing them."""

from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import Language, text
from chalicelib.features.cargo.letters.model import TITLES, Offered
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.deadlines.words import effect_of, waits_for
from chalicelib.features.claims.model import Claim


class LetterShown(NamedTuple):
    """A letter in words; empty texts: unknown, or nothing to say."""

    code: str
    title: str
    last_day: str
    waits: str
    law: str
    effect: str
    sent: str
    is_missed: bool


def in_words(claim: Claim, letter: Offered, language: Language) -> LetterShown:
    """Return a letter for a list: its last day, its law, and the effect of missing it."""
    due, zone = letter.due, zone_of(claim)
    last_day = due.deadline.last_day if due else None
    return LetterShown(
        code=letter.kind,
        title=text(language, TITLES[letter.kind]),
        last_day=localized.day(language, last_day) if last_day else "",
        waits=waits_for(due.deadline, claim.facts, language) if due else "",
        law=due.rule.law if due else "",
        effect=effect_of(due.rule, language) if due else "",
        sent=localized.day(language, letter.sent_at.astimezone(zone)) if letter.sent_at else "",
        is_missed=due is not None and due.deadline.state == "missed",
    )
