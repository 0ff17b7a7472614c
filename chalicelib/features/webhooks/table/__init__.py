"""Rows of the webhooks table, one function per access pattern.

| item | pk | sk |
|---|---|---|
| an endpoint | `<account>` | `endpoint#<id>` |
| the number of an account's endpoints | `<account>` | `endpoints` |
| the events of a day (UTC), for replays | `<account>#events#<day>` | `<event>` |
| an event on its way to an endpoint | `<account>#<endpoint>` | `delivery#<event>` |
| the lane of a running call to the endpoint | `<account>#<endpoint>` | `lane#<n>` |

Index `by_due` (sparse: settled deliveries have no key): `due#<shard>`, sorted by the moment of falling due, for the
sweep.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.aws import due
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Otherwise, Transaction, readable, stale
from chalicelib.aws.shards import hash_keys, merged
from chalicelib.base.clock import stamp
from chalicelib.features.webhooks.model import Delivery, DeliveryStatus, DisabledReason, Endpoint, Event
from chalicelib.features.webhooks.table.rows import (
    HEALTHY,
    KEPT,
    UNASKED,
    CountRow,
    DeliveryRow,
    EndpointRow,
    EventRow,
    delivery_key,
    disabling,
    due_pk,
    endpoint_key,
    happens,
    key_of,
    partition,
    ttl_of,
)

__all__ = ["KEPT"]

#: The number of deliveries read for a page of those that have one status.
LOOKED_THROUGH = 500
_SET_BY_OWNERS = {
    "id",
    "account_id",
    "url",
    "events",
    "description",
    "generation",
    "former_until",
    "created_at",
}


def insert_endpoint(
    tx: Transaction, endpoint: Endpoint, *, at_most: int, otherwise: Otherwise, made: Otherwise = stale
) -> None:
    """Write a new endpoint and count it; `otherwise` when the account has `at_most` of them, `made` when it has it."""
    count = CountRow(endpoint.account_id, "endpoints")
    tx.update(
        count,
        actions=[CountRow.used.set((CountRow.used | 0) + 1), CountRow.kind.set(CountRow)],
        condition=CountRow.used.does_not_exist() | (CountRow.used < at_most),
        otherwise=otherwise,
    )
    row = EndpointRow(*endpoint_key(endpoint), version=endpoint.version, document=_document(endpoint))
    tx.insert(row, otherwise=made)


def change_endpoint(
    tx: Transaction, endpoint: Endpoint, *, replacing: Endpoint, revived: bool = False, disabled: bool = False
) -> None:
    """Write the owners' settings of an endpoint, if nobody else has meanwhile; `revived` also closes the breaker."""
    actions: list[Any] = [EndpointRow.document.set(_document(endpoint)), EndpointRow.version.set(endpoint.version)]
    if revived:
        actions += [
            EndpointRow.enabled.set(True),
            EndpointRow.disabled_reason.remove(),
            EndpointRow.disabled_at.remove(),
            *HEALTHY,
        ]
    if disabled and endpoint.disabled_at is not None:
        actions += disabling(DisabledReason.REQUESTED, endpoint.disabled_at)
    tx.update(EndpointRow(*endpoint_key(endpoint)), actions=actions, condition=EndpointRow.version == replacing.version)


def delete_endpoint(tx: Transaction, endpoint: Endpoint) -> None:
    """Remove an endpoint; its deliveries end with the next look at it."""
    tx.delete(EndpointRow(*endpoint_key(endpoint)), condition=EndpointRow.pk.exists())
    tx.update(CountRow(endpoint.account_id, "endpoints"), actions=[CountRow.used.set(CountRow.used - 1)])


def get_endpoint(account_id: str, endpoint_id: str) -> Endpoint | None:
    """GetItem: an endpoint."""
    try:
        return EndpointRow.get(account_id, f"endpoint#{endpoint_id}", consistent_read=True).model()
    except EndpointRow.DoesNotExist:
        return None


def list_endpoints(account_id: str) -> list[Endpoint]:
    """Query: the endpoints of an account, oldest first."""
    rows = EndpointRow.query(account_id, EndpointRow.sk.startswith("endpoint#"), consistent_read=True)
    return [row.model() for row in rows]


# --- Events and deliveries -------------------------------------------------------------------------------------------


def add_event(tx: Transaction, event: Event) -> None:
    """Keep an event for replays."""
    document = event.model_dump(mode="json")
    tx.put(
        EventRow(
            _events_pk(event.account_id, event.created_at.date()),
            event.id,
            document=document,
            ttl=ttl_of(event.created_at),
        )
    )


def list_events(account_id: str, day: date, *, after: str) -> Iterator[Event]:
    """Query: events of a day whose ids come after another, oldest first."""
    rows = EventRow.query(_events_pk(account_id, day), EventRow.sk > after)
    return (Event.model_validate(row.document) for row in rows)


