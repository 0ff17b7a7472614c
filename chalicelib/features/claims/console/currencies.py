"""The currency that forms of a claim offer."""

from chalicelib.features.claims.model import Claim
from chalicelib.features.policies import service as policies
from chalicelib.identity.model import Caller

_USUAL = "RUB"


def currency_of(caller: Caller, claim: Claim) -> str:
    """Return the currency of the claimed sum, else of the policy, else the usual one."""
    if claim.facts.claimed is not None:
        return claim.facts.claimed.currency
    policy = policies.find_policy(caller, claim.policy_id) if claim.policy_id else None
    return policy.currency if policy else _USUAL
