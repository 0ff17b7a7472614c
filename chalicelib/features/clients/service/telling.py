"""Messages that tell a client of its agent: an e-mail, and an SMS to a confirmed phone.

They are written when they are sent.
"""

from collections.abc import Iterator

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.clients import table
from chalicelib.features.clients.ages import is_confirmed
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.service.recording import note
from chalicelib.features.clients.table.tellings import write_telling
from chalicelib.features.clients.telling_senders import send_email, send_sms
from chalicelib.features.clients.tellings import Cause, Telling, digest_of, token_of
from chalicelib.identity.principals import System, actor_of
from chalicelib.messaging import locators
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import SUPPRESSING, FailureReason, known
from chalicelib.messaging.suppressions import id_of, is_suppressed, suppress
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "client_told"
#: Attempts of unknown outcome after which a message is given up: a client gets it twice at most.
UNKNOWN_AT_MOST = 1


def tell_bound(tx: Transaction, client: Client, *, cause: Cause = "sale") -> None:
    """Queue the messages that tell a client in whose base it is now, and write the link to contest it.

    `client` is as the transaction writes it. A client without e-mail and confirmed phone is told nothing.
    """
    telling = Telling(account_id=client.account_id, client_id=client.id, base=client.base, at=now(), cause=cause)
    digest = digest_of(token_of(telling))
    channels = list(_channels(client))
    if not channels or digest is None:
        return
    write_telling(tx, telling, digest)
    ids = {"client_id": client.id, "base": client.base, "at": stamp(telling.at), "cause": cause}
    for channel in channels:
        outbox.queue_message(tx, account_id=client.account_id, data={"kind": MESSAGE, "channel": channel, **ids})


def send(item: OutboxItem) -> Outcome:
    """Send a message, if the client is in that base still and has an address of its channel."""
    telling, channel = _telling_of(item), _channel_of(item)
    client = table.get_client(item.account_id, telling.client_id)
    if client is None or client.base != telling.base or channel not in _channels(client):
        return Undeliverable(reason="not true any more")
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    to = _address(client, channel)
    if is_suppressed(client.account_id, channel, to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(client.account_id)
    if channel == "email":
        return send_email(account, client, telling, to=to, message_id=item.id)
    if item.attempts <= 1 and not _reserve(client, to):
        return Undeliverable(reason="quota")
    return send_sms(account, client, telling, to=to, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Note in the client's history that it was told; suppress an address that takes nothing any more."""
    telling, channel = _telling_of(item), _channel_of(item)
    client = table.get_client(item.account_id, telling.client_id)
    if client is None or client.blocked is not None:
        return
    if isinstance(outcome, Delivered):
        table.check_there(tx, client)
        note(tx, client, actor=actor_of(System()), type="told", channel=channel)
        ids = {"account_id": client.account_id, "client_id": client.id, "told": channel}
        if outcome.provider_id and (to := _address(client, channel)):
            locators.add_provider_id(tx, outcome.provider_id, {**ids, "address": id_of(channel, to)})
    elif final:
        _suppress_after(tx, client, channel, outcome.reason)


def track(report: Report) -> bool:
    """Suppress the address of a message after a failure for good. Returns False if the message is none of these."""
    ids = locators.find_reported(report, naming="told")
    if ids is None:
        return False
    client = table.get_client(ids["account_id"], ids["client_id"])
    channel: Channel = "sms" if ids["told"] == "sms" else "email"
    if client is not None and report.reason and id_of(channel, _address(client, channel)) == ids["address"]:
        tx = Transaction()
        _suppress_after(tx, client, channel, report.reason)
        tx.commit()
    return True


def _suppress_after(tx: Transaction, client: Client, channel: Channel, said: str | None) -> None:
    reason, to = known(said), _address(client, channel)
    if reason is not None and reason in SUPPRESSING and to:
        suppress(tx, account_id=client.account_id, channel=channel, address=to, reason=reason)


def _reserve(client: Client, to: str) -> bool:
    """Count an SMS against the account's quota. Why not in the sale: a quota that is used up must not refuse it."""
    tx = Transaction()
    sms_quota.reserve_sms(tx, account=accounts.load_account(client.account_id), phone=to)
    try:
        tx.commit()
    except QuotaExceeded:
        return False
    return True


def _channels(client: Client) -> Iterator[Channel]:
    if client.blocked is None and client.facts.email:
        yield "email"
    if client.blocked is None and client.facts.phone and is_confirmed(client):
        yield "sms"


def _address(client: Client, channel: Channel) -> str:
    return (client.facts.email if channel == "email" else client.facts.phone) or ""


def _channel_of(item: OutboxItem) -> Channel:
    return "sms" if item.data["channel"] == "sms" else "email"


def _telling_of(item: OutboxItem) -> Telling:
    told = {name: item.data[name] for name in ("client_id", "base", "at", "cause")}
    return Telling.model_validate({**told, "account_id": item.account_id})
