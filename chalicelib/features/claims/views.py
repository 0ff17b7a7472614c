"""Claims as answers of the API show them."""

from chalicelib.base.languages import Language
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.schemas import (
    ClaimPaymentView,
    ClaimSlotView,
    ClaimStepView,
    ClaimSummary,
    ClaimView,
    ProposalView,
    RejectionView,
)
from chalicelib.features.claims.standing import slots_of, steps_of
from chalicelib.http.money import money_view


def claim_summary(claim: Claim, language: Language) -> ClaimSummary:
    """Return a claim as lists show it."""
    return ClaimSummary(
        id=claim.id,
        case_id=claim.case_id,
        process=claim.process,
        stage=claim.stage,
        stage_label=claim.rules.stage_label(claim.stage, language),
        turn=claim.turn,
        outcome=claim.outcome,
        awarded=money_view(claim.awarded) if claim.awarded else None,
        ending=claim.ending,
        client_id=claim.client_id,
        policy_id=claim.policy_id,
        handler=claim.handler,
        next_due=claim.next_due,
        opened_at=claim.opened_at,
        changed_at=claim.changed_at,
        version=claim.version,
    )


def claim_view(claim: Claim, language: Language) -> ClaimView:
    """Return a claim with everything in it but its documents and its history."""
    return ClaimView(
        **claim_summary(claim, language).model_dump(exclude={"console_url"}),
        facts=claim.facts,
        steps=[ClaimStepView(**each._asdict()) for each in steps_of(claim, language)],
        slots=[ClaimSlotView(**each._asdict()) for each in slots_of(claim, language)],
        missing=[each.code for each in (*claim.missing, *claim.missing_for_payment)],
        asked=list(claim.asked),
        decisions=claim.decisions,
        proposal=_proposal(claim),
        paid=_payment(claim),
        rejection=RejectionView(**dict(claim.rejection)) if claim.rejection else None,
        law=claim.law,
    )


def _proposal(claim: Claim) -> ProposalView | None:
    proposal = claim.proposal
    if proposal is None:
        return None
    total = money_view(proposal.total) if proposal.total else None
    return ProposalView(decision_id=proposal.decision_id, outcome=proposal.outcome, total=total, by=proposal.by)


def _payment(claim: Claim) -> ClaimPaymentView | None:
    paid = claim.paid
    if paid is None:
        return None
    return ClaimPaymentView(day=paid.day, amount=money_view(paid.money), reference=paid.reference, reason=paid.reason)
