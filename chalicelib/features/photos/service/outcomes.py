"""Outcomes of messages, at once and as SNS and SES report them later, with their effects on requests.

An owner who has opened the link needs no message any more. Then nothing else is sent, and the request stays as it is.
"""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.base.observability import log
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.cases.news import tell_staff
from chalicelib.features.photos import table
from chalicelib.features.photos.deliveries import moved
from chalicelib.features.photos.model import Found, Message, PhotoRequest, RequestStatus
from chalicelib.features.photos.service.messages import HANDED_OVER, Unwritable, message_of, queue
from chalicelib.features.photos.service.recording import SYSTEM, note, publish
from chalicelib.messaging import locators
from chalicelib.messaging.model import MessageStatus, Report
from chalicelib.messaging.reasons import SUPPRESSING, FailureReason, known
from chalicelib.messaging.suppressions import is_suppressed, suppress
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Postponed
from chalicelib.outbox.service import UNFORESEEN
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota
from chalicelib.tenancy.model import Account

#: Failed attempts after which the owner gets an e-mail instead, while the SMS is still tried.
OTHER_CHANNEL_AFTER = 3
#: Reasons of failed e-mails that no later try changes by itself: our account or settings at SES, a bug of ours.
_STAYING = frozenset({FailureReason.CONFIGURATION, UNFORESEEN})
#: Messages queued within this time of a failed one weren't queued in its place.
_TOGETHER = timedelta(seconds=5)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Write the outcome of a message and its effect on the request, in the transaction that settles the item."""
    request = table.get_request(item.account_id, item.data["case_id"], item.data["request_id"])
    message = message_of(item)
    if request is None or message is None or message.status in HANDED_OVER:
        return
    if isinstance(outcome, Delivered):
        _record_sent(tx, request, message, outcome)
    elif final:
        failed = message.model_copy(update={"status": MessageStatus.FAILED, "reason": outcome.reason})
        table.write_message(tx, failed)
        _after_failure(tx, request, failed)
    else:
        if isinstance(outcome, Postponed) and outcome.held and message.reason != FailureReason.HELD:
            table.write_message(tx, message.model_copy(update={"reason": FailureReason.HELD}))
        # An e-mail's stand-in costs money: only for failures that somebody has to mend first, not for those that soon
        # pass.
        stays = message.channel == "sms" or outcome.reason in _STAYING
        if item.attempts >= OTHER_CHANNEL_AFTER and stays:
            _try_other_channel(tx, request, message)


def track(report: Report) -> bool:
    """Move the message of a report, and its request. Returns False if no message is known by that id (yet)."""
    ids = locators.find_reported(report, naming="case_id")
    if ids is None:
        return False
    found = Found.model_validate(ids)
    retry_stale(lambda: _move(found, report))
    return True


def _move(found: Found, report: Report) -> None:
    request = table.get_request(found.account_id, found.case_id, str(found.request_id))
    message = table.find_message(found)
    after = moved(message, report, now=now()) if message else None
    if request is None or message is None or after is None:
        return
    tx = Transaction()
    table.replace_message(tx, after, replacing=message)
    if after.status == MessageStatus.FAILED:
        _after_failure(tx, request, after)
    elif after.status == MessageStatus.DELIVERED:
        _after_delivery(tx, request, before=message, delivered=after)
    tx.commit()
    log("info", "message_tracked", message_id=after.id, status=after.status, reason=after.reason, channel=after.channel)


def _record_sent(tx: Transaction, request: PhotoRequest, message: Message, outcome: Delivered) -> None:
    moment = now()
    sent = {"status": MessageStatus.SENT, "sent_at": moment, "provider_id": outcome.provider_id, "reason": None}
    table.write_message(tx, message.model_copy(update=sent))
    if outcome.provider_id:
        locators.add_provider_id(tx, outcome.provider_id, _found(message).model_dump(exclude_none=True))
    _note(tx, request, "message.sent", message)
    if message.channel == "sms":
        log("info", "sms_sent", message_id=message.id, count=message.segments)
    first = request.sent_at is None or request.status == RequestStatus.UNDELIVERED
    if first and request.is_open(moment):
        after = request.risen_to(RequestStatus.SENT, sent_at=request.sent_at or moment)
        table.write_request(tx, after, replacing=request)
        publish(tx, after, "photo_request.sent", channel=message.channel)


def _after_delivery(tx: Transaction, request: PhotoRequest, *, before: Message, delivered: Message) -> None:
    if delivered.reason == FailureReason.COMPLAINT:
        _suppress(tx, delivered)
        _note(tx, request, "message.complained", delivered)
    if before.status == MessageStatus.DELIVERED:
        return
    if delivered.reason != FailureReason.COMPLAINT:
        _note(tx, request, "message.delivered", delivered, reason=delivered.reason)
    known_at = min(filter(None, (request.delivered_at, delivered.delivered_at)))
    after = request.risen_to(RequestStatus.SENT, delivered_at=known_at)
    if known_at != request.delivered_at or after.status != request.status:
        table.write_request(tx, after, replacing=request)
    if after.status != request.status:  # it had been given up
        publish(tx, after, "photo_request.sent", channel=delivered.channel)


def _after_failure(tx: Transaction, request: PhotoRequest, failed: Message) -> None:
    entry = _note(tx, request, "message.failed", failed, reason=failed.reason)
    if known(failed.reason) in SUPPRESSING:
        _suppress(tx, failed)
    if not request.awaits_owner or not request.is_open(now()) or _try_other_channel(tx, request, failed):
        return
    lost = all(each.status == MessageStatus.FAILED for each in _others(request, failed))
    # Written in any case: of two messages that fail at once, the second must see the first one's failure.
    after = request.gone_undelivered() if lost else request.risen_to(request.status)
    table.write_request(tx, after, replacing=request)
    if lost:
        tell_staff(tx, account_id=request.account_id, case_id=request.case_id, entry=entry)
        publish(tx, after, "photo_request.undelivered", channel=failed.channel, reason=failed.reason)


def _try_other_channel(tx: Transaction, request: PhotoRequest, failed: Message) -> bool:
    """Queue a message by the other channel in place of one that failed; False if there is no other way."""
    if not request.awaits_owner or not request.is_open(now()):
        return False
    account = accounts.load_account(request.account_id)
    others = _others(request, failed)
    if failed.channel == "sms":
        other: Channel = "email"
        usable = _email_is_left(request, failed, others)
    else:
        other = "sms"
        usable = _sms_is_left(account, request, others)
    address = request.email if other == "email" else request.phone
    if not usable or address is None or is_suppressed(request.account_id, other, address):
        return False
    try:
        queue(tx, account, request, other, kind=failed.kind)
    except Unwritable:
        return False
    return True


def _email_is_left(request: PhotoRequest, failed: Message, others: list[Message]) -> bool:
    """Return True if an e-mail may replace this SMS: once for each, since an e-mail costs nothing."""
    sent_too = any(each.channel == "email" and each.queued_at >= failed.queued_at - _TOGETHER for each in others)
    return request.email is not None and not sent_too


def _sms_is_left(account: Account, request: PhotoRequest, others: list[Message]) -> bool:
    """Return True if an SMS may replace an e-mail.

    It costs money: only one, and only if nothing else may have arrived.
    """
    if request.phone is None or any(each.channel == "sms" or each.status != MessageStatus.FAILED for each in others):
        return False
    try:
        parse_phone(request.phone, countries=account.sms.countries, pointer="/phone", allowed_only=True)
    except Invalid:
        return False
    return sms_quota.has_sms_left(account=account, phone=request.phone)


def _others(request: PhotoRequest, message: Message) -> list[Message]:
    all_of_it = table.read_messages(request.account_id, request.case_id, request.id)
    return [each for each in all_of_it if each.id != message.id]


def _suppress(tx: Transaction, message: Message) -> None:
    suppress(
        tx,
        account_id=message.account_id,
        channel=message.channel,
        address=message.to,
        reason=FailureReason(str(message.reason)),
    )


def _found(message: Message) -> Found:
    return Found(
        account_id=message.account_id,
        case_id=message.case_id,
        request_id=message.request_id,
        sort_key=table.message_sk(message),
    )


def _note(tx: Transaction, request: PhotoRequest, type: str, message: Message, **data: object) -> TimelineEntry:  # noqa: A002
    ids = {"message_id": message.id, "channel": message.channel, "kind": message.kind}
    return note(tx, request, type, actor=SYSTEM, **ids, **data)
