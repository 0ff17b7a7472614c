"""Referrals as answers of the API show them."""

from chalicelib.base.languages import Language, text
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.model import Workshop
from chalicelib.features.claims.repair.payables import is_due
from chalicelib.features.claims.repair.schemas import ReferralList, ReferralView, WorkshopView
from chalicelib.features.claims.repair.service import Referrals, Shown
from chalicelib.features.claims.repair.subjects import deductible_subject
from chalicelib.features.claims.repair.words import STATES
from chalicelib.http.money import money_view


def referral_list(claim: Claim, found: Referrals, language: Language) -> ReferralList:
    """Return the referrals of a claim as the API shows them."""
    return ReferralList(
        items=[_view(claim, each, language) for each in found.items],
        workshops=[_workshop(each) for each in found.workshops],
    )


def _view(claim: Claim, shown: Shown, language: Language) -> ReferralView:
    referral, due = shown.referral, not shown.referral.replaced and is_due(claim, shown.referral)
    return ReferralView.model_validate(
        {
            "id": referral.id,
            "workshop": _workshop(referral.workshop),
            "until": referral.until,
            "state": shown.state,
            "state_label": text(language, STATES[shown.state][0]),
            "deductible": money_view(referral.deductible) if referral.deductible else None,
            "deductible_subject": deductible_subject(claim.case_id) if due else None,
            "deductible_paid_at": referral.paid.at if referral.paid and referral.is_paid else None,
            "at": referral.at,
            "by": referral.by,
            "document": shown.document.state if shown.document else None,
        }
    )


def _workshop(workshop: Workshop) -> WorkshopView:
    return WorkshopView(name=workshop.name, address=workshop.address, phone=workshop.phone)
