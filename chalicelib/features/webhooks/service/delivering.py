"""One delivery: its start, its call, and the effects of the outcome on it and its endpoint.

The schedule of retries and the breaker's pauses are in webhooks/model.py.
"""

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.base.observability import log, where
from chalicelib.base.signatures import sign
from chalicelib.features.webhooks import table
from chalicelib.features.webhooks.addresses import WrongUrl, parse
from chalicelib.features.webhooks.model import (
    GIVE_UP,
    LANES,
    LEASE,
    LONGEST_RETRY_AFTER,
    SPREAD,
    Attempt,
    Delivery,
    DeliveryStatus,
    DisabledReason,
    Endpoint,
    Wake,
    breaker_pause,
    next_try,
)
from chalicelib.features.webhooks.outbound import SECONDS, Client, NoAnswer
from chalicelib.features.webhooks.service.endpoints import client
from chalicelib.features.webhooks.service.publishing import wake
from chalicelib.features.webhooks.service.secrets import live_secrets
from chalicelib.features.webhooks.table import work
from chalicelib.outbox import service as notifications

USER_AGENT = "Osmotr-Webhooks/1"
GONE = 410
#: Answers whose Retry-After speaks for the whole endpoint (RFC 9110, 10.2.3; RFC 6585, 4).
_NOT_NOW = frozenset({429, 503})
#: The first wait of a delivery whose endpoint is busy; each next one is twice as long, up to LAST_WAIT.
FIRST_WAIT, LAST_WAIT = timedelta(seconds=2), timedelta(minutes=10)


class _Taken(DomainError):
    """Another process has this delivery, or it isn't due any more."""


class _Busy(DomainError):
    """The lane was taken meanwhile."""


class _BeingProbed(DomainError):
    """The endpoint is suspected, and another call tries it."""


class _LeaseLost(DomainError):
    """The call took so long that another one took the delivery over."""


class _Call(NamedTuple):
    """A call that may be made: the delivery under its lease, and the lane that it runs in."""

    endpoint: Endpoint
    delivery: Delivery
    lane: int


def deliver(asked: Wake, *, by: Client | None = None) -> Attempt | None:
    """Attempt a delivery, if it is due and its endpoint may be called now. Returns the attempt if there was one.

    Never waits for another call: a delivery that can't run now is put off, without counting as an attempt.
    """
    moment = now()
    endpoint, deliveries, lanes = work.read(asked.account_id, asked.endpoint_id, [asked.delivery_id], moment=moment)
    delivery = next((each for each in deliveries if _is_due(each, moment)), None)
    if delivery is None:
        return None
    if endpoint is None or not endpoint.enabled:
        work.give_up(delivery)
        return None
    try:
        call = None if endpoint.is_paused(moment) else _begin(endpoint, delivery, lanes, moment=moment)
    except _Taken:
        return None
    if call is None:
        _put_off([delivery], endpoint, moment=moment)
        return None
    attempt, retry_after = _attempt(call, by or client(seconds=SECONDS))
    _settle(call, attempt, retry_after)
    return attempt


def sift(asked: Iterable[Wake]) -> list[Wake]:
    """Put off those of many deliveries that their endpoint has no lane for, or is paused for; return the others.

    An endpoint with a backlog is looked at once for all that a batch asks of it, not once for each.
    """
    asked_of = defaultdict[tuple[str, str], list[Wake]](list)
    for each in asked:
        asked_of[each.account_id, each.endpoint_id].append(each)
    return [each for of_one in asked_of.values() for each in _sift(of_one)]


def _sift(asked: Sequence[Wake]) -> Sequence[Wake]:
    if len(asked) == 1:
        return asked
    try:
        return _sift_many(asked)
    except Exception as error:  # each of them is tried by itself, and fails alone
        log("warning", "deliveries not sifted", error=type(error).__name__, stack=where(error))
        return asked


