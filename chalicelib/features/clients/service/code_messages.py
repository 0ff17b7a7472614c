"""The SMS with a code, both made when it is sent. A code that has ended meanwhile is not sent."""

from chalicelib.aws import messaging
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.messaging import PermanentFailure, SmsOptions, TemporaryFailure, UnknownOutcome, is_sender_id
from chalicelib.base.clock import now
from chalicelib.base.observability import log
from chalicelib.features.clients import table
from chalicelib.features.clients.code_texts import render_code
from chalicelib.features.clients.codes import Challenge, code_of, phone_hash
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table import codes
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
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
    _, challenge = _read(item)
    if challenge is None:
        return
    if isinstance(outcome, Delivered):
        codes.write_outcome(tx, challenge, provider_id=outcome.provider_id, failure=None)
    elif final or outcome.reason != challenge.failure:
        codes.write_outcome(tx, challenge, provider_id=None, failure=outcome.reason)


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