def add_delivery(tx: Transaction, delivery: Delivery, *, otherwise: Otherwise = stale) -> None:
    """Write a new delivery."""
    tx.insert(_row_of(delivery), otherwise=otherwise)


def insert_delivery(delivery: Delivery) -> bool:
    """PutItem: a new delivery; False if there is one of this event."""
    from_other = DeliveryRow.pk.does_not_exist()
    return happens(lambda: _row_of(delivery).save(condition=from_other))


def renew_delivery(account_id: str, endpoint_id: str, delivery_id: str, *, at: datetime) -> bool:
    """UpdateItem: let a settled delivery begin anew; False if there is none, or it is on its way."""
    row = DeliveryRow(*delivery_key(account_id, endpoint_id, delivery_id))
    actions: list[Any] = [
        DeliveryRow.status.set(DeliveryStatus.PENDING),
        DeliveryRow.due_pk.set(due_pk(delivery_id)),
        DeliveryRow.due_at.set(stamp(at)),
        DeliveryRow.began_at.set(stamp(at)),
        DeliveryRow.tries.set(0),
        DeliveryRow.waits.set(0),
        DeliveryRow.ttl.set(ttl_of(at)),
        *UNASKED,
    ]
    settled = DeliveryRow.pk.exists() & (DeliveryRow.status != DeliveryStatus.PENDING)
    return happens(lambda: row.update(actions=actions, condition=settled))


def get_delivery(account_id: str, endpoint_id: str, delivery_id: str) -> Delivery | None:
    """GetItem: a delivery."""
    try:
        return DeliveryRow.get(*delivery_key(account_id, endpoint_id, delivery_id), consistent_read=True).model()
    except DeliveryRow.DoesNotExist:
        return None


def list_deliveries(
    account_id: str, endpoint_id: str, *, after: str | None, limit: int, status: DeliveryStatus | None = None
) -> tuple[list[Delivery], str | None]:
    """Query: a page of an endpoint's deliveries, newest first, and the id after which the next page begins.

    A page of one status has only those among LOOKED_THROUGH rows.
    """
    condition: Condition = DeliveryRow.sk.startswith("delivery#")
    if after is not None:
        condition = DeliveryRow.sk.between("delivery#", f"delivery#{after}")
    at_most = limit if status is None else LOOKED_THROUGH
    rows = DeliveryRow.query(partition(account_id, endpoint_id), condition, scan_index_forward=False, limit=at_most + 2)
    page: list[Delivery] = []
    last = None
    for number, row in enumerate(row for row in rows if row.sk != f"delivery#{after}"):
        if len(page) == limit or number == at_most:
            return page, last
        last = row.sk.removeprefix("delivery#")
        if status in {None, row.status}:
            page.append(row.model())
    return page, None


def list_due(moment: datetime, *, limit: int) -> Iterator[Delivery]:
    """Query per shard: deliveries that are due, of any account, oldest first."""
    until = DeliveryRow.due_at <= stamp(moment)
    shards = (DeliveryRow.by_due.query(part, range_key_condition=until, limit=limit) for part in hash_keys("due"))
    return readable(islice(merged(shards, key=lambda row: row.due_at or ""), limit), DeliveryRow.model)


def due_deliveries(moment: datetime) -> Iterator[Due]:
    """Query per shard, all pages: deliveries that are due and were not asked for lately, of any account."""
    return due.list_due(DeliveryRow, hash_keys("due"), moment)


def give_up(thing: Due) -> bool:
    """UpdateItem: end a delivery that can't even be tried; False if it has changed meanwhile."""
    row = DeliveryRow(thing.pk, thing.sk)
    actions: list[Any] = [DeliveryRow.status.set(DeliveryStatus.FAILED), DeliveryRow.due_pk.remove(), *UNASKED]
    return happens(lambda: row.update(actions=actions, condition=DeliveryRow.due_at == thing.due_at))


def _row_of(delivery: Delivery) -> DeliveryRow:
    return DeliveryRow(
        *key_of(delivery),
        due_pk=due_pk(delivery.id),
        due_at=stamp(delivery.due_at),
        status=delivery.status,
        began_at=stamp(delivery.began_at),
        document=delivery.model_dump(
            mode="json", include={"id", "endpoint_id", "account_id", "type", "body", "created_at"}
        ),
        ttl=ttl_of(delivery.began_at),
    )


def _document(endpoint: Endpoint) -> dict[str, Any]:
    return endpoint.model_dump(mode="json", include=_SET_BY_OWNERS)


def _events_pk(account_id: str, day: date) -> str:
    return f"{account_id}#events#{day.isoformat()}"
