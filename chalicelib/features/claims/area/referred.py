"""The referral of an own claim: the workshop, the way there, the document, the deductible to pay."""

from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from chalicelib.base.errors import Invalid
from chalicelib.base.money import Money
from chalicelib.base.phones import dial, parse
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.model import Referral, Workshop
from chalicelib.features.claims.repair.payables import is_due
from chalicelib.features.claims.repair.service import referrals_of
from chalicelib.features.claims.repair.subjects import deductible_subject
from chalicelib.features.claims.stages import Stage
from chalicelib.features.printing.model import DocumentState
from chalicelib.tenancy import service as accounts


class OwnReferral(NamedTuple):
    """The present referral of a claim."""

    id: str
    workshop: Workshop
    #: For the link that calls the workshop; empty for a phone that can't be read.
    dial: str
    #: The place as a `geo` address (RFC 5870), which maps of phones open.
    way: str
    until: date
    has_expired: bool
    has_document: bool
    deductible: Money | None
    #: The name to start the payment of the deductible by; empty if nothing is due.
    subject: str


def own_referral(claim: Claim) -> OwnReferral | None:
    """Return the referral that holds: a Query of it, and one of its documents; None before the repair."""
    if Stage.REPAIR not in claim.reached or not claim.is_decided:
        return None
    found = next((each for each in referrals_of(claim) if not each.referral.replaced), None)
    if found is None:
        return None
    referral, document = found.referral, found.document
    return OwnReferral(
        id=referral.id,
        workshop=referral.workshop,
        dial=_dial(claim.account_id, referral.workshop.phone),
        way=f"geo:0,0?q={quote(referral.workshop.address)}",
        until=referral.until,
        has_expired=found.state == "expired",
        has_document=document is not None and document.state is DocumentState.PRINTED,
        deductible=referral.deductible,
        subject=_subject(claim, referral),
    )


def _subject(claim: Claim, referral: Referral) -> str:
    return deductible_subject(claim.case_id) if is_due(claim, referral) else ""


def _dial(account_id: str, phone: str) -> str:
    countries = accounts.load_account(account_id).sms.countries
    try:
        return dial(parse(phone, countries=countries, pointer="", allowed_only=False))
    except Invalid:
        return ""