def _sift_many(asked: Sequence[Wake]) -> list[Wake]:
    moment, first = now(), asked[0]
    ids = {each.delivery_id: each for each in asked}
    endpoint, deliveries, lanes = work.read(first.account_id, first.endpoint_id, ids, moment=moment)
    due = sorted((each for each in deliveries if _is_due(each, moment)), key=lambda each: each.created_at)
    if endpoint is None or not endpoint.enabled:
        return [ids[each.id] for each in due]
    most = 0 if endpoint.is_paused(moment) else min(len(lanes), 1 if endpoint.is_suspect else LANES)
    _put_off(due[most:], endpoint, moment=moment)
    return [ids[each.id] for each in due[:most]]


def _is_due(delivery: Delivery, moment: datetime) -> bool:
    return delivery.status == DeliveryStatus.PENDING and delivery.due_at <= moment + work.CLOCKS_APART


def _begin(endpoint: Endpoint, delivery: Delivery, lanes: list[int], *, moment: datetime) -> _Call | None:
    """Lease a delivery and a lane, and of a suspected endpoint the right to probe it.

    Raises _Taken if it is no longer to be tried; returns None if there is no place for it now.
    """
    claimed = delivery.model_copy(update={"tries": delivery.tries + 1})
    for lane in random.sample(lanes, len(lanes)):
        tx = Transaction()
        work.lease(
            tx,
            claimed,
            lane=lane,
            moment=moment,
            until=moment + LEASE,
            taken=lambda _: _Taken(""),
            busy=lambda _: _Busy(""),
        )
        if endpoint.is_suspect:
            work.lease_probe(tx, endpoint, until=moment + LEASE, otherwise=lambda _: _BeingProbed(""))
        try:
            tx.commit()
        except _BeingProbed:
            break
        except _Busy:
            continue
        return _Call(endpoint, claimed, lane)
    return None


def _put_off(deliveries: Sequence[Delivery], endpoint: Endpoint, *, moment: datetime) -> None:
    """Postpone deliveries, each to a time of its own; those that another process has got are skipped."""
    later = [each.model_copy(update={"due_at": _next_look(each, endpoint, moment)}) for each in deliveries]
    wake(each for each, before in zip(later, deliveries, strict=True) if work.postpone(before, until=each.due_at))


def _next_look(delivery: Delivery, endpoint: Endpoint, moment: datetime) -> datetime:
    if endpoint.is_paused(moment):
        return endpoint.next_look(moment, chance=random.random())  # noqa: S311 - no secret
    if endpoint.is_suspect:  # the probe's outcome is known then; a backlog that looks more often gains nothing
        return moment + timedelta(seconds=SECONDS) + SPREAD * random.random()  # noqa: S311
    doubled: timedelta = FIRST_WAIT * 2 ** min(delivery.waits, 10)
    return moment + min(doubled, LAST_WAIT) * random.uniform(0.5, 1)  # noqa: S311 - no secret


def _attempt(call: _Call, by: Client) -> tuple[Attempt, timedelta | None]:
    """Make the call, freshly stamped and signed. Returns its outcome, and the pause that the receiver asks for."""
    moment, began = now(), time.monotonic()
    delivery = call.delivery
    headers = sign(live_secrets(call.endpoint, moment), message_id=delivery.id, moment=moment, body=delivery.body)
    status, reason, retry_after = None, None, None
    try:
        answer = by.post(
            call.endpoint.url,
            headers={**headers, "Content-Type": "application/json", "User-Agent": USER_AGENT},
            body=delivery.body.encode(),
        )
        status, retry_after = answer.status, parse_retry_after(answer.retry_after, moment=moment)
    except NoAnswer as error:
        reason = error.reason
    except WrongUrl:
        reason = "forbidden_address"
    milliseconds = round((time.monotonic() - began) * 1000)
    return Attempt(at=moment, status=status, reason=reason, milliseconds=milliseconds), retry_after


def _settle(call: _Call, attempt: Attempt, retry_after: timedelta | None) -> None:
    """Write the outcome; a call that was made must be recorded, so a change in between only means a retry."""
    try:
        due_at = retry_stale(lambda: _write(call, attempt, retry_after))
    except _LeaseLost:
        log("warning", "webhook lease lost", outbox_id=call.delivery.id, attempt=call.delivery.tries)
        return
    _report(call.delivery, attempt, final=due_at is None)
    if due_at is not None:
        wake([call.delivery.model_copy(update={"due_at": due_at})])


