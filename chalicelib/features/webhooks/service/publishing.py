"""From events to deliveries: fanning out, the sweep, tests and replays."""

import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from math import ceil

from chalicelib.aws import queues
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from chalicelib.base.ids import new_id, ulid_of
from chalicelib.base.languages import N_
from chalicelib.base.observability import log, where
from chalicelib.base.settings import settings
from chalicelib.features.webhooks import table
from chalicelib.features.webhooks.model import TEST, Delivery, DeliveryStatus, Endpoint, Event, Wake
from chalicelib.features.webhooks.service.endpoints import show_endpoint
from chalicelib.features.webhooks.table import rows
from chalicelib.identity.model import Caller
from chalicelib.outbox import service as notifications
from chalicelib.outbox import sweeping
from chalicelib.outbox.model import OutboxItem
from chalicelib.outbox.sweeping import Source

#: Deliveries of an endpoint that one sweep wakes: with its four lanes it takes no more before the next one.
SHARE_OF_AN_ENDPOINT = 500
#: Seconds for each of the two things that a sweep does; its function has 60.
SECONDS = 25.0
#: Seconds after which a replay leaves the rest to the next call: the API's own time is 29.
REPLAY_SECONDS = 12.0
#: Writes of a transaction, DynamoDB's limit.
WRITES_AT_MOST = 100
#: The time for which a delivery is left to the queue before the sweep wakes it once more.
OVERDUE = timedelta(seconds=20)
REPLAYED_AT_ONCE = 500
_NO_DELIVERY = N_("There is no such delivery.")


class _HandedOn(DomainError):
    """Another process has fanned this event out."""


@dataclass(frozen=True)
class Replayed:
    """The number of deliveries begun anew; `rest_since` is the beginning of the rest, if there is more."""

    count: int
    rest_since: datetime | None


def fan_out(item: OutboxItem) -> int:
    """Make a delivery of an event for each endpoint that wants it, once. Returns their number."""
    try:
        return _fan_out([item], table.list_endpoints(item.account_id))
    except _HandedOn:
        return 0


