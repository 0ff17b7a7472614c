"""Counting of policies and cabinets from before they were counted: for the operator (infra/reindex.py)."""

from collections.abc import Iterable, Iterator

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.cabinet.service.counting import count_cabinet, count_policy
from chalicelib.features.clients import service as clients
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.table import area as area_table


def count_all(account_ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Count clients of earlier policies, and their cabinets. Repeatable and resumable.

    Yields each account with the number of clients that were not counted, or not with their cabinet.
    """
    for account_id in account_ids:
        yield account_id, sum(_count_client(account_id, each) for each in policies.list_sold_ids(account_id))


def _count_client(account_id: str, policy_id: str) -> bool:
    policy = policies.load_policy(account_id, policy_id)
    client = clients.find_client(account_id, policy.client_id) if policy else None
    if policy is None or client is None or client.blocked is not None:
        return False
    is_new = [retry_stale(lambda: _count_policy(policy))]
    for person_id in area_table.list_people_of_client(account_id, client.id):
        person = area_table.get_person(account_id, person_id)
        if person is not None and _is_holder(person, client.id):
            is_new.append(retry_stale(lambda each=person: _count_cabinet(each, client.id)))  # type: ignore[misc]
    return any(is_new)


def _count_policy(policy: Policy) -> bool:
    tx = Transaction()
    if not count_policy(tx, policy, at=policy.issued_at):
        return False
    tx.commit()
    return True


def _count_cabinet(person: AreaPerson, client_id: str) -> bool:
    tx = Transaction()
    if not count_cabinet(tx, person.account_id, client_id, person.registration, at=person.registered_at):
        return False
    tx.commit()
    return True


def _is_holder(person: AreaPerson, client_id: str) -> bool:
    return any(each.client_id == client_id and each.kind is MembershipKind.HOLDER for each in person.memberships)
