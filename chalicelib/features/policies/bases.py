"""The part of an account's policies and quotes that a caller sees."""

from chalicelib.features.clients.bases import View, scope_of, view_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.policies.model import Policy
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller

__all__ = ["is_seller", "policy_scope", "sees_policy", "server_of", "view_of"]


def sees_policy(caller: Caller, policy: Policy) -> bool:
    """Return True if a caller may know of a policy. Agents know of their own sales and of their clients' policies.

    People of the client area know of those of the clients that they act for. Why back-ends see more policies than
    clients: a policy is the insurer's contract, a prospect is the agent's own.
    """
    if policy.account_id != caller.account_id:
        return False
    if isinstance(caller, AreaCaller):
        return policy.client_id in caller.client_ids(AreaPermission.POLICIES)
    return caller.role != "agent" or _own(caller) in {policy.sold_by or HOUSE, policy.served_by}


def is_seller(caller: Caller, policy: Policy) -> bool:
    """Return True if a caller who sees a policy sold it, or is not an agent."""
    return caller.role != "agent" or _own(caller) == (policy.sold_by or HOUSE)


def server_of(base: str, sold_by: str | None) -> str | None:
    """Return the agent who reads a policy beside its seller: that of the client's base; None for no other one."""
    return base if base not in {HOUSE, sold_by} else None


def policy_scope(caller: Caller, base: str | None = None) -> str | None:
    """Return the beginning of the keys of lists that a caller sees; None for a base out of sight."""
    if caller.role == "agent":
        own = _own(caller)
        return scope_of(caller.account_id, own) if base in (None, own) else None
    return scope_of(caller.account_id, base)


def _own(caller: Caller) -> str:
    view: View = view_of(caller)
    return view.own
