"""Warnings about policies: things that somebody should look at, and that refuse nothing."""

from collections.abc import Iterator

from chalicelib.features.clients import service as clients
from chalicelib.features.policies import table, vehicle
from chalicelib.features.policies.bases import sees_policy
from chalicelib.features.policies.model import Policy, Warned
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

OVERLAP = "overlap"


def warnings_of(caller: Caller, policy: Policy) -> tuple[Warned, ...]:
    """Return the warnings about a policy: overlaps (Query and BatchGetItem), vehicle, the holder's document."""
    account = accounts.load_account(caller.account_id)
    return (*_overlaps(caller, policy), *_of_vehicle(account, policy), *_of_document(caller, account, policy))


def _overlaps(caller: Caller, policy: Policy) -> Iterator[Warned]:
    for other in policies_of_vehicle(policy):
        if other.id != policy.id and _overlap(policy, other):
            yield Warned(OVERLAP, other.id if sees_policy(caller, other) else None)


def policies_of_vehicle(policy: Policy) -> list[Policy]:
    """Return the policies of a policy's vehicle, by VIN or plate: a Query each, and a BatchGetItem."""
    insured = policy.insured.vehicle
    codes = [each for each in ((insured.vin, insured.plate) if insured else ()) if each]
    ids = dict.fromkeys(found for code in codes for found in table.list_of_vehicle(policy.account_id, code)[0])
    policies = table.get_policies(policy.account_id, ids)
    return [policies[each] for each in ids if each in policies]


def _overlap(policy: Policy, other: Policy) -> bool:
    same = policy.insured.product == other.insured.product
    return same and policy.insured.begins <= other.last_day and other.insured.begins <= policy.last_day


def _of_vehicle(account: Account, policy: Policy) -> Iterator[Warned]:
    insured = policy.insured.vehicle
    country = next(iter(account.sms.countries), "")
    for each in vehicle.warnings_of(insured.vin, insured.plate, country) if insured else ():
        yield Warned(each.code, params=each.params)


def _of_document(caller: Caller, account: Account, policy: Policy) -> Iterator[Warned]:
    client = clients.find_client(caller.account_id, policy.client_id)
    for code in clients.warnings_of_document(account, client.facts) if client else ():
        yield Warned(code)
