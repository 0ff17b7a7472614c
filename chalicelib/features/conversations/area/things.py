"""The policies and claims of a person of the client area that a request can concern."""

from chalicelib.base.languages import Language
from chalicelib.features.claims.area import own as own_claims
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.things import Thing, claim_thing, policy_thing
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.area import own as own_policies
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission


def own_things(caller: AreaCaller, language: Language) -> list[Thing]:
    """Return the policies and claims of a person of the client area, the latest of each first."""
    found = [policy_thing(each, language) for each in own_policies.list_own(caller)]
    return [*found, *(claim_thing(each.claim.id, each.number, language) for each in own_claims.list_own(caller))]


def own_thing(caller: AreaCaller, ticket: Ticket, language: Language) -> Thing | None:
    """Return the policy or the claim that an own request concerns; None of one that the person doesn't see."""
    if ticket.policy_id:
        policy = policies.load_policy(ticket.account_id, ticket.policy_id)
        if policy is not None and policy.client_id in caller.client_ids(AreaPermission.POLICIES):
            return policy_thing(policy, language)
    if ticket.claim_id:
        return next((each for each in own_things(caller, language) if each.id == ticket.claim_id), None)
    return None
