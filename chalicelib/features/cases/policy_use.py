"""The policy of a case: looked up for a caller, a source of facts, compared with the time of loss."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.autolinks import unlinked
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_
from chalicelib.features.cases.model import Case, Vehicle
from chalicelib.features.cases.table import policy_cases
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from chalicelib.features.policies.model import Insured, Policy, PolicyStatus
    from chalicelib.features.policies.status import Gap

#: The scope of callers who see policies.
SEES_POLICIES = "policies:read"
#: The beginning of ids of policies; any other id is one of the caller's own system.
_OURS = "pol_"
_UNKNOWN = N_("There is no such policy. Give the id of one in the list of policies that you see.")
_NOT_YOURS = N_("Naming a policy takes the permission {scope}. Leave the policy out, or ask your administrator.")
_LONGEST_TEXT = 200


class Cover(NamedTuple):
    """A case's policy with its statuses: at present, and on the day of loss."""

    policy: "Policy"
    status: "PolicyStatus"
    #: Empty as long as nobody has said when the loss was.
    at_loss: "tuple[PolicyStatus, ...]"
    #: The reason why it does not cover the loss; None if it does, or if nobody has said when the loss was.
    gap: "Gap | None"


def named_policy(caller: Caller, policy_id: str | None, *, prefix: str = "") -> "Policy | None":
    """Return the policy that a caller names, by one GetItem; None for none, and for an id of another system.

    Raises Invalid for one that the caller does not see.
    """
    if policy_id is None or not policy_id.startswith(_OURS):
        return None
    if not may(caller, SEES_POLICIES):
        raise Invalid([FieldError(f"{prefix}/policy_id", _NOT_YOURS, {"scope": SEES_POLICIES})])
    policy = find_seen(caller, policy_id)
    if policy is None:
        raise Invalid([FieldError(f"{prefix}/policy_id", _UNKNOWN)])
    return policy


def find_seen(caller: Caller, policy_id: str | None) -> "Policy | None":
    """Return the policy of a stored case. None for an id of another system, and if the caller sees no such policy."""
    if policy_id is None or not policy_id.startswith(_OURS) or not may(caller, SEES_POLICIES):
        return None
    found: Policy | None = _policies("service").find_policy(caller, policy_id)
    return found


def move(tx: Transaction, before: Case | None, after: Case) -> None:
    """List a case with its policy, and no longer with the policy before."""
    was = before.policy_id if before else None
    if was != after.policy_id:
        policy_cases.move(tx, after, before=was)


def holder_name(policy: "Policy") -> str | None:
    """Return the policyholder's name as an owner has one: phones make no link of it."""
    return unlinked(policy.holder)[:_LONGEST_TEXT].strip() or None


def process_of(account: Account, policy: "Policy") -> str | None:
    """Return the process of losses that the policy's product names, if the account has it."""
    product = _policies("shown").find_product(account.id, policy.insured.product)
    return product.process if product and account.process(product.process or "") else None


def filled_vehicle(vehicle: Vehicle, terms: "Insured", *, but: frozenset[str] = frozenset()) -> Vehicle:
    """Return a vehicle whose lacking facts are those of the insured one, except for the fields named by `but`.

    A vehicle with another VIN or plate is another one, and stays as it is.
    """
    insured = terms.vehicle
    if insured is None or any(_differ(vehicle, insured, name) for name in ("vin", "plate")):
        return vehicle
    names = [name for name in Vehicle.model_fields if getattr(vehicle, name) is None and name not in but]
    facts = [each for each in (_fact(name, getattr(insured, name)) for name in names) if each]
    return vehicle.model_copy(update={name: value for each in facts for name, value in each.items()})


def cover_of(caller: Caller, case: Case) -> Cover | None:
    """Return a case's policy with its statuses; None without one that the caller sees."""
    policy = find_seen(caller, case.policy_id)
    if policy is None:
        return None
    service, moment = _policies("service"), case.loss.occurred_at
    zone = accounts.load_account(caller.account_id).zone
    return Cover(
        policy,
        service.statuses(policy)[0],
        service.statuses(policy, at=moment) if moment else (),
        _policies("status").gap_at(policy, moment, zone) if moment else None,
    )


def _differ(vehicle: Vehicle, insured: Any, name: str) -> bool:
    said, known = getattr(vehicle, name), getattr(insured, name)
    return bool(said and known and fold_code(said) != fold_code(known))


def _fact(name: str, value: str | None) -> dict[str, str]:
    """Return a fact as a case can store it; none if it can't, since policies store longer texts."""
    try:
        return Vehicle.model_validate({name: value}).model_dump(exclude_none=True)
    except ValidationError:
        return {}


def _policies(module: str) -> Any:
    """Return a module of policies, loaded by the first case with a policy: most functions never have one."""
    return import_module(f"chalicelib.features.policies.{module}")
