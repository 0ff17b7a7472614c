"""The next step of an own claim in a sentence: who has to act, until when, and the consequence."""

from datetime import date, timedelta

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.answering import answer_by
from chalicelib.features.claims.area.words import next_step
from chalicelib.features.claims.deadlines.ends import ends_of
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.stages import PAID, Outcome, Stage

_ANSWER = N_(
    "Decide by {day}: start the claim, or reject it. Without an answer we call you; the deadlines below run meanwhile."
)
_REFUSED = N_("Read the decision. If you do not agree, dispute it by {day}: after that the claim is closed.")
_ACCEPT = N_("Read the decision. We pay once you accept it; it can be disputed until {day}.")
_ACCEPT_WITH = N_(
    "Read the decision. We pay once you accept it and add the documents for the payment; it can be disputed until "
    "{day}."
)
_REJECTED = N_("You did not want this claim to be settled. That can be undone until {day}.")
_UNTIL = N_("Until {day}: {deadline}.")


def step_of(claim: Claim, language: Language) -> str:
    """Return the next step with the day of its own term and the consequence, if it has one."""
    said, day = _with_term(claim)
    return text(language, said, day=localized.day(language, day)) if day else text(language, said)


def whole_step_of(claim: Claim, language: Language) -> str:
    """Return the next step, and the next deadline of the side whose turn it is, with its effect.

    It is for places that show no deadlines beside it.
    """
    said, ends = step_of(claim, language), ends_of(claim, language)
    if ends is None or not ends.is_of_turn or claim.stage is Stage.ANNOUNCED:
        return said
    until = text(language, _UNTIL, day=localized.day(language, ends.last_day), deadline=ends.label)
    return " ".join(filter(None, (said, until, ends.effect)))


def _with_term(claim: Claim) -> tuple[str, date | None]:
    """Return a msgid, and the day that it names; terms that are over are not spoken of."""
    if claim.stage is Stage.ANNOUNCED:
        return _ANSWER, answer_by(claim, zone_of(claim))
    now = moment_of(claim.account_id)
    begun = claim.reached.get(claim.stage, claim.opened_at).astimezone(now.zone).date()
    today = now.at.astimezone(now.zone).date()
    said, term = "", begun
    if claim.stage is Stage.REJECTED:
        said, term = _REJECTED, begun + timedelta(days=claim.rules.undo_days)
    elif claim.stage is Stage.DECIDED and claim.disputed < claim.decisions:
        term = begun + timedelta(days=claim.rules.dispute_days)
        if claim.outcome is Outcome.REFUSED:
            said = _REFUSED
        elif claim.outcome in PAID and claim.rules.accepts:
            said = _ACCEPT_WITH if claim.missing_for_payment else _ACCEPT
    return (said, term) if said and today <= term else (next_step(claim), None)
