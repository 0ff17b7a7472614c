"""Messages that tell a client of its agent: an e-mail, and an SMS to a confirmed phone.

They are written when they are sent.
"""

from collections.abc import Iterator

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now, stamp
from chalicelib.features.clients import table
from chalicelib.features.clients.ages import is_confirmed
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.features.clients.service.delivering import address_of, refusal_of, trace
from chalicelib.features.clients.service.recording import note
from chalicelib.features.clients.table.tellings import write_telling
from chalicelib.features.clients.telling_texts import render_email, render_sms
from chalicelib.features.clients.tellings import Cause, Telling, digest_of, token_of
from chalicelib.identity.principals import System, actor_of
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "client_told"


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
    refused = refusal_of(item, client, channel)
    if refused is not None:
        return refused
    account, to = accounts.load_account(client.account_id), address_of(client, channel)
    if channel == "email":
        return send_email(account, render_email(account, client, telling), to=to, message_id=item.id)
    return send_sms(account, *render_sms(account, client, telling), to=to, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Note in the client's history that it was told; suppress an address that takes nothing any more."""
    telling, channel = _telling_of(item), _channel_of(item)
    client = table.get_client(item.account_id, telling.client_id)
    if client is None or client.blocked is not None:
        return
    if isinstance(outcome, Delivered):
        table.check_there(tx, client)
        note(tx, client, actor=actor_of(System()), type="told", channel=channel)
    trace(tx, client, channel, outcome, final=final)


def _channels(client: Client) -> Iterator[Channel]:
    if client.blocked is None and client.facts.email:
        yield "email"
    if client.blocked is None and client.facts.phone and is_confirmed(client):
        yield "sms"


def _channel_of(item: OutboxItem) -> Channel:
    return "sms" if item.data["channel"] == "sms" else "email"


def _telling_of(item: OutboxItem) -> Telling:
    told = {name: item.data[name] for name in ("client_id", "base", "at", "cause")}
    return Telling.model_validate({**told, "account_id": item.account_id})
