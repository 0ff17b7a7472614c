"""Sending of reminders. They are queued when they are given, and written when they leave, if they are still due."""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.features.cabinet.reminders.giving import channel_to
from chalicelib.features.cabinet.reminders.letters import Reminder, write_email, write_sms
from chalicelib.features.cabinet.reminders.links import link_of
from chalicelib.features.cabinet.reminders.settings import reminder_settings
from chalicelib.features.cabinet.reminders.tasks import load_thing
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.features.clients.service.delivering import address_of, refusal_of, trace
from chalicelib.outbox.kinds import Courier
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts


class _Addressed(NamedTuple):
    """A reminder that is still due, with its client, and its link; empty without a page for that client."""

    client: Client
    reminder: Reminder
    link: str


def send(item: OutboxItem) -> Outcome:
    """Send a reminder, if its task is still to be done, and the client may be told of it."""
    found, channel = _addressed(item), _channel_of(item)
    if found is None:
        return Undeliverable(reason="not true any more")
    refused = refusal_of(item, found.client, channel)
    if refused is not None:
        return refused
    account, to = accounts.load_account(item.account_id), address_of(found.client, channel)
    if channel == "email":
        letter = write_email(account, found.client, found.reminder, found.link)
        return send_email(account, letter, to=to, message_id=item.id)
    return send_sms(account, *write_sms(account, found.client, found.reminder, found.link), to=to, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Make the message findable by its report; suppress an address that takes nothing any more."""
    client = clients.find_client(item.account_id, item.data["client_id"])
    if client is not None and client.blocked is None:
        trace(tx, client, _channel_of(item), outcome, final=final)


def _addressed(item: OutboxItem) -> _Addressed | None:
    data = item.data
    plan = table.get_plan(item.account_id, data["client_id"], data["subject"])
    given = plan.find_id(data["reminder_id"]) if plan is not None else None
    if given is None or given.step != data["step"] or given.is_snoozed(now()):
        return None
    thing = load_thing(item.account_id, data["subject"])
    task = thing.find(given) if thing is not None and thing.client_id == data["client_id"] else None
    client = clients.find_client(item.account_id, data["client_id"]) if task is not None else None
    if thing is None or task is None or client is None or channel_to(client, given.about) != _channel_of(item):
        return None
    link = link_of(thing, given)
    if not link.has_cabinet and not reminder_settings(item.account_id).without_cabinet:
        return None
    return _Addressed(client, Reminder(thing, task), link.url)


def _channel_of(item: OutboxItem) -> Channel:
    return "sms" if item.data["channel"] == "sms" else "email"


REMINDER = Courier(send, record)
