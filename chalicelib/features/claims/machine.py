"""The stage machine of claims: pure functions of a claim and a moment.

Nothing moves by time alone but a refused claim, which closes after the term for a dispute (`closing.py`).

| move | from | to | by | condition |
|---|---|---|---|---|
| start | announced | documents | client, staff | |
| reject | announced | rejected | client, staff | |
| undo_rejection | rejected | announced | client, staff | the client within `undo_days` |
| send | documents | review | client, staff | no required document is missing |
| review | documents | review | staff | |
| request_documents | review | documents | staff | |
| decide | review | decided | staff | |
| accept | decided | payment | client, staff | the decision pays, no document for the payment is missing |
| refer | decided | repair | staff | the decision repairs |
| dispute | decided | review | client, staff | within `dispute_days`, once a decision |
| pay | payment, decided | closed | staff | the decision pays; from `decided` if nobody has to accept it |
| close | repair, decided | closed | staff | from `decided` if the decision refuses |
| withdraw | documents, review, decided, payment | closed | client, staff | |
| reopen | closed | review | client, staff | the client within `reopen_days` |
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import PAID, Ending, Move, Outcome, Side, Stage

_BOTH, _STAFF = frozenset({Side.CLIENT, Side.STAFF}), frozenset({Side.STAFF})


class Rule(NamedTuple):
    """A move: the stages that it begins at, the one that it leads to, the sides that may make it."""

    begins: frozenset[Stage]
    leads: Stage
    by: frozenset[Side]


class Moment(NamedTuple):
    """A moment, in the zone that days of terms are counted in."""

    at: datetime
    zone: ZoneInfo

    def days_since(self, before: datetime) -> int:
        """Return the number of days from the day of an earlier moment to today."""
        return (self.at.astimezone(self.zone).date() - before.astimezone(self.zone).date()).days


def _rule(leads: Stage, by: frozenset[Side], *begins: Stage) -> Rule:
    return Rule(frozenset(begins), leads, by)


RULES: Mapping[Move, Rule] = MappingProxyType(
    {
        Move.START: _rule(Stage.DOCUMENTS, _BOTH, Stage.ANNOUNCED),
        Move.REJECT: _rule(Stage.REJECTED, _BOTH, Stage.ANNOUNCED),
        Move.UNDO_REJECTION: _rule(Stage.ANNOUNCED, _BOTH, Stage.REJECTED),
        Move.SEND: _rule(Stage.REVIEW, _BOTH, Stage.DOCUMENTS),
        Move.REVIEW: _rule(Stage.REVIEW, _STAFF, Stage.DOCUMENTS),
        Move.REQUEST_DOCUMENTS: _rule(Stage.DOCUMENTS, _STAFF, Stage.REVIEW),
        Move.DECIDE: _rule(Stage.DECIDED, _STAFF, Stage.REVIEW),
        Move.ACCEPT: _rule(Stage.PAYMENT, _BOTH, Stage.DECIDED),
        Move.REFER: _rule(Stage.REPAIR, _STAFF, Stage.DECIDED),
        Move.DISPUTE: _rule(Stage.REVIEW, _BOTH, Stage.DECIDED),
        Move.PAY: _rule(Stage.CLOSED, _STAFF, Stage.PAYMENT, Stage.DECIDED),
        Move.CLOSE: _rule(Stage.CLOSED, _STAFF, Stage.REPAIR, Stage.DECIDED),
        Move.WITHDRAW: _rule(Stage.CLOSED, _BOTH, Stage.DOCUMENTS, Stage.REVIEW, Stage.DECIDED, Stage.PAYMENT),
        Move.REOPEN: _rule(Stage.REVIEW, _BOTH, Stage.CLOSED),
    }
)
#: By stage, the refusal of a move that does not begin there.
WRONG_STAGE: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.ANNOUNCED: N_("Impossible at the stage “announced”: the claim has to be started or rejected first."),
        Stage.DOCUMENTS: N_("Impossible at the stage “documents”: the claim waits for documents."),
        Stage.REVIEW: N_("Impossible at the stage “review”: the claim is being reviewed."),
        Stage.DECIDED: N_("Impossible at the stage “decided”: there is a decision already."),
        Stage.REPAIR: N_("Impossible at the stage “repair”: the vehicle is being repaired."),
        Stage.PAYMENT: N_("Impossible at the stage “payment”: the payment is being prepared."),
        Stage.CLOSED: N_("Impossible at the stage “closed”: reopen the claim first."),
        Stage.REJECTED: N_("Impossible at the stage “rejected”: undo the rejection first."),
    }
)
_NOT_YOURS = N_("Only the insurer can do this.")
_MISSING = N_("Required documents are missing. Add them, then send the claim.")
_MISSING_FOR_PAYMENT = N_(
    "A document that the payment needs is missing, such as the bank details. Add it, then accept the decision."
)
_NOT_PAID = N_("The decision pays nothing. Decide anew, or close the claim.")
_NOT_REPAIRED = N_("The decision is not a repair. Decide anew, or pay.")
_NOT_REFUSED = N_("The decision is no refusal: pay it, or refer the vehicle to a workshop.")
_NOT_ACCEPTED = N_("The client has to accept the decision before it is paid.")
_DISPUTED = N_("This decision was disputed already. Wait for the next one.")
_TOO_LATE_TO_DISPUTE = N_("A decision can be disputed within {days} days. Write to the insurer.")
_TOO_LATE_TO_REOPEN = N_("A claim can be reopened within {days} days after its end. Write to the insurer.")
_TOO_LATE_TO_UNDO = N_("A rejection can be undone within {days} days. Write to the insurer.")


def demand(claim: Claim, move: Move, *, by: Side, now: Moment) -> None:
    """Raise Conflict, with the claim's stage, if a side can't make a move now."""
    refused = refusal(claim, move, by=by, now=now)
    if refused is not None:
        raise refused


def open_moves(claim: Claim, *, by: Side, now: Moment) -> tuple[Move, ...]:
    """Return the moves that a side can make now, in the order of the machine."""
    return tuple(each for each in RULES if refusal(claim, each, by=by, now=now) is None)


def lacks_documents_alone(claim: Claim, move: Move, *, by: Side, now: Moment) -> bool:
    """Return True if a side could make a move now, were no document missing."""
    refused = refusal(claim, move, by=by, now=now)
    return refused is not None and "missing" in refused.extra


def refusal(claim: Claim, move: Move, *, by: Side, now: Moment) -> Conflict | None:
    """Return the reason why a side can't make a move now; None if it can."""
    rule, stage = RULES[move], claim.stage
    if stage not in rule.begins:
        return Conflict(WRONG_STAGE[stage], extra={"stage": stage})
    if by not in rule.by:
        return Conflict(_NOT_YOURS, extra={"stage": stage})
    if move is Move.SEND and claim.missing:
        return Conflict(_MISSING, extra={"stage": stage, "missing": [each.code for each in claim.missing]})
    message, days = _unfit(claim, move), None
    if message is None:
        message, days = _late(claim, move, by=by, now=now)
    if message is None and move is Move.ACCEPT and claim.missing_for_payment:
        missing = [each.code for each in claim.missing_for_payment]
        return Conflict(_MISSING_FOR_PAYMENT, extra={"stage": stage, "missing": missing})
    if message is None:
        return None
    return Conflict(message, extra={"stage": stage}, **({} if days is None else {"days": days}))