def fan_out_together(items: Sequence[OutboxItem]) -> set[str]:
    """Do the same for several events of one account with few calls; return the ids of those that are done.

    A transaction takes all or none: after one that failed, the remaining events are to be fanned out one by one.
    """
    done: set[str] = set()
    try:
        endpoints = table.list_endpoints(items[0].account_id)
        for some in batched(items, max(1, WRITES_AT_MOST // (2 + len(endpoints)))):
            _fan_out(some, endpoints)
            done.update(each.id for each in some)
    except Exception as error:
        log("warning", "events not fanned out together", error=type(error).__name__, stack=where(error))
    return done


def _fan_out(items: Sequence[OutboxItem], endpoints: Sequence[Endpoint]) -> int:
    tx, deliveries = Transaction(), list[Delivery]()
    for item in items:
        notifications.hand_on(tx, item, otherwise=lambda _: _HandedOn(""))
        event = _event_of(item)
        if endpoints:
            table.add_event(tx, event)
        wanting = [each for each in endpoints if each.enabled and event.type in each.events]
        deliveries += [_delivery(event, endpoint, at=now()) for endpoint in wanting]
    for delivery in deliveries:
        table.add_delivery(tx, delivery)
    tx.commit()
    wake(deliveries)
    return len(deliveries)


def sweep() -> tuple[int, int]:
    """Fan out events that the stream missed, and wake overdue deliveries. Returns the number of each."""
    missed = sweeping.lease_due(
        events := notifications.due_events(fan_out), seconds=SECONDS, line=lambda due: due.account_id
    )
    fanned_out = sum(sweeping.attempt(events, each) for each in missed)
    overdue = sweeping.lease_due(_overdue(), seconds=SECONDS, line=lambda due: due.account_id)
    woken = queues.send(settings().queue_url("webhook-deliveries"), (_wake_due(each) for each in overdue))
    log("info", "webhooks swept", count=[fanned_out, woken])
    return fanned_out, woken


def _overdue() -> Source:
    """Return deliveries that the queue has lost, or could not hold back so long: in turn among endpoints."""
    found = sweeping.in_turn(table.due_deliveries(now() - OVERDUE), line=lambda due: due.pk, share=SHARE_OF_AN_ENDPOINT)
    return Source("deliveries", rows.DeliveryRow, found, lambda _: True, table.give_up)


def _wake_due(due: Due) -> queues.Note:
    account_id, _, endpoint_id = due.pk.partition("#")
    delivery_id = due.sk.removeprefix("delivery#")
    return _note(Wake(account_id=account_id, endpoint_id=endpoint_id, delivery_id=delivery_id))


def wake(deliveries: Iterable[Delivery]) -> None:
    """Queue looks at deliveries for when they are due; the sweep takes those beyond the queue's longest delay."""
    moment = now()
    waits = ((each, max(0, ceil((each.due_at - moment).total_seconds()))) for each in deliveries)
    queues.send(
        settings().queue_url("webhook-deliveries"),
        [_note(_wake(each), delay=delay) for each, delay in waits if delay <= queues.MAX_DELAY],
    )


def send_test(caller: Caller, endpoint_id: str) -> Delivery:
    """Send an event of no meaning to an endpoint, outside of the events that it wants."""
    endpoint = _enabled(caller, endpoint_id)
    moment = now()
    told = {"type": TEST, "timestamp": stamp(moment), "data": {"endpoint_id": endpoint.id, "version": endpoint.version}}
    delivery = Delivery(
        id=new_id("evt"),
        endpoint_id=endpoint.id,
        account_id=caller.account_id,
        type=TEST,
        body=_text(told),
        due_at=moment,
        began_at=moment,
        created_at=moment,
    )
    table.insert_delivery(delivery)
    wake([delivery])
    return delivery


def list_deliveries(
    caller: Caller, endpoint_id: str, *, after: str | None, limit: int, status: DeliveryStatus | None = None
) -> tuple[list[Delivery], str | None]:
    """Return a page of an endpoint's deliveries of the last 30 days, newest first, and where the next one begins.

    A page of one `status` may be short or empty and yet have a next one: only so many are looked through.
    """
    show_endpoint(caller, endpoint_id)
    return table.list_deliveries(caller.account_id, endpoint_id, after=after, limit=limit, status=status)


def replay(caller: Caller, endpoint_id: str, delivery_id: str) -> Delivery:
    """Deliver an event to an endpoint once more, with the same id and the whole schedule."""
    _enabled(caller, endpoint_id)
    if table.get_delivery(caller.account_id, endpoint_id, delivery_id) is None:
        raise NotFound(_NO_DELIVERY)
    if not table.renew_delivery(caller.account_id, endpoint_id, delivery_id, at=now()):
        raise Conflict(N_("This delivery is still on its way."))
    renewed = table.get_delivery(caller.account_id, endpoint_id, delivery_id)
    if renewed is None:
        raise NotFound(_NO_DELIVERY)
    wake([renewed])
    return renewed


def replay_since(caller: Caller, endpoint_id: str, *, since: datetime) -> Replayed:
    """Deliver again every event since a moment that the endpoint wants, also events from before it was there.

    REPLAYED_AT_ONCE of them at a time, or as many as REPLAY_SECONDS allow. Events are kept from when the account had
    its first endpoint on.
    """
    endpoint = _enabled(caller, endpoint_id)
    check_since(since)
    begun: list[Delivery] = []
    ends = time.monotonic() + REPLAY_SECONDS
    for place, event in enumerate(_events_since(caller.account_id, since)):
        if len(begun) == REPLAYED_AT_ONCE or (place and time.monotonic() > ends):
            wake(begun)
            return Replayed(len(begun), event.created_at)
        if event.type in endpoint.events:
            begun += _begun_anew(event, endpoint)
    wake(begun)
    return Replayed(len(begun), None)


def check_since(since: datetime | None) -> None:
    """Raise Invalid for a moment from which on events are kept no more, or that has not come yet."""
    if since is not None and not now() - table.KEPT <= since <= now():
        raise Invalid([FieldError("/since", N_("Must lie within the last 30 days."))])


def _begun_anew(event: Event, endpoint: Endpoint) -> list[Delivery]:
    """Return the delivery that begins anew; none if it is on its way as it is."""
    fresh = _delivery(event, endpoint, at=now())
    if table.insert_delivery(fresh):
        return [fresh]
    renewed = table.renew_delivery(endpoint.account_id, endpoint.id, event.id, at=fresh.due_at)
    return [fresh] if renewed else []


def _events_since(account_id: str, since: datetime) -> Iterator[Event]:
    """Read day by day, days of UTC; ids sort by their time, to the millisecond."""
    day, after = since.astimezone(UTC).date(), f"evt_{ulid_of(since)[:10]}"
    while day <= now().date():
        yield from (each for each in table.list_events(account_id, day, after=after) if each.created_at >= since)
        day += timedelta(days=1)


def _enabled(caller: Caller, endpoint_id: str) -> Endpoint:
    endpoint = show_endpoint(caller, endpoint_id)
    if not endpoint.enabled:
        raise Conflict(N_("This endpoint is disabled. Enable it first."))
    return endpoint


def _event_of(item: OutboxItem) -> Event:
    return Event(
        id=item.id,
        account_id=item.account_id,
        type=item.data["type"],
        body=_text(item.data),
        created_at=item.created_at,
    )


def _delivery(event: Event, endpoint: Endpoint, *, at: datetime) -> Delivery:
    return Delivery(
        id=event.id,
        endpoint_id=endpoint.id,
        account_id=endpoint.account_id,
        type=event.type,
        body=event.body,
        due_at=endpoint.next_look(at, chance=random.random()),  # noqa: S311 - spreads attempts, no secret
        began_at=at,
        created_at=event.created_at,
    )


def _text(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _wake(delivery: Delivery) -> Wake:
    return Wake(account_id=delivery.account_id, endpoint_id=delivery.endpoint_id, delivery_id=delivery.id)


def _note(wake: Wake, *, delay: int = 0) -> queues.Note:
    return queues.Note(wake.model_dump_json(), group=wake.account_id, delay=delay)
