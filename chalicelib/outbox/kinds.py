"""Senders by kind of outbox item: features bring them, and the dispatcher knows none."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.installed import find_message
from chalicelib.base.observability import alarm
from chalicelib.outbox.model import OutboxItem, Outcome, Postponed

#: Sends an item once and returns its outcome.
Send = Callable[[OutboxItem], Outcome]
#: Adds writes to the transaction that settles the item; the last argument is True if no other attempt follows.
Record = Callable[[Transaction, OutboxItem, Outcome, bool], None]


class Courier(NamedTuple):
    """The sender of items of one kind, and the recorder of their outcomes."""

    send: Send
    record: Record


def send(item: OutboxItem) -> Outcome:
    """Send an item by the courier of its kind. One of an unknown kind is postponed until it is given up."""
    courier: Courier | None = find_message(item.kind)
    if courier is not None:
        return courier.send(item)
    alarm("outbox item of an unknown kind", outbox_id=item.id, kind=item.kind)
    return Postponed(reason="unknown kind")


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Record the outcome of an item by the courier of its kind."""
    courier: Courier | None = find_message(item.kind)
    if courier is not None:
        courier.record(tx, item, outcome, final)
