"""Messages to clients about their policies: their documents, offers, instalments to pay, cancellations.

They are queued in the transaction of the change, and written when they are sent.
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now, stamp
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.documents.masks import masked_email, masked_phone
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.features.clients.service.delivering import address_of, refusal_of, trace
from chalicelib.features.policies import table
from chalicelib.features.policies.letters import write_email, write_sms
from chalicelib.features.policies.model import Policy, Quote, Source
from chalicelib.features.policies.service.recording import note
from chalicelib.features.policies.table.quotes import get_quote
from chalicelib.features.policies.tellings import Told, channel_to
from chalicelib.features.printing import service as printing
from chalicelib.features.printing.model import Document, DocumentState
from chalicelib.identity.principals import System, actor_of
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "policy_told"
#: The type of a change that notes a message in the history.
TOLD = "told"


def tell_policy(tx: Transaction, document: Document) -> None:
    """Queue the message about a policy that was printed, in the transaction that stores it."""
    policy = table.get_policy(document.account_id, document.subject)
    if policy is not None:
        queue(tx, policy, Told(what="correction" if _was_printed(document) else "policy", thing_id=policy.id))


def tell_receipt(tx: Transaction, document: Document) -> None:
    """Queue the message about a receipt that was printed, in the transaction that stores it."""
    policy_id, _, number = document.subject.partition("#")
    policy = table.get_policy(document.account_id, policy_id)
    if policy is not None:
        queue(tx, policy, Told(what="receipt", thing_id=policy.id, part=int(number)))


def tell_offer(tx: Transaction, quote: Quote) -> None:
    """Queue the message about an offered quote, in the transaction that offers it."""
    at = stamp(quote.offered_at) if quote.offered_at else ""
    queue(tx, quote, Told(what="offer", thing_id=quote.id, at=at))


def tell_cancelled(tx: Transaction, policy: Policy) -> None:
    """Queue the message about a cancelled policy, in the transaction that cancels it. External ones tell nobody."""
    if policy.source is Source.OWN:
        queue(tx, policy, Told(what="cancelled", thing_id=policy.id))


def queue(tx: Transaction, thing: Policy | Quote, told: Told) -> Channel | None:
    """Queue a message to the client of a policy or a quote. Returns its channel; None: there is no address."""
    channel = channel_to(clients.find_client(thing.account_id, thing.client_id), told.what)
    if channel is not None:
        data = {"kind": MESSAGE, "channel": channel, **told.model_dump()}
        outbox.queue_message(tx, account_id=thing.account_id, data=data)
    return channel


def send(item: OutboxItem) -> Outcome:
    """Send a message, if it is true still and the client has an address of its channel."""
    told, channel = _told_of(item), _channel_of(item)
    thing = _thing_of(item, told)
    client = clients.find_client(item.account_id, thing.client_id) if thing else None
    if thing is None or client is None or not _is_true(thing, told) or channel_to(client, told.what) != channel:
        return Undeliverable(reason="not true any more")
    refused = refusal_of(item, client, channel)
    if refused is not None:
        return refused
    account, to = accounts.load_account(item.account_id), address_of(client, channel)
    if channel == "email":
        return send_email(account, write_email(account, client, told, thing), to=to, message_id=item.id)
    return send_sms(account, *write_sms(account, client, told, thing), to=to, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Note in the history that the client was told; suppress an address that takes nothing any more."""
    told, channel = _told_of(item), _channel_of(item)
    thing = _thing_of(item, told)
    client = clients.find_client(item.account_id, thing.client_id) if thing else None
    if thing is None or client is None or client.blocked is not None:
        return
    if isinstance(outcome, Delivered):
        said = {"what": told.what, "part": told.part, "channel": channel, "to": _masked(client, channel)}
        note(tx, thing, actor=actor_of(System()), type=TOLD, **said)
    trace(tx, client, channel, outcome, final=final)


def _is_true(thing: Policy | Quote, told: Told) -> bool:
    if isinstance(thing, Quote):
        offered = stamp(thing.offered_at) if thing.offered_at else ""
        return thing.policy_id is None and offered == told.at and now() < thing.ends_at
    if told.what in {"demand", "receipt"}:
        part = next((each for each in thing.instalments if each.number == told.part), None)
        is_paid = part is not None and part.paid_at is not None
        return is_paid if told.what == "receipt" else part is not None and not is_paid and thing.cancelled is None
    return told.what != "cancelled" or thing.cancelled is not None


def _was_printed(document: Document) -> bool:
    others = printing.list_documents(document.account_id, document.subject)
    return any(each.state is DocumentState.PRINTED and each.id != document.id for each in others)


def _masked(client: Client, channel: Channel) -> str:
    to = address_of(client, channel)
    return masked_email(to) if channel == "email" else masked_phone(to)


def _thing_of(item: OutboxItem, told: Told) -> Policy | Quote | None:
    if told.what == "offer":
        return get_quote(item.account_id, told.thing_id)
    return table.get_policy(item.account_id, told.thing_id)


def _channel_of(item: OutboxItem) -> Channel:
    return "sms" if item.data["channel"] == "sms" else "email"


def _told_of(item: OutboxItem) -> Told:
    return Told.model_validate({name: item.data[name] for name in Told.model_fields})
