"""The SMS with a code, both made when it is sent, and its outcome. A code that has ended meanwhile is not sent."""

from collections.abc import Mapping

from chalicelib.aws import messaging
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.messaging import PermanentFailure, SmsOptions, TemporaryFailure, UnknownOutcome, is_sender_id
from chalicelib.base.clock import now
from chalicelib.base.observability import log
from chalicelib.features.clients import table
from chalicelib.features.clients.code_texts import render_code
from chalicelib.features.clients.codes import Challenge, code_of, phone_hash
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table import codes
from chalicelib.messaging import locators
from chalicelib.messaging.model import MessageStatus, Report
from chalicelib.messaging.progress import Progress, moved
from chalicelib.messaging.reasons import SUPPRESSING, FailureReason, known
from chalicelib.messaging.suppressions import is_suppressed, suppress
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Postponed, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sms_limits import spend_segments

#: Attempts of unknown outcome after which a code is given up: the phone gets it twice at most.
UNKNOWN_AT_MOST = 1


def send(item: OutboxItem) -> Outcome:
    """Write and send the SMS with a code, if it can still confirm the client's phone."""
    client, challenge = _read(item)
    if client is None or challenge is None or not challenge.is_live(now()) or phone_hash(client) != challenge.phone:
        return Undeliverable(reason="the code has ended")
    if challenge.provider_id:
        return Delivered(provider_id=challenge.provider_id)
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    to = str(client.facts.phone)
    if is_suppressed(client.account_id, "sms", to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    return _hand_over(client, challenge, to)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Note with a code that its SMS was handed over, or for which reason it was not."""
    client, challenge = _read(item)
    if challenge is None or challenge.status is not MessageStatus.QUEUED:
        return
    if isinstance(outcome, Delivered):
        sent = {"status": MessageStatus.SENT, "provider_id": outcome.provider_id, "failure": None}
        codes.write_progress(tx, challenge, challenge.model_copy(update=sent))
        if outcome.provider_id:
            ids = {"account_id": item.account_id, "client_id": challenge.client_id, "challenge": challenge.id}
            locators.add_provider_id(tx, outcome.provider_id, ids)
    elif final or outcome.reason != challenge.failure:
        status = MessageStatus.FAILED if final else MessageStatus.QUEUED
        failed = challenge.model_copy(update={"status": status, "failure": outcome.reason})
        codes.write_progress(tx, challenge, failed)
        _suppress_after(tx, client, failed)


def track(report: Report) -> bool:
    """Move the code of a report. Returns False if no code's SMS is known by that id (yet)."""
    ids = locators.find_reported(report, naming="challenge")
    if ids is None:
        return False
    retry_stale(lambda: _move(ids, report))
    return True


def _suppress_after(tx: Transaction, client: Client | None, failed: Challenge) -> None:
    """Suppress the phone of a code after a failure for good, if the client still has it."""
    reason = known(failed.failure)
    if failed.status is not MessageStatus.FAILED or reason not in SUPPRESSING or reason is None:
        return
    if client is not None and client.facts.phone and phone_hash(client) == failed.phone:
        suppress(tx, account_id=client.account_id, channel="sms", address=client.facts.phone, reason=reason)


def _move(ids: Mapping[str, str], report: Report) -> None:
    before = codes.get_challenge(ids["account_id"], ids["client_id"])
    if before is None or before.id != ids["challenge"]:  # confirmed, or replaced by another code
        return
    at = max(before.sent_at, min(report.at, now()))
    after = moved(Progress(before.status, before.failure, before.delivered_at), report, at=at)
    if after is None:
        return
    written = before.model_copy(
        update={"status": after.status, "failure": after.reason, "delivered_at": after.delivered_at}
    )
    tx = Transaction()
    codes.write_progress(tx, before, written)
    _suppress_after(tx, table.get_client(before.account_id, before.client_id), written)
    tx.commit()
    log("info", "message_tracked", message_id=before.id, status=after.status, reason=after.reason, channel="sms")


def _read(item: OutboxItem) -> tuple[Client | None, Challenge | None]:
    """Return the client, and its code if that is still the item's."""
    client = table.get_client(item.account_id, item.data["client_id"])
    challenge = codes.get_challenge(item.account_id, item.data["client_id"])
    return client, challenge if challenge and challenge.id == item.data["challenge"] else None


def _hand_over(client: Client, challenge: Challenge, to: str) -> Outcome:
    account = accounts.load_account(client.account_id)
    text, size = render_code(account, client, code_of(challenge))
    if not spend_segments(client.account_id, size.segments):
        log("warning", "sms_held", message_id=challenge.id, count=size.segments)
        return Postponed(reason=FailureReason.HELD, held=True)
    own = account.sms.sender_id or ""  # settings of before may have one that no message could leave with
    options = SmsOptions(sender_id=own if is_sender_id(own) else None)
    try:
        provider_id = messaging.publish_sms(phone=to, text=text, options=options)
    except TemporaryFailure as failure:
        return Postponed(reason=failure.reason)
    except UnknownOutcome as failure:
        return Postponed(reason=failure.reason, unknown=True)
    except PermanentFailure as failure:
        return Undeliverable(reason=failure.reason)
    log("info", "sms_sent", message_id=challenge.id, count=size.segments)
    return Delivered(provider_id=provider_id)
