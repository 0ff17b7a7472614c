"""Use cases of the outbox: put an item into it within a transaction, and dispatch it to its recipients."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Otherwise, Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now, stamp
from chalicelib.base.console_links import case_link, page_link
from chalicelib.base.ids import new_id
from chalicelib.base.observability import alarm, log, where
from chalicelib.outbox import kinds, table
from chalicelib.outbox.kinds import Record, Send
from chalicelib.outbox.model import Delivered, OutboxItem, OutboxStatus, Outcome, Postponed, Undeliverable
from chalicelib.outbox.sweeping import Source, sweep

#: The longest time for a sender; a lease older than this is taken over.
LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=20)
LAST_RETRY = timedelta(minutes=15)
#: After this an undelivered message is given up: an owner who waits longer was told by phone.
GIVE_UP_AFTER = timedelta(hours=24)
KEPT = timedelta(days=30)
#: The largest difference between the clocks of two machines.
CLOCKS_APART = timedelta(seconds=10)
SWEPT_AT_ONCE = 100
#: The reason of an error that no sender foresaw.
UNFORESEEN = "unforeseen"


def queue_message(
    tx: Transaction, *, account_id: str, data: dict[str, Any], at: datetime | None = None, topic: str = "message"
) -> str:
    """Put a message into the outbox; `data` holds the ids by which the sender finds text and recipient."""
    moment = now()
    item = OutboxItem(
        id=new_id("out"),
        account_id=account_id,
        topic=topic,
        data=data,
        due_at=at or moment,
        created_at=moment,
        not_before=at,
    )
    table.add(tx, item, kept_until=moment + KEPT)
    return item.id


def publish(
    tx: Transaction,
    *,
    account_id: str,
    type: str,  # noqa: A002 - the field's name
    version: int,
    data: dict[str, Any],
    page: str = "",
) -> None:
    """Record an event for back-ends. Raises ValidationError for data outside of their contract.

    `page`: the path of the page in the console that it links to; without one `data` names a case, and it is that
    case's.
    """
    link = page_link(page) if page else case_link(data["case_id"])
    told = _checked(type, {**data, "version": version, "console_url": link})
    moment = now()
    item = OutboxItem(
        id=new_id("evt"),
        account_id=account_id,
        topic="event",
        data={"type": type, "timestamp": stamp(moment), "data": told},
        status=OutboxStatus.RECORDED,
        due_at=moment,
        created_at=moment,
    )
    table.add(tx, item, kept_until=moment + KEPT)


def _checked(type: str, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: A002 - the field's name
    """Return the data of an event as the contract has it. The first event loads its types: making them takes time."""
    told: dict[str, Any] = import_module("chalicelib.outbox.contract").checked(type, data)
    return told


def written_event(image: dict[str, Any]) -> OutboxItem | None:
    """Return the event that a raw row of the table's stream is; None if it is something else."""
    item = table.from_image(image)
    return item if item.topic == "event" else None


def list_events() -> Iterator[OutboxItem]:
    """Return events that nobody handed on when they were written, oldest first."""
    return table.list_events(now(), limit=SWEPT_AT_ONCE)


def due_events(hand: Callable[[OutboxItem], object]) -> Source:
    """Return the same for the sweep; `hand` hands one on."""

    def do(each: Due) -> bool:
        item = table.get(each.account_id, each.pk.rpartition("#")[2])
        if item is not None:
            hand(item)
        return item is not None

    return Source("events", table.OutboxRow, table.list_due_events(now()), do, table.give_up)


def hand_on(tx: Transaction, event: OutboxItem, *, otherwise: Otherwise) -> None:
    """Note that an event was handed on, in the same transaction; `otherwise` if it was before."""
    table.hand_on(tx, event, otherwise=otherwise)


def dispatch(
    account_id: str, item_id: str, *, send: Send = kinds.send, record: Record = kinds.record, at: datetime | None = None
) -> bool:
    """Dispatch one item, if it is due (now, or `at`) and nobody else has it. Returns True if this call did."""
    moment = at or now()
    item = table.claim(account_id, item_id, now=moment, lease_until=moment + LEASE)
    if item is None:
        return False
    log("info", "outbox_taken", outbox_id=item.id, attempt=item.attempts, milliseconds=_late(item, moment))
    # Decided before sending, so that there is an end even if the sender fails.
    last = now() - item.created_at > GIVE_UP_AFTER or item.attempts - item.held >= table.ATTEMPTS_AT_MOST
    outcome = _outcome(item, send)
    final = not isinstance(outcome, Postponed) or (last and not outcome.held)
    # A sent item must be written down, or it would be sent again: so a change in between only means another try.
    try:
        retry_stale(lambda: _settle(item, outcome, record, final=final))
    except table.LeaseLost:
        # its new holder counts ours as an attempt of unknown outcome
        log("warning", "outbox lease lost", outbox_id=item.id, attempt=item.attempts)
    except Exception as error:
        alarm("outcome of a message not recorded", outbox_id=item.id, error=type(error).__name__, stack=where(error))
        outcome = Postponed(reason="unrecorded", unknown=not isinstance(outcome, Postponed) or outcome.unknown)
        final = last
        _settle(item, outcome, _nothing_more, final=final)
    _report(item, outcome, final=final)
    return True


