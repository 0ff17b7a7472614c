"""The part of an account's policies and quotes that a caller sees."""

from chalicelib.features.clients.bases import View, scope_of, view_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.policies.model import Policy, Quote
from chalicelib.identity.model import Caller

__all__ = ["policy_scope", "sees_policy", "sees_quote", "view_of"]


def sees_policy(caller: Caller, policy: Policy) -> bool:
    """Return True if a caller may know of a policy: agents of their own sales, others of all.

    Why back-ends see more policies than clients: a policy is the insurer's contract, a prospect is the agent's own.
    """
    if policy.account_id != caller.account_id:
        return False
    return caller.role != "agent" or _own(caller) == (policy.sold_by or HOUSE)


def sees_quote(caller: Caller, quote: Quote) -> bool:
    """Return True if a caller may know of a quote: agents of those of their base, others of all."""
    return quote.account_id == caller.account_id and (caller.role != "agent" or _own(caller) == quote.base)


def policy_scope(caller: Caller, base: str | None = None) -> str | None:
    """Return the beginning of the keys of lists that a caller sees; None for a base out of sight."""
    if caller.role == "agent":
        own = _own(caller)
        return scope_of(caller.account_id, own) if base in (None, own) else None
    return scope_of(caller.account_id, base)


def _own(caller: Caller) -> str:
    view: View = view_of(caller)
    return view.own
