"""The policies and claims that a request can concern: a client's, for forms."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Wanted as WantedClaims
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.shown import product_label
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

_CLAIM = "claim_"
#: Things of a client in a list to choose from.
_MOST = 100
#: The form's field by the fields of a body that it stands for.
ABOUT: Mapping[str, str] = MappingProxyType({"/policy_id": "about", "/claim_id": "about"})


class Thing(NamedTuple):
    """A policy or a claim: its id, its name, and its page below the address of the client area."""

    id: str
    label: str
    path: str = ""


def named_by(about: str) -> dict[str, str]:
    """Return the field of a body that a chosen id stands for: `policy_id` or `claim_id`; none for no choice."""
    if not about.strip():
        return {}
    return {"claim_id": about} if about.startswith(_CLAIM) else {"policy_id": about}


def things_of_client(caller: Caller, client_id: str, language: Language) -> Iterator[Thing]:
    """Yield the policies and claims of a client, as far as a member of staff sees them."""
    if may(caller, "policies:read"):
        page = policies.list_policies(caller, policies.Wanted(client_id=client_id), limit=_MOST, position=None)
        yield from (policy_thing(each, language) for each in page.items)
    if may(caller, "cases:read"):
        wanted = WantedClaims(client_id=client_id)
        found = claims.list_claims(caller, wanted, limit=_MOST, position=None).items
        of = {each.id: each for each in cases.find_cases(caller, [each.case_id for each in found])}
        yield from (
            claim_thing(each.id, of[each.case_id].shown_title, language) for each in found if each.case_id in of
        )


def policy_thing(policy: Policy, language: Language) -> Thing:
    """Return a policy, named by its product and number."""
    product = product_label(policy.account_id, policy.insured.product, language)
    return Thing(policy.id, f"{product} {policy.number}", f"/policies/{policy.id}")


def claim_thing(claim_id: str, number: str, language: Language) -> Thing:
    """Return a claim, named by a number."""
    return Thing(claim_id, text(language, N_("Claim {number}"), number=number), f"/claims/{claim_id}")
