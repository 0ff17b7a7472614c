"""The check of a referral's body: all that is wrong with its types and its facts, at once."""

from chalicelib.base.errors import Findings
from chalicelib.features.claims.repair import service
from chalicelib.features.claims.repair.schemas import ReferralBody
from chalicelib.identity.model import Caller


def check_body(caller: Caller, claim_id: str, body: ReferralBody) -> None:
    """Raise Invalid with everything that a referral would be refused for; nothing is written."""
    found = Findings()
    deductible = found.attempt(body.money, otherwise=None)
    with found:
        service.check_referral(caller, claim_id, body.typed(deductible))
    found.demand_none()
