"""Rows of the outbox table, one function per access pattern.

| item | pk | sk |
|---|---|---|
| something to tell | `<account>#<id>` | `item` |

Index `by_due` (sparse: settled items have no key). The sweep reads `due#<shard>`, sorted by the moment of falling due.
`dead` has items that were given up; `event#<shard>` has events that were not handed on to the endpoints of webhooks
yet.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws import due
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import LenientDocument, Otherwise, Row, Transaction, readable
from chalicelib.aws.shards import hash_key, hash_keys, merged
from chalicelib.base.clock import stamp
from chalicelib.base.errors import DomainError
from chalicelib.base.observability import alarm
from chalicelib.outbox.model import OutboxItem, OutboxStatus

#: Attempts after which an item is given up, with any outcome: more than it has in its time.
ATTEMPTS_AT_MOST = 120
#: The hash key of items that were given up.
DEAD = "dead"
_DUE, _EVENT = "due", "event"
#: Fields with attributes of their own.
_BESIDE = {"status", "due_at", "attempts", "unknown", "held"}


class LeaseLost(DomainError):
    """The item's lease ran out, and another process took it over."""


class ByDue(GlobalSecondaryIndex["OutboxRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class OutboxRow(Row, discriminator="outbox"):
    """An item to dispatch."""

    class Meta:
        table_name = ""
        setting = "outbox_table"

    by_due = ByDue()
    due_pk = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    #: The item's kind (chalicelib/aws/due.py); items written by former releases have none.
    subkind = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    attempts = NumberAttribute(default=0)
    unknown = NumberAttribute(default=0)
    held = NumberAttribute(default=0)
    #: The sweep's own (chalicelib/aws/due.py).
    asked = NumberAttribute(null=True)
    asked_until = UnicodeAttribute(null=True)
    redrives = NumberAttribute(default=0)
    document = LenientDocument()
    ttl = NumberAttribute(null=True)

    def model(self) -> OutboxItem:
        """Return the item as its frozen type."""
        return OutboxItem.model_validate(
            {
                **self.document,
                "status": self.status,
                "due_at": self.due_at or self.document["created_at"],
                "attempts": int(self.attempts),
                "unknown": int(self.unknown),
                "held": int(self.held or 0),
            }
        )


def add(tx: Transaction, item: OutboxItem, *, kept_until: datetime) -> None:
    """Write a new item in the transaction of the change that it tells."""
    tx.insert(
        OutboxRow(
            _pk(item.account_id, item.id),
            "item",
            status=item.status,
            due_pk=_due_pk(item.id) if item.topic != "event" else _event_pk(item.id),
            due_at=stamp(item.due_at),
            subkind=item.kind,
            document=item.model_dump(mode="json", exclude=_BESIDE if item.not_before else {*_BESIDE, "not_before"}),
            ttl=int(kept_until.timestamp()),
        )
    )


def claim(account_id: str, item_id: str, *, now: datetime, lease_until: datetime) -> OutboxItem | None:
    """UpdateItem: lease a due item. Returns None if it is done, not due, or leased by another process.

    A lease that ran out counts as an attempt of unknown outcome: its holder may have sent.
    """
    row = OutboxRow(_pk(account_id, item_id), "item")
    for status, lost in ((OutboxStatus.PENDING, 0), (OutboxStatus.SENDING, 1)):
        try:
            row.update(
                actions=[
                    OutboxRow.status.set(OutboxStatus.SENDING),
                    OutboxRow.due_at.set(stamp(lease_until)),
                    OutboxRow.attempts.set(OutboxRow.attempts + 1),
                    OutboxRow.unknown.set(OutboxRow.unknown + lost),
                    OutboxRow.asked.remove(),
                    OutboxRow.asked_until.remove(),
                ],
                condition=(OutboxRow.status == status) & (OutboxRow.due_at <= stamp(now)),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
        else:
            return _taken(row)
    return None


def get(account_id: str, item_id: str) -> OutboxItem | None:
    """GetItem: an item."""
    try:
        return OutboxRow.get(_pk(account_id, item_id), "item", consistent_read=True).model()
    except OutboxRow.DoesNotExist:
        return None


def settle(tx: Transaction, item: OutboxItem, *, status: OutboxStatus) -> None:
    """Mark an item done, or dead and listed as such. Raises LeaseLost if another process has the lease."""
    dead = status == OutboxStatus.DEAD
    listed = [OutboxRow.due_pk.set(DEAD)] if dead else [OutboxRow.due_pk.remove(), OutboxRow.due_at.remove()]
    tx.update(
        OutboxRow(_pk(item.account_id, item.id), "item"),
        actions=[OutboxRow.status.set(status), *listed],
        condition=_leased(item),
        otherwise=_lease_lost,
    )


def postpone(
    tx: Transaction, item: OutboxItem, *, until: datetime, kept_until: datetime, unknown: bool, held: bool = False
) -> None:
    """Release the lease; the item falls due again at `until`. LeaseLost if it was taken over.

    An item that a limit holds may wait for longer than items are kept: its time is counted from the latest try.
    """
    tx.update(
        OutboxRow(_pk(item.account_id, item.id), "item"),
        actions=[
            OutboxRow.status.set(OutboxStatus.PENDING),
            OutboxRow.due_at.set(stamp(until)),
            OutboxRow.unknown.set(OutboxRow.unknown + int(unknown)),
            OutboxRow.held.add(int(held)),
            OutboxRow.ttl.set(int(kept_until.timestamp())),
        ],
        condition=_leased(item),
        otherwise=_lease_lost,
    )


def list_due(moment: datetime) -> Iterator[Due]:
    """Query per shard, all pages: due items of any account, oldest first."""
    return due.list_due(OutboxRow, hash_keys(_DUE), moment)


def list_due_events(moment: datetime) -> Iterator[Due]:
    """Query per shard, all pages: events that were not handed on yet, of any account, oldest first."""
    return due.list_due(OutboxRow, hash_keys(_EVENT), moment)


def give_up(thing: Due) -> bool:
    """UpdateItem: give up an item that can't even be claimed; False if it has changed meanwhile."""
    row = OutboxRow(thing.pk, thing.sk)
    try:
        row.update(
            actions=[OutboxRow.status.set(OutboxStatus.DEAD), OutboxRow.due_pk.set(DEAD)],
            condition=(OutboxRow.due_pk == thing.due_pk) & (OutboxRow.due_at == thing.due_at),
        )
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def list_events(now: datetime, *, limit: int) -> Iterator[OutboxItem]:
    """Query per shard: events that were not handed on yet, of any account, oldest first."""
    return _list(_EVENT, now, limit=limit)


def hand_on(tx: Transaction, item: OutboxItem, *, otherwise: Otherwise) -> None:
    """Note that an event was handed on, in the same transaction; `otherwise` if it was before."""
    tx.update(
        OutboxRow(_pk(item.account_id, item.id), "item"),
        actions=[OutboxRow.due_pk.remove(), OutboxRow.due_at.remove()],
        condition=OutboxRow.due_pk.exists(),
        otherwise=otherwise,
    )


def list_dead(*, at_most: int) -> Iterator[OutboxItem]:
    """Query: dead items that were redriven fewer than `at_most` times, of any account, oldest first."""
    rows = OutboxRow.by_due.query(DEAD, filter_condition=OutboxRow.redrives < at_most)
    return readable(rows, OutboxRow.model)


def revive(item: OutboxItem, *, now: datetime, kept_until: datetime, at_most: int) -> bool:
    """UpdateItem: let a dead item be due again; False if it isn't dead any more or was redriven `at_most` times."""
    row = OutboxRow(_pk(item.account_id, item.id), "item")
    event = item.topic == "event"
    try:
        row.update(
            actions=[
                OutboxRow.status.set(OutboxStatus.RECORDED if event else OutboxStatus.PENDING),
                OutboxRow.due_pk.set(_event_pk(item.id) if event else _due_pk(item.id)),
                OutboxRow.held.set(OutboxRow.attempts),  # those of before count no more
                OutboxRow.asked.remove(),
                OutboxRow.asked_until.remove(),
                OutboxRow.due_at.set(stamp(now)),
                OutboxRow.redrives.set(OutboxRow.redrives + 1),
                OutboxRow.ttl.set(int(kept_until.timestamp())),
            ],
            condition=(OutboxRow.status == OutboxStatus.DEAD) & (OutboxRow.redrives < at_most),
        )
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def from_image(image: dict[str, Any]) -> OutboxItem:
    """Return the item that a stream record's NEW_IMAGE shows."""
    return OutboxRow.read(image).model()


def _taken(row: OutboxRow) -> OutboxItem | None:
    """Return the item of a row under its lease. An unreadable one is given up after as many attempts as any."""
    try:
        return row.model()
    except Exception as error:
        alarm("row can't be read", kind="OutboxRow", error=type(error).__name__, attempt=int(row.attempts))
        if row.attempts > ATTEMPTS_AT_MOST:
            row.update(actions=[OutboxRow.status.set(OutboxStatus.DEAD), OutboxRow.due_pk.set(DEAD)])
        return None


def _leased(item: OutboxItem) -> Any:
    return (OutboxRow.status == OutboxStatus.SENDING) & (OutboxRow.attempts == item.attempts)


def _lease_lost(_: dict[str, Any] | None) -> DomainError:
    return LeaseLost("")


def _pk(account_id: str, item_id: str) -> str:
    return f"{account_id}#{item_id}"


def _due_pk(item_id: str) -> str:
    return hash_key(_DUE, item_id)


def _event_pk(item_id: str) -> str:
    return hash_key(_EVENT, item_id)


def _list(name: str, now: datetime, *, limit: int) -> Iterator[OutboxItem]:
    until = OutboxRow.due_at <= stamp(now)
    shards = (OutboxRow.by_due.query(part, range_key_condition=until, limit=limit) for part in hash_keys(name))
    return readable(islice(merged(shards, key=lambda row: row.due_at or ""), limit), OutboxRow.model)