def _outcome(item: OutboxItem, send: Send) -> Outcome:
    """Send an item; an unforeseen error counts as not sent, and is retried."""
    if item.attempts - item.held > table.ATTEMPTS_AT_MOST:  # the last one did not even come back
        return Postponed(reason="attempts used up")
    try:
        outcome = send(item)
        if not isinstance(outcome, Outcome):
            raise TypeError(f"a sender returned {type(outcome).__name__} in place of an outcome")
    except Exception as error:
        alarm("outbox item failed", outbox_id=item.id, kind=item.kind, error=type(error).__name__, stack=where(error))
        return Postponed(reason=UNFORESEEN)
    return outcome


def _settle(item: OutboxItem, outcome: Outcome, record: Record, *, final: bool) -> None:
    tx = Transaction()
    if final:
        done = isinstance(outcome, Delivered)
        table.settle(tx, item, status=OutboxStatus.DONE if done else OutboxStatus.DEAD)
    else:
        assert isinstance(outcome, Postponed)  # noqa: S101 - every other outcome is final
        until = now() + _pause(item.attempts)
        table.postpone(tx, item, until=until, kept_until=until + KEPT, unknown=outcome.unknown, held=outcome.held)
    record(tx, item, outcome, final)
    tx.commit()


def dispatch_written(image: dict[str, Any], *, send: Send = kinds.send, record: Record = kinds.record) -> bool:
    """Dispatch the item of a raw row in the table's stream, if it is pending."""
    item = table.from_image(image)
    if item.topic == "event" or item.status != OutboxStatus.PENDING:
        return False
    # The clock of the machine that wrote it may be a little ahead of ours; waiting for the sweep would cost minutes.
    ahead = timedelta(0) < item.due_at - now() < CLOCKS_APART
    at = item.due_at if ahead else None
    return dispatch(item.account_id, item.id, send=send, record=record, at=at)


def due_items(*, send: Send = kinds.send, record: Record = kinds.record) -> Source:
    """Return the source of due items: those that were not dispatched when they were written."""

    def tell(each: Due) -> bool:
        return dispatch(each.account_id, each.pk.rpartition("#")[2], send=send, record=record)

    return Source("outbox", table.OutboxRow, table.list_due(now()), tell, table.give_up)


def dispatch_due(*, send: Send = kinds.send, record: Record = kinds.record) -> int:
    """Dispatch due items, in turn among the accounts. Returns their number."""
    return sweep(due_items(send=send, record=record))


def redrive(*, at_most: int) -> int:
    """Revive dead items for the next sweep, each `at_most` times in all. Returns their number."""
    moment = now()
    dead = table.list_dead(at_most=at_most)
    return sum(table.revive(item, now=moment, kept_until=moment + KEPT, at_most=at_most) for item in dead)


def _late(item: OutboxItem, moment: datetime) -> int:
    # Later attempts are late on purpose: only the first one measures the outbox.
    first = item.attempts == 1 and item.not_before is None  # a later item waits for a turn of the sweep, too
    return int((moment - item.created_at).total_seconds() * 1000) if first else 0


def _nothing_more(_: Transaction, __: OutboxItem, ___: Outcome, ____: bool) -> None:
    """Record nothing beside the item itself."""


def _pause(attempts: int) -> timedelta:
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 10)
    return min(LAST_RETRY, doubled)


def _report(item: OutboxItem, outcome: Outcome, *, final: bool) -> None:
    channel: Channel | None = item.data.get("channel")
    fields = {"outbox_id": item.id, "attempt": item.attempts, "channel": channel}
    if isinstance(outcome, Delivered):
        log("info", "message handed over", **fields)
    elif isinstance(outcome, Undeliverable) or not final:
        log("warning", "message not handed over", reason=outcome.reason, **fields)
    else:
        alarm("message given up", reason=outcome.reason, **fields)
