"""Sending of messages about claims: written when they leave, by e-mail, else by SMS, and noted in the history."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.features.claims import service
from chalicelib.features.claims.events import note
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.telling.facts import TellFacts, read_facts
from chalicelib.features.claims.telling.letters import write_email, write_sms
from chalicelib.features.claims.telling.model import Told, channels_to
from chalicelib.features.claims.telling.people import (
    people_of,
    put_notices,
    queue_emails,
    record_person,
    send_to_person,
)
from chalicelib.features.claims.telling.queueing import queue_always
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.documents.masks import masked_email, masked_phone
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.features.clients.service.delivering import address_of, refusal_of, trace
from chalicelib.identity.principals import System, actor_of
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The types of entries about messages that left, and about those that reach nobody.
TOLD, UNTOLD = "claim.client_told", "claim.client_not_told"
_NOT_TRUE, _NO_ADDRESS = "not true any more", "no address"
_SYSTEM = actor_of(System())


def send(item: OutboxItem) -> Outcome:
    """Send a message, if it is true still and the client can be reached."""
    told = _told_of(item)
    found = read_facts(item.account_id, told)
    if found is None:
        return Undeliverable(reason=_NOT_TRUE)
    client = _client_of(found.claim)
    if told.person:
        return send_to_person(item, told, found, client)
    people = people_of(found.claim, client)
    if not people:
        return _send_to_client(item, told, found, client)
    if not told.person_after:
        put_notices(item, told, found, people)
    return Delivered(provider_id="")


def _send_to_client(item: OutboxItem, told: Told, found: TellFacts, client: Client | None) -> Outcome:
    channel = _channel_of(client, told)
    if client is None or channel is None:
        return Undeliverable(reason=_NO_ADDRESS)
    refused = refusal_of(item, client, channel)
    if refused is not None:
        return refused
    account, to = accounts.load_account(item.account_id), address_of(client, channel)
    if channel == "email":
        return send_email(account, write_email(account, client, told, found), to=to, message_id=item.id)
    return send_sms(account, *write_sms(account, client, told, found), to=to, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Note that the client was told, or that nobody can be; try the other channel after a failure for good."""
    told = _told_of(item)
    claim = service.find_claim(item.account_id, told.claim_id)
    client = _client_of(claim) if claim is not None else None
    if claim is None or client is None or client.blocked is not None:
        return
    if told.person:
        record_person(tx, claim, told, client, outcome)
        return
    people = people_of(claim, client)
    if people and isinstance(outcome, Delivered):
        queue_emails(tx, claim, told, people)
        if not told.person_after:
            _note(tx, claim, TOLD, told, channel="area", people=len(people))
        return
    channel = _channel_of(client, told)
    if channel is not None:
        trace(tx, client, channel, outcome, final=final)
    if isinstance(outcome, Delivered) and channel is not None:
        _note(tx, claim, TOLD, told, channel=channel, address=_masked(client, channel))
    elif final and not (isinstance(outcome, Undeliverable) and outcome.reason == _NOT_TRUE):
        _give_up(tx, claim, client, told, channel)


def _give_up(tx: Transaction, claim: Claim, client: Client, told: Told, channel: Channel | None) -> None:
    """Queue the message for the next channel of the client; note that there is none."""
    tried = (*told.tried, *([channel] if channel else ()))
    further = told.model_copy(update={"tried": tried})
    if channel is not None and _channel_of(client, further) is not None:
        queue_always(tx, claim, further)
    else:
        _note(tx, claim, UNTOLD, told)


def _note(tx: Transaction, claim: Claim, type: str, told: Told, **data: object) -> None:  # noqa: A002
    note(tx, claim, actor=_SYSTEM, type=type, what=told.what, **data)


def _client_of(claim: Claim) -> Client | None:
    return clients.find_client(claim.account_id, claim.client_id) if claim.client_id else None


def _channel_of(client: Client | None, told: Told) -> Channel | None:
    return next((each for each in channels_to(client) if each not in told.tried), None)


def _masked(client: Client, channel: Channel) -> str:
    to = address_of(client, channel)
    return masked_email(to) if channel == "email" else masked_phone(to)


def _told_of(item: OutboxItem) -> Told:
    return Told.model_validate({name: item.data[name] for name in Told.model_fields if name in item.data})
