"""Claims as answers of the API show them."""

from chalicelib.base.languages import Language
from chalicelib.base.words import first_seen
from chalicelib.features.claims.model import Claim, SlotCount
from chalicelib.features.claims.processes import SlotRule
from chalicelib.features.claims.schemas import (
    ClaimPaymentView,
    ClaimSlotView,
    ClaimStepView,
    ClaimSummary,
    ClaimView,
    ProposalView,
    SlotState,
)
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
        steps=steps(claim, language),
        slots=[slot_view(claim, each, language) for each in claim.slots],
        missing=[each.code for each in claim.missing],
        asked=list(claim.asked),
        decisions=claim.decisions,
        proposal=_proposal(claim),
        paid=_payment(claim),
    )


def steps(claim: Claim, language: Language) -> list[ClaimStepView]:
    """Return the steps of a claim at a glance: its process's stages, and its rejection if it is rejected."""
    stages = [each.code for each in claim.rules.stages]
    return [
        ClaimStepView(
            stage=stage,
            label=claim.rules.stage_label(stage, language),
            reached_at=claim.reached.get(stage),
            current=stage is claim.stage,
        )
        for stage in [*stages, *([claim.stage] if claim.stage not in stages else [])]
    ]


def slot_view(claim: Claim, slot: SlotRule, language: Language) -> ClaimSlotView:
    """Return a document that a claim needs, with the state of its files."""
    count = claim.documents.get(slot.code, SlotCount())
    return ClaimSlotView(
        code=slot.code,
        label=slot.label(language),
        why=_words(slot.why, language),
        example=_words(slot.example, language),
        need=slot.need,
        group=slot.group,
        min=slot.min,
        max=slot.max,
        within_hours=slot.within,
        state=slot_state(count, slot),
        received=count.received,
        accepted=count.accepted,
        refused=count.refused,
        asked_again=next((each.reason for each in claim.asked if each.slot == slot.code), None),
    )


def slot_state(count: SlotCount, slot: SlotRule) -> SlotState:
    """Return the state of a slot: accepted with enough accepted files, refused with only refused ones."""
    if count.accepted >= slot.min:
        return "accepted"
    if count.held >= slot.min:
        return "received"
    return "refused" if count.refused and not count.held else "missing"


def _words(words: dict[Language, str], language: Language) -> str:
    return first_seen((words.get(language, ""), *words.values()), otherwise="")


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
