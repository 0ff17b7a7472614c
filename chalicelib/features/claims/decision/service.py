"""Use cases of decisions: made, proposed to a second person, confirmed or sent back."""

from collections.abc import Sequence

from chalicelib.aws.dynamo import Transaction, retried
from chalicelib.base import clock
from chalicelib.base.errors import Conflict
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_
from chalicelib.base.money import Money
from chalicelib.features.claims import events, machine, moving, service
from chalicelib.features.claims.decision.model import Decision, DecisionState, Signed
from chalicelib.features.claims.decision.reading import ReadDecision, TypedDecision, read_decision
from chalicelib.features.claims.model import Claim, Proposal
from chalicelib.features.claims.stages import Move, Outcome, Side, Stage
from chalicelib.features.claims.table.decisions import get_decision, list_decisions, put_decision
from chalicelib.identity.model import Caller

_NOTHING_PROPOSED = N_("No decision of this claim waits for a second person.")
_ANOTHER_PERSON = N_("Another person of your staff has to confirm or send back this decision.")
_PROPOSED = N_("A decision waits for a second person: confirm it or send it back first.")


def check_decision(caller: Caller, claim_id: str, typed: TypedDecision) -> None:
    """Raise Invalid with everything that a decision would be refused for; nothing is written. Raises NotFound."""
    read_for(service.show_claim(caller, claim_id), typed)


def read_for(claim: Claim, typed: TypedDecision) -> ReadDecision:
    """Return a decision about a claim with its calculation. Raises Invalid with all that is wrong."""
    return read_decision(typed, repairs=claim.rules.uses(Stage.REPAIR))


@retried
def decide(caller: Caller, claim_id: str, typed: TypedDecision, *, version: int) -> Claim:
    """Make the decision of a claim; one over the process's amount is proposed to a second person.

    Raises NotFound, Conflict, Invalid.
    """
    claim = moving.as_read(caller, claim_id, version)
    machine.demand(claim, Move.DECIDE, by=Side.STAFF, now=moving.moment_of(caller.account_id))
    if claim.proposal is not None:
        raise Conflict(_PROPOSED, extra={"stage": claim.stage})
    read = read_for(claim, typed)
    made = _decision(read, caller)
    return (
        _propose(caller, claim, made) if needs_second(claim, read.outcome, read.total) else _make(caller, claim, made)
    )


@retried
def confirm(caller: Caller, claim_id: str, *, version: int) -> Claim:
    """Make a decision that another person has proposed. Raises NotFound, Conflict."""
    claim = moving.as_read(caller, claim_id, version)
    return _make(caller, claim, _proposed(caller, claim))


@retried
def send_back(caller: Caller, claim_id: str, *, reason: str, version: int) -> Claim:
    """Send a decision back to the person who has proposed it. Raises NotFound, Conflict."""
    claim = moving.as_read(caller, claim_id, version)
    proposed, moment = _proposed(caller, claim), clock.now()
    changes = {"state": DecisionState.SENT_BACK, "settled": Signed(at=moment, by=caller.actor), "objection": reason}
    tx = Transaction()
    put_decision(tx, claim, proposed.model_copy(update=changes))
    changed = service.save(tx, claim, service.touched(claim, proposal=None), actor=caller.actor)
    events.note(tx, changed, actor=caller.actor, type="claim.decision_sent_back", reason=reason)
    events.publish(tx, changed, "claim.updated")
    tx.commit()
    return changed


def show_decisions(caller: Caller, claim_id: str) -> Sequence[Decision]:
    """Return the decisions of a claim, the latest first. Raises NotFound."""
    claim = service.show_claim(caller, claim_id)
    return decisions_of(claim)


def decisions_of(claim: Claim) -> Sequence[Decision]:
    """Return the decisions of a claim, the latest first: one Query."""
    return list_decisions(claim.account_id, claim.id)


def needs_second(claim: Claim, outcome: Outcome, total: Money | None) -> bool:
    """Return True if a second person has to confirm a decision of this sum."""
    return total is not None and outcome is not Outcome.REFUSED and claim.rules.is_for_two(total.amount)


def _decision(read: ReadDecision, caller: Caller) -> Decision:
    return Decision(
        id=new_id("dec"),
        outcome=read.outcome,
        steps=read.steps,
        calculation=read.calculation,
        reason=read.reason,
        state=DecisionState.PROPOSED,
        proposed=Signed(at=clock.now(), by=caller.actor),
    )


def _propose(caller: Caller, claim: Claim, decision: Decision) -> Claim:
    tx = Transaction()
    put_decision(tx, claim, decision)
    proposal = Proposal(decision_id=decision.id, outcome=decision.outcome, total=decision.total, by=caller.actor)
    changed = service.save(tx, claim, service.touched(claim, proposal=proposal), actor=caller.actor)
    events.note(tx, changed, actor=caller.actor, type="claim.decision_proposed", **_said(decision))
    events.publish(tx, changed, "claim.updated")
    tx.commit()
    return changed


def _make(caller: Caller, claim: Claim, decision: Decision) -> Claim:
    now = moving.moment_of(caller.account_id)
    awarded = decision.total if decision.outcome is not Outcome.REFUSED else None
    after = machine.moved(claim, Move.DECIDE, by=Side.STAFF, now=now, outcome=decision.outcome, awarded=awarded)
    settled = {"state": DecisionState.MADE, "settled": Signed(at=now.at, by=caller.actor), "number": after.decisions}
    tx = Transaction()
    put_decision(tx, claim, decision.model_copy(update=settled))
    written = moving.add(tx, caller, claim, after, Move.DECIDE, number=after.decisions, **_said(decision))
    tx.commit()
    return written


def _proposed(caller: Caller, claim: Claim) -> Decision:
    """Return the proposed decision of a claim, for another person than the one who proposed it."""
    found = get_decision(claim.account_id, claim.id, claim.proposal.decision_id) if claim.proposal else None
    if found is None or found.state is not DecisionState.PROPOSED:
        raise Conflict(_NOTHING_PROPOSED, extra={"stage": claim.stage})
    if caller.user_id is None or caller.actor == found.proposed.by:
        raise Conflict(_ANOTHER_PERSON, extra={"stage": claim.stage, "reason": "second-person"})
    return found


def _said(decision: Decision) -> dict[str, object]:
    total = decision.total
    amount = {"amount": f"{total.amount:f}", "currency": total.currency} if total else {}
    return {"decision_id": decision.id, "outcome": decision.outcome, **amount}
