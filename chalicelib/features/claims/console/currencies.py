"""The currency that forms of a claim offer."""

from chalicelib.base.money import Money
from chalicelib.features.claims.model import Claim
from chalicelib.features.policies import service as policies
from chalicelib.identity.model import Caller

_USUAL = "RUB"


def currency_of(caller: Caller, claim: Claim) -> str:
    """Return the currency of the claimed sum or of the goods, else of the policy, else the usual one."""
    goods = claim.facts.cargo
    of_goods = (goods.value, goods.declared_value, goods.carriage_charges) if goods else ()
    known: tuple[Money | None, ...] = (claim.facts.claimed, *of_goods)
    named = [each.currency for each in known if each is not None]
    if named:
        return named[0]
    policy = policies.find_policy(caller, claim.policy_id) if claim.policy_id else None
    return policy.currency if policy else _USUAL
