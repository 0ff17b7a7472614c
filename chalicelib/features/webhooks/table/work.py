"""One delivery at work: its lease, a lane of its endpoint, and its outcome."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.expressions.condition import Condition

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.webhooks.model import LANES, Attempt, Delivery, DeliveryStatus, DisabledReason, Endpoint
from chalicelib.features.webhooks.table.rows import (
    HEALTHY,
    UNASKED,
    DeliveryRow,
    EndpointRow,
    LaneRow,
    WebhooksRow,
    delivery_key,
    disabling,
    endpoint_key,
    happens,
    key_of,
    partition,
)

#: The largest difference between the clocks of two machines.
CLOCKS_APART = timedelta(seconds=5)


class Seen(NamedTuple):
    """An endpoint, deliveries to it, and its free lanes."""

    endpoint: Endpoint | None
    deliveries: list[Delivery]
    lanes: list[int]


def read(account_id: str, endpoint_id: str, delivery_ids: Iterable[str], *, moment: datetime) -> Seen:
    """BatchGetItem: an endpoint, those of some deliveries to it that there are, and its free lanes."""
    keys = [
        (account_id, f"endpoint#{endpoint_id}"),
        *(delivery_key(account_id, endpoint_id, each) for each in delivery_ids),
        *((partition(account_id, endpoint_id), f"lane#{lane}") for lane in range(LANES)),
    ]
    rows = list(WebhooksRow.batch_get(keys, consistent_read=True))
    endpoint = next((row.model() for row in rows if isinstance(row, EndpointRow)), None)
    deliveries = [row.model() for row in rows if isinstance(row, DeliveryRow)]
    taken = {row.sk for row in rows if isinstance(row, LaneRow) and row.holder and row.until > stamp(moment)}
    return Seen(endpoint, deliveries, [lane for lane in range(LANES) if f"lane#{lane}" not in taken])


def lease(
    tx: Transaction,
    delivery: Delivery,
    *,
    lane: int,
    moment: datetime,
    until: datetime,
    taken: Otherwise,
    busy: Otherwise,
) -> None:
    """Lease a due delivery and a lane of its endpoint; `taken` and `busy` when others have them.

    `delivery` counts the try that this is.
    """
    tx.update(
        DeliveryRow(*key_of(delivery)),
        actions=[DeliveryRow.due_at.set(stamp(until)), DeliveryRow.tries.set(DeliveryRow.tries + 1), *UNASKED],
        condition=(DeliveryRow.status == DeliveryStatus.PENDING)
        & (DeliveryRow.due_at <= stamp(moment + CLOCKS_APART))
        & (DeliveryRow.tries == delivery.tries - 1),
        otherwise=taken,
    )
    row = LaneRow(partition(delivery.account_id, delivery.endpoint_id), f"lane#{lane}")
    free = LaneRow.pk.does_not_exist() | LaneRow.holder.does_not_exist() | (LaneRow.until <= stamp(moment))
    tx.update(
        row,
        actions=[LaneRow.holder.set(_holder(delivery)), LaneRow.until.set(stamp(until)), LaneRow.kind.set(LaneRow)],
        condition=free,
        otherwise=busy,
    )


def lease_probe(tx: Transaction, endpoint: Endpoint, *, until: datetime, otherwise: Otherwise) -> None:
    """Keep all others from calling an endpoint while one call tries it; `otherwise` when another one does."""
    unchanged: Condition = EndpointRow.paused_until.does_not_exist()
    if endpoint.paused_until is not None:
        unchanged = EndpointRow.paused_until == stamp(endpoint.paused_until)
    row = EndpointRow(*endpoint_key(endpoint))
    tx.update(row, actions=[EndpointRow.paused_until.set(stamp(until))], condition=unchanged, otherwise=otherwise)


def release(tx: Transaction, delivery: Delivery, *, lane: int, otherwise: Otherwise) -> None:
    """Release a lane; `otherwise` if the lease ran out and another call has it."""
    tx.update(
        LaneRow(partition(delivery.account_id, delivery.endpoint_id), f"lane#{lane}"),
        actions=[LaneRow.holder.remove()],
        condition=LaneRow.holder == _holder(delivery),
        otherwise=otherwise,
    )


def settle(
    tx: Transaction,
    delivery: Delivery,
    *,
    attempts: Sequence[Attempt],
    due_at: datetime | None,
    status: DeliveryStatus,
    otherwise: Otherwise,
) -> None:
    """Write the outcome of an attempt; without `due_at` there is none after it. `otherwise` if the lease was lost."""
    tx.update(
        DeliveryRow(*key_of(delivery)),
        actions=[
            DeliveryRow.status.set(status),
            DeliveryRow.waits.set(0),
            DeliveryRow.attempts.set([attempt.model_dump(mode="json") for attempt in attempts]),
            *_due(due_at),
        ],
        condition=(DeliveryRow.status == DeliveryStatus.PENDING) & (DeliveryRow.tries == delivery.tries),
        otherwise=otherwise,
    )


def postpone(delivery: Delivery, *, until: datetime) -> bool:
    """UpdateItem: look at a delivery later, without an attempt; False if someone else has got at it meanwhile."""
    return happens(
        lambda: DeliveryRow(*key_of(delivery)).update(
            actions=[DeliveryRow.due_at.set(stamp(until)), DeliveryRow.waits.set(DeliveryRow.waits + 1), *UNASKED],
            condition=_as_read(delivery),
        )
    )


def give_up(delivery: Delivery) -> bool:
    """UpdateItem: end a delivery that has nowhere to go; False if someone else has got at it meanwhile."""
    actions = [DeliveryRow.status.set(DeliveryStatus.FAILED), *_due(None)]
    return happens(lambda: DeliveryRow(*key_of(delivery)).update(actions=actions, condition=_as_read(delivery)))


def note_success(tx: Transaction, endpoint: Endpoint) -> None:
    """Write that an endpoint works again, unless it was removed."""
    tx.update(EndpointRow(*endpoint_key(endpoint)), actions=HEALTHY, condition=EndpointRow.pk.exists())


def note_failure(tx: Transaction, endpoint: Endpoint, *, at: datetime, paused_until: datetime | None) -> None:
    """Count a failure of an endpoint and open its breaker, if it is to be."""
    actions: list[Any] = [
        EndpointRow.failures.set(EndpointRow.failures + 1),
        EndpointRow.failing_since.set(EndpointRow.failing_since | stamp(at)),
    ]
    if paused_until is not None:
        actions.append(EndpointRow.paused_until.set(stamp(paused_until)))
    tx.update(EndpointRow(*endpoint_key(endpoint)), actions=actions, condition=EndpointRow.pk.exists())


def disable_endpoint(tx: Transaction, endpoint: Endpoint, *, reason: DisabledReason, at: datetime) -> None:
    """Write that an endpoint gets nothing any more, unless it gets nothing already or was changed meanwhile."""
    tx.update(
        EndpointRow(*endpoint_key(endpoint)),
        actions=[*disabling(reason, at), EndpointRow.version.set(endpoint.version + 1)],
        condition=(EndpointRow.enabled == True) & (EndpointRow.version == endpoint.version),  # noqa: E712
    )


def _as_read(delivery: Delivery) -> Condition:
    unchanged: Condition = (DeliveryRow.status == DeliveryStatus.PENDING) & (
        DeliveryRow.due_at == stamp(delivery.due_at)
    )
    return unchanged


def _due(due_at: datetime | None) -> list[Any]:
    if due_at is None:
        return [DeliveryRow.due_pk.remove(), DeliveryRow.due_at.remove()]
    return [DeliveryRow.due_at.set(stamp(due_at))]


def _holder(delivery: Delivery) -> str:
    return f"{delivery.id}#{delivery.tries}"