def _write(call: _Call, attempt: Attempt, retry_after: timedelta | None) -> datetime | None:
    """Write the outcome of a delivery in one transaction. Returns the time of the next attempt, if there is one."""
    moment, delivery = now(), call.delivery
    # Read again only if the call found it troubled or ended in trouble: a healthy endpoint is not written to.
    endpoint: Endpoint | None = call.endpoint
    if not attempt.is_success or call.endpoint.failing_since is not None:
        endpoint = table.get_endpoint(delivery.account_id, delivery.endpoint_id)
    due_at = None if attempt.is_success or attempt.status == GONE else _next(delivery, moment, retry_after)
    tx = Transaction()
    work.settle(
        tx,
        delivery,
        attempts=delivery.with_attempt(attempt),
        due_at=due_at,
        status=_status(attempt, due_at),
        otherwise=lambda _: _LeaseLost(""),
    )
    work.release(tx, delivery, lane=call.lane, otherwise=lambda _: _LeaseLost(""))
    if endpoint is not None:
        _note(tx, endpoint, attempt, moment=moment, retry_after=retry_after, final=due_at is None)
    tx.commit()
    return due_at


def _next(delivery: Delivery, moment: datetime, retry_after: timedelta | None) -> datetime | None:
    return next_try(
        tries=delivery.tries,
        began_at=delivery.began_at,
        moment=moment,
        retry_after=retry_after,
        chance=random.random(),  # noqa: S311 - jitter is no secret
    )


def _status(attempt: Attempt, due_at: datetime | None) -> DeliveryStatus:
    if attempt.is_success:
        return DeliveryStatus.DELIVERED
    return DeliveryStatus.FAILED if due_at is None else DeliveryStatus.PENDING


def _note(
    tx: Transaction,
    endpoint: Endpoint,
    attempt: Attempt,
    *,
    moment: datetime,
    retry_after: timedelta | None,
    final: bool,
) -> None:
    """Write the effect of an attempt on its endpoint: it works again, fails once more, or is paused."""
    if attempt.is_success:
        if endpoint.failing_since is not None:
            work.note_success(tx, endpoint)
        return
    if not endpoint.enabled:
        return
    if attempt.status == GONE:
        _disable(tx, endpoint, DisabledReason.GONE, moment)
    elif final and endpoint.failing_since is not None and moment - endpoint.failing_since >= GIVE_UP * 0.99:
        _disable(tx, endpoint, DisabledReason.FAILING, moment)
    else:
        pause = breaker_pause(endpoint.failures + 1)
        if attempt.status in _NOT_NOW and retry_after is not None:
            pause = max(pause, retry_after)
        work.note_failure(tx, endpoint, at=attempt.at, paused_until=moment + pause if pause else None)


def _disable(tx: Transaction, endpoint: Endpoint, reason: DisabledReason, moment: datetime) -> None:
    """Stop calling an endpoint, and have the account's administrators told."""
    work.disable_endpoint(tx, endpoint, reason=reason, at=moment)
    host = parse(endpoint.url, loopback=True).host
    notice = {"notice": f"endpoint_{reason}", "params": {"endpoint": endpoint.id, "host": host}, "channel": "email"}
    notifications.queue_message(tx, account_id=endpoint.account_id, data=notice)


def _report(delivery: Delivery, attempt: Attempt, *, final: bool) -> None:
    fields = {
        "outbox_id": delivery.id,
        "attempt": delivery.tries,
        "status": attempt.status,
        "reason": attempt.reason,
        "milliseconds": attempt.milliseconds,
    }
    if attempt.is_success:
        log("info", "webhook_delivered", **fields)
    else:
        log("warning", "webhook given up" if final else "webhook not delivered", **fields)


def parse_retry_after(value: str | None, *, moment: datetime) -> timedelta | None:
    """Return the pause that a receiver asks for (RFC 9110, 10.2.3: seconds or a date), LONGEST_RETRY_AFTER at most."""
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII):
        return min(timedelta(seconds=int(value)), LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # the second for numbers that no date can have
        return None
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return min(max(until - moment, timedelta(0)), LONGEST_RETRY_AFTER)
