"""The client and the policy of a case, looked up for a caller, and the case filled with their facts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.base.errors import Findings
from chalicelib.features.cases import client_use, policy_use
from chalicelib.features.cases.model import Case, Owner
from chalicelib.identity.model import Caller
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from chalicelib.features.cases.service import NewCase
    from chalicelib.features.clients.model import Client
    from chalicelib.features.policies.model import Policy


class Named(NamedTuple):
    """The client and the policy whose facts fill a case, as far as the caller sees them."""

    client: "Client | None" = None
    policy: "Policy | None" = None
    #: The case's client: the named one, else that of the policy, also if the caller does not see it.
    client_id: str | None = None


def named(caller: Caller, new: "NewCase", *, found: Findings, prefix: str = "") -> Named:
    """Return the client and the policy that a new case names. `found` collects the errors."""
    client = found.attempt(lambda: client_use.named_client(caller, new.client_id, prefix=prefix), otherwise=None)
    policy = found.attempt(lambda: policy_use.named_policy(caller, new.policy_id, prefix=prefix), otherwise=None)
    if policy is None or new.client_id is not None:
        return Named(client, policy, new.client_id)
    return _of_policy(caller, policy)


def newly_named(caller: Caller, before: Case, changes: Mapping[str, Any], *, found: Findings) -> Named:
    """Return the client and the policy that changes of a case name anew. Those of before stay unchecked."""
    client_id, policy_id = (changes.get(name, getattr(before, name)) for name in ("client_id", "policy_id"))
    client = found.attempt(lambda: client_use.newly_named(caller, before, changes), otherwise=None)
    if policy_id == before.policy_id:
        return Named(client, None, client_id)
    policy = found.attempt(lambda: policy_use.named_policy(caller, policy_id), otherwise=None)
    if policy is None or client_id is not None or "client_id" in changes:
        return Named(client, policy, client_id)
    return _of_policy(caller, policy)


def filled_new(account: Account, case: Case, known: Named) -> Case:
    """Return a new case whose lacking facts are those of its client and policy."""
    return _filled(account, case, known, but={})


def filled_anew(account: Account, case: Case, changes: Mapping[str, Any], known: Named) -> Case:
    """Return a changed case that lacks nothing that client and policy give, but for facts that the changes name."""
    return _filled(account, case, known, but=changes)


def _filled(account: Account, case: Case, known: Named, *, but: Mapping[str, Any]) -> Case:
    said = frozenset(but.get("owner") or ())
    owner, policy = client_use.filled(case.owner, known.client, but=said), known.policy
    update: dict[str, object] = {"owner": owner, "client_id": known.client_id}
    if policy is not None:
        update |= {
            "owner": _with_holder(owner, policy, known.client_id, but=said),
            "vehicle": policy_use.filled_vehicle(case.vehicle, policy.insured, but=frozenset(but.get("vehicle") or ())),
            "process": case.process or policy_use.process_of(account, policy),
        }
    return case.model_copy(update=update)


def _with_holder(owner: Owner, policy: "Policy", client_id: str | None, *, but: frozenset[str]) -> Owner:
    """Return an owner without a name as the policyholder, unless the case names another client."""
    if owner.name is not None or "name" in but or client_id not in {None, policy.client_id}:
        return owner
    return owner.model_copy(update={"name": policy_use.holder_name(policy)})


def _of_policy(caller: Caller, policy: "Policy") -> Named:
    """Return the policy with its client; an erased one gives nothing and is not named."""
    client = client_use.find_seen(caller, policy.client_id)
    is_usable = client.blocked is None if client else client_use.is_usable(caller.account_id, policy.client_id)
    return Named(client, policy, policy.client_id) if is_usable else Named(None, policy, None)
