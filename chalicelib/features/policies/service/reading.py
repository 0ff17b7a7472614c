"""Reading of policies: single ones, lists, and those of a client or a vehicle."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.folding import fold
from chalicelib.base.languages import N_
from chalicelib.base.search.pages import find_page
from chalicelib.base.search.readings import read_as
from chalicelib.features.policies import table
from chalicelib.features.policies.bases import policy_scope, sees_policy
from chalicelib.features.policies.model import Change, Policy, PolicyStatus
from chalicelib.features.policies.paging import all_ids
from chalicelib.features.policies.refusals import no_policy
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.status import statuses_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: Read in place of a policy whose number nobody knows.
_NONE = "pol_00000000000000000000000000"


class Wanted(NamedTuple):
    """The filter of a list of policies. The first of these that is given chooses; the others filter its pages.

    `client_id`, `vehicle` (a VIN or a plate) and `q` (words: a number, a vehicle, the holder) find policies.
    """

    q: str = ""
    client_id: str = ""
    vehicle: str = ""
    status: PolicyStatus | None = None
    product: str = ""
    #: The agent whose portfolio it is, or `house`; None: all that the caller sees.
    base: str | None = None


class Page[T](NamedTuple):
    """A page of a list; `position` is where the next one begins, None after the last."""

    items: Sequence[T]
    position: str | None


def find_policy(caller: Caller, policy_id: str) -> Policy | None:
    """Return a policy if there is such a one and the caller sees it."""
    policy = table.get_policy(caller.account_id, policy_id)
    return policy if policy is not None and sees_policy(caller, policy) else None


def show_policy(caller: Caller, policy_id: str) -> Policy:
    """Return a policy that the caller sees. Raises NotFound."""
    policy = find_policy(caller, policy_id)
    if policy is None:
        raise no_policy()
    return policy


def find_numbered(account_id: str, number: str) -> Policy | None:
    """Return the policy with a number, however it is written, for use cases without a caller of the staff.

    Reads as much for a number that no policy has: two GetItem. Why: strangers must not tell them apart.
    """
    return table.get_policy(account_id, table.find_number(account_id, number) or _NONE)


def load_policy(account_id: str, policy_id: str) -> Policy | None:
    """Return a policy by its ids, for use cases without a caller of the staff."""
    return table.get_policy(account_id, policy_id)


def load_policies(account_id: str, policy_ids: Iterable[str]) -> dict[str, Policy]:
    """Return policies by their ids, likewise; unknown ones are missing: one BatchGetItem."""
    return table.get_policies(account_id, policy_ids)


def list_sold_ids(account_id: str) -> Iterator[str]:
    """Yield the ids of all policies of an account: one Query a page."""
    return all_ids(lambda after: table.list_sold(account_id, after=after, limit=table.AT_ONCE))


def list_policies(caller: Caller, wanted: Wanted, *, limit: int, position: str | None) -> Page[Policy]:
    """Return a page of the policies that the caller sees, the latest sale first: one Query and one BatchGetItem.

    With a filter a page may have fewer policies than `limit`, or none, and still be followed by another.
    """
    check_wanted(wanted)
    policies, end = _found(caller, wanted, limit=limit, position=position)
    return Page([each for each in policies if sees_policy(caller, each) and _fits(caller, wanted, each)], end)


def check_wanted(wanted: Wanted) -> None:
    """Raise Invalid with everything that a list would be refused for."""
    found = Findings()
    for at, said in (("?q", wanted.q), ("?vehicle", wanted.vehicle)):
        if said and not fold(said):
            found.add([FieldError(at, N_("Write letters or digits of a number, a vehicle or a name."))])
    found.demand_none()


def list_history(caller: Caller, policy_id: str) -> list[Change]:
    """Return the changes of a policy that the caller sees, newest first. Raises NotFound."""
    policy = show_policy(caller, policy_id)
    return table.list_changes(policy.account_id, policy.id)[::-1]


def statuses(policy: Policy, *, at: datetime | None = None) -> tuple[PolicyStatus, ...]:
    """Return the statuses of a policy at a moment, else at present, by its account's time zone and settings."""
    account = accounts.load_account(policy.account_id)
    return statuses_of(policy, at or now(), account.zone, grace_days=sale_settings(account.id).grace_days)


def _found(caller: Caller, wanted: Wanted, *, limit: int, position: str | None) -> tuple[Sequence[Policy], str | None]:
    account_id, scope = caller.account_id, policy_scope(caller, wanted.base)
    if scope is None:
        return (), None
    if wanted.q and not wanted.client_id and not wanted.vehicle:
        readings = read_as(wanted.q)
        return find_page(
            readings,
            lambda number, after: table.find(account_id, scope, readings, number=number, after=after, limit=limit),
            position=position,
        )
    if wanted.client_id:
        ids, end = table.list_of_client(account_id, wanted.client_id, after=position, limit=limit)
    elif wanted.vehicle:
        ids, end = table.list_of_vehicle(account_id, wanted.vehicle, after=position, limit=limit)
    else:
        ids, end = table.list_sold(scope, after=position, limit=limit)
    return _in_order(caller, ids), end


def _in_order(caller: Caller, ids: Sequence[str]) -> list[Policy]:
    found = table.get_policies(caller.account_id, ids)
    return [found[each] for each in ids if each in found and sees_policy(caller, found[each])]


def _fits(caller: Caller, wanted: Wanted, policy: Policy) -> bool:
    return (
        (not wanted.product or wanted.product == policy.insured.product)
        and (wanted.base is None or caller.role == "agent" or wanted.base == table.base_of(policy))
        and (wanted.status is None or wanted.status in statuses(policy))
    )
