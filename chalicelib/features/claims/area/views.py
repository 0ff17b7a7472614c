"""Own claims as answers of the client area show them."""

from typing import Any

from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.languages import Language
from chalicelib.base.words import first_seen
from chalicelib.features.claims import machine
from chalicelib.features.claims.area import own
from chalicelib.features.claims.area.decided import last_decision
from chalicelib.features.claims.area.referred import own_referral
from chalicelib.features.claims.area.schemas import (
    AreaClaimDeadline,
    AreaClaimDocument,
    AreaClaimLine,
    AreaClaimSlot,
    AreaClaimStep,
    AreaClaimView,
    AreaDecision,
    AreaDecisionLine,
    AreaNextDue,
    AreaReferral,
    AreaWorkshop,
)
from chalicelib.features.claims.area.steps import whole_step_of
from chalicelib.features.claims.area.words import MOVES
from chalicelib.features.claims.deadlines.ends import days_left, ends_of
from chalicelib.features.claims.deadlines.service import Known, deadlines_of
from chalicelib.features.claims.deadlines.words import effect_of, waits_for
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.reasons import reason_of
from chalicelib.features.claims.documents.schemas import DocumentUpload
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.processes import SlotRule
from chalicelib.features.claims.stages import Side
from chalicelib.features.claims.standing import slot_state, steps_of
from chalicelib.features.claims.usual import usual_days
from chalicelib.http.money import money_view

_AS_STORED = {"id", "slot", "file_name", "state", "content_type", "bytes", "added_at"}


def line_view(found: own.OwnClaim, language: Language) -> AreaClaimLine:
    """Return a claim of the list."""
    return AreaClaimLine(**_line(found, language))


def own_claim_view(found: own.OwnClaim, language: Language) -> AreaClaimView:
    """Return a claim with its steps, slots and deadlines."""
    claim = found.claim
    offered = machine.open_moves(claim, by=Side.CLIENT, now=moment_of(claim.account_id))
    return AreaClaimView(
        **_line(found, language),
        decision=_decision(claim),
        referral=_referral(claim),
        ending=claim.ending,
        steps=[AreaClaimStep(**each._asdict()) for each in steps_of(claim, language)],
        slots=[_slot(claim, each, language) for each in claim.slots],
        deadlines=[_deadline(claim, each, language) for each in deadlines_of(claim)],
        moves=[each for each in MOVES if each in offered],
        law=claim.law,
    )


def area_document_view(
    claim: Claim, document: ClaimDocument, language: Language, *, form: UploadForm | None = None
) -> AreaClaimDocument:
    """Return a document, with the form that sends it if it was announced right now."""
    return AreaClaimDocument(
        **document.model_dump(include=_AS_STORED),
        reason=reason_of(claim, document, language),
        upload=DocumentUpload(**form._asdict()) if form else None,
    )


def _line(found: own.OwnClaim, language: Language) -> dict[str, Any]:
    claim, ends = found.claim, ends_of(found.claim, language)
    due = claim.next_due
    return {
        "id": claim.id,
        "number": found.number,
        "object": found.object,
        "client_id": claim.client_id,
        "policy_id": claim.policy_id,
        "process": claim.process,
        "stage": claim.stage,
        "stage_name": claim.rules.stage_label(claim.stage, language),
        "turn": claim.turn,
        "next_step": whole_step_of(claim, language),
        "next_due": AreaNextDue(
            code=due.code, label=ends.label, last_day=ends.last_day.date(), days_left=ends.days_left
        )
        if ends and due
        else None,
        "usual_days": usual_days(claim),
        "opened_at": claim.opened_at,
        "version": claim.version,
    }


def _decision(claim: Claim) -> AreaDecision | None:
    found = last_decision(claim)
    if found is None:
        return None
    lines = found.calculation.lines if found.calculation else ()
    return AreaDecision(
        number=found.number,
        outcome=found.outcome,
        lines=[AreaDecisionLine(kind=each.kind, label=each.label, amount=money_view(each.money)) for each in lines],
        total=money_view(found.total) if found.total else None,
        reason=found.reason,
    )


def _referral(claim: Claim) -> AreaReferral | None:
    found = own_referral(claim)
    if found is None:
        return None
    return AreaReferral(
        id=found.id,
        workshop=AreaWorkshop(**found.workshop.model_dump()),
        until=found.until,
        expired=found.has_expired,
        deductible=money_view(found.deductible) if found.deductible else None,
        subject=found.subject or None,
        document=found.has_document,
    )


def _slot(claim: Claim, slot: SlotRule, language: Language) -> AreaClaimSlot:
    asked = next((each.reason for each in claim.asked if each.slot == slot.code), None)
    return AreaClaimSlot(
        code=slot.code,
        label=slot.label(language),
        why=first_seen((slot.why.get(language, ""), *slot.why.values()), otherwise=""),
        example=first_seen((slot.example.get(language, ""), *slot.example.values()), otherwise=""),
        need=slot.need,
        group=slot.group,
        min=slot.min,
        max=slot.max,
        state=slot_state(claim.count_of(slot), slot),
        held=claim.count_of(slot).held,
        photos=slot.photos,
        missing=slot in (*claim.missing, *claim.missing_for_payment),
        asked_again=asked,
    )


def _deadline(claim: Claim, known: Known, language: Language) -> AreaClaimDeadline:
    rule, deadline = known
    runs = deadline.state == "open" and deadline.ends_at is not None
    return AreaClaimDeadline(
        code=rule.code,
        label=rule.label(language),
        law=rule.law,
        state=deadline.state,
        who=rule.who,
        last_day=deadline.last_day,
        ends_at=deadline.ends_at,
        days_left=days_left(claim, deadline.ends_at) if runs and deadline.ends_at else None,
        waits_for=deadline.waits_for,
        waits_for_label=waits_for(deadline, claim.facts, language),
        effect=effect_of(rule, language),
    )
