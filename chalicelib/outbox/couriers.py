"""Senders of the outbox by kind of item: each feature brings its own, and the dispatcher knows none of them."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.observability import alarm
from chalicelib.outbox.model import OutboxItem, Outcome, Postponed
from chalicelib.outbox.service import Record, Send


class Courier(NamedTuple):
    """Sends items of one kind, and records what became of them."""

    send: Send
    record: Record


def by_kind(couriers: Mapping[str, Courier]) -> Courier:
    """Return a courier that hands each item to the one of its kind; of an unknown kind it is never sent."""

    def send(item: OutboxItem) -> Outcome:
        courier = couriers.get(item.kind)
        if courier is not None:
            return courier.send(item)
        alarm("outbox item of an unknown kind", outbox_id=item.id, kind=item.kind)
        return Postponed(reason="unknown kind")

    def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
        courier = couriers.get(item.kind)
        if courier is not None:
            courier.record(tx, item, outcome, final)

    return Courier(send, record)