def moved(claim: Claim, move: Move, *, by: Side, now: Moment, **changes: object) -> Claim:
    """Return the claim after a move, with further changes of it. Raises Conflict."""
    demand(claim, move, by=by, now=now)
    leads = RULES[move].leads
    noted = {
        "stage": leads,
        "reached": {**claim.reached, leads: now.at},
        "changed_at": now.at,
        "version": claim.version + 1,
        "facts": _facts(claim.facts, move, now.at),
        "proposal": None,
        **_effects(claim, move),
    }
    after = claim.model_copy(update={**noted, **changes})
    return after.model_copy(update={"closes_at": _closes_at(after, now)})


def _closes_at(claim: Claim, now: Moment) -> datetime | None:
    """Return the end of the last day on which a refusal can be disputed; None of any other claim."""
    if claim.stage is not Stage.DECIDED or claim.outcome is not Outcome.REFUSED:
        return None
    next_day = now.at.astimezone(now.zone).date() + timedelta(days=claim.rules.dispute_days + 1)
    return datetime.combine(next_day, time(), now.zone).astimezone(UTC)


def _unfit(claim: Claim, move: Move) -> str | None:
    """Return the reason why a decision doesn't allow a move that begins at its stage."""
    pays, decided = claim.outcome in PAID, claim.stage is Stage.DECIDED
    match move:
        case Move.ACCEPT | Move.PAY if not pays:
            return _NOT_PAID
        case Move.PAY if decided and claim.rules.accepts:
            return _NOT_ACCEPTED
        case Move.REFER if claim.outcome is not Outcome.REPAIR:
            return _NOT_REPAIRED
        case Move.CLOSE if decided and claim.outcome is not Outcome.REFUSED:
            return _NOT_REFUSED
        case Move.DISPUTE if claim.disputed >= claim.decisions:
            return _DISPUTED
    return None


def _late(claim: Claim, move: Move, *, by: Side, now: Moment) -> tuple[str | None, int | None]:
    """Return the refusal of a move whose term is over, with the term in days."""
    rules, days = claim.rules, now.days_since(claim.reached.get(claim.stage, claim.opened_at))
    if move is Move.DISPUTE and days > rules.dispute_days:
        return _TOO_LATE_TO_DISPUTE, rules.dispute_days
    if by is Side.CLIENT and move is Move.REOPEN and days > rules.reopen_days:
        return _TOO_LATE_TO_REOPEN, rules.reopen_days
    if by is Side.CLIENT and move is Move.UNDO_REJECTION and days > rules.undo_days:
        return _TOO_LATE_TO_UNDO, rules.undo_days
    return None, None


def _facts(facts: ClaimFacts, move: Move, at: datetime) -> ClaimFacts:
    """Return the facts with the moments that a move notes."""
    noted: dict[str, datetime | None] = {}
    if move in {Move.SEND, Move.REVIEW}:
        noted = {"complete_at": facts.complete_at or at}
    elif move is Move.REQUEST_DOCUMENTS:
        noted = {"complete_at": None}
    elif move is Move.DECIDE:
        noted = {"decided_at": at}
    elif move is Move.PAY:
        noted = {"paid_at": at}
    return facts.model_copy(update=noted)


def _effects(claim: Claim, move: Move) -> dict[str, object]:
    """Return the changes that a move makes beside stage and moments."""
    closed = Ending.REPAIRED if claim.stage is Stage.REPAIR else Ending.REFUSED
    effects: Mapping[Move, dict[str, object]] = {
        Move.SEND: {"asked": ()},
        Move.REVIEW: {"asked": ()},
        Move.REQUEST_DOCUMENTS: {"told_complete": False},
        Move.DECIDE: {"decisions": claim.decisions + 1},
        Move.DISPUTE: {"disputed": claim.decisions},
        Move.UNDO_REJECTION: {"reminded": 0, "rejection": None},
        Move.REOPEN: {"ending": None},
        Move.CLOSE: {"ending": closed},
        Move.PAY: {"ending": Ending.PAID},
        Move.WITHDRAW: {"ending": Ending.WITHDRAWN},
    }
    return effects.get(move, {})
