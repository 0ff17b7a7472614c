"""Renewals: the policy that follows another one, at most one."""

from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Stale
from chalicelib.base.languages import N_
from chalicelib.features.clients.model import Client
from chalicelib.features.policies import table
from chalicelib.features.policies.bases import sees_policy
from chalicelib.features.policies.model import Policy, Quote
from chalicelib.features.policies.refusals import already
from chalicelib.features.policies.service.recording import note, publish
from chalicelib.identity.model import Caller


def renewed(policy: Policy) -> Conflict:
    """Return the error for a policy that another one follows already."""
    message = N_("This policy is renewed already.")
    return already("renewed", message, **({"policy_id": policy.successor_id} if policy.successor_id else {}))


def demand_renewable(policy: Policy) -> None:
    """Raise Conflict for a policy that is renewed or cancelled."""
    if policy.successor_id is not None:
        raise renewed(policy)
    if policy.cancelled is not None:
        raise Conflict(N_("A cancelled policy is not renewed. Make a new quote."), extra={"reason": "cancelled"})


def renewed_by(quote: Quote) -> Policy | None:
    """Return the policy that a quote renews; None of any other quote: at most one GetItem."""
    return table.get_policy(quote.account_id, quote.predecessor_id) if quote.predecessor_id else None


def wrong_predecessor(caller: Caller, client: Client | None, policy_id: str | None) -> list[FieldError]:
    """Return the error of a predecessor that is no policy of the client. Raises Conflict for one that is renewed."""
    if policy_id is None or client is None:
        return []
    policy = table.get_policy(caller.account_id, policy_id)
    if policy is None or not sees_policy(caller, policy) or policy.client_id != client.id:
        return [FieldError("/predecessor_id", N_("Must be the id of another policy of this client."))]
    if policy.successor_id is not None:
        raise renewed(policy)
    return []


def link(tx: Transaction, account_id: str, predecessor_id: str, policy: Policy, *, actor: str) -> None:
    """Note at a policy that another one follows it. Raises Conflict if one does already."""
    before = table.get_policy(account_id, predecessor_id)
    if before is None:
        return
    if before.successor_id is not None:
        raise renewed(before)
    after = before.model_copy(update={"successor_id": policy.id, "changed_at": now(), "version": before.version + 1})
    table.replace_policy(tx, after, replacing=before, otherwise=_changed)
    note(tx, after, actor=actor, type="renewed", policy_id=policy.id)
    publish(tx, after, "policy.renewed")


def _changed(_: dict[str, Any] | None) -> DomainError:
    return Stale(N_("Someone else changed this at the same moment. Reload it and try again."))
