"""E-mails to clients about their requests.

To a person of the client area they lead there, and have no text of the conversation: e-mails are read by others, too.
Without an area the answer itself is sent, since there is no other place to read it.
"""

from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.languages import Language
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.senders import send_email
from chalicelib.features.clients.service.delivering import trace
from chalicelib.features.conversations import table
from chalicelib.features.conversations.access import is_of
from chalicelib.features.conversations.letters import Told, What, write_email
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Side, unread_of
from chalicelib.frame.area.settings import area_settings
from chalicelib.identity.table import area as people
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "ticket_told"
#: Attempts of unknown outcome after which a message is given up: a client gets it twice at most.
UNKNOWN_AT_MOST = 1
#: An answer that is read within this time needs no e-mail.
_READING = timedelta(minutes=2)


class Recipient(NamedTuple):
    """The client of a request: the address, the language, and whether they read answers in the client area."""

    email: str
    language: Language
    in_area: bool
    client: Client | None


def queue(tx: Transaction, ticket: Ticket, what: What, *, text: str = "") -> None:
    """Queue an e-mail to the client of a request; to nobody without an address. `text`: id of the staff's message.

    About answers that are read in the area there is one e-mail until they are read, as it is about claims.
    """
    to = recipient_of(ticket)
    if to is None:
        return
    waits = what == "answered" and to.in_area
    if waits and _unread(ticket):
        return  # the e-mail about those before is on its way, or was sent
    data = {"kind": MESSAGE, "what": what, "channel": "email", "ticket_id": ticket.id, "text": text}
    outbox.queue_message(tx, account_id=ticket.account_id, data=data, at=now() + _READING if waits else None)


def send(item: OutboxItem) -> Outcome:
    """Write and send the e-mail of an item, if the client has an address still."""
    ticket = table.get_ticket(item.account_id, item.data["ticket_id"])
    to = recipient_of(ticket) if ticket else None
    if ticket is None or to is None:
        return Undeliverable(reason="not concerned any more")
    if item.data["what"] == "answered" and to.in_area and not _unread(ticket):
        return Undeliverable(reason="read already")
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, "email", to.email):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(item.account_id)
    told = Told(what=item.data["what"], language=to.language, slug=_slug(ticket) if to.in_area else "")
    letter = write_email(account, ticket, told, answer="" if to.in_area else _text_of(ticket, item.data["text"]))
    return send_email(account, letter, to=to.email, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Make an e-mail findable by its report; suppress an address that takes nothing any more."""
    ticket = table.get_ticket(item.account_id, item.data["ticket_id"])
    to = recipient_of(ticket) if ticket else None
    if to is not None and to.client is not None and to.client.facts.email == to.email:
        trace(tx, to.client, "email", outcome, final=final)


def recipient_of(ticket: Ticket) -> Recipient | None:
    """Return the recipient of e-mails about a request: the person who wrote it and may read it, else its client.

    Of a task nobody.
    """
    if ticket.is_task:
        return None
    account = accounts.load_account(ticket.account_id)
    client = clients.find_client(ticket.account_id, ticket.client_id) if ticket.client_id else None
    known = client if client is not None and client.blocked is None else None
    person = people.get_person(ticket.account_id, ticket.person_id) if ticket.person_id else None
    if person is not None and person.email and person.may_sign_in and is_of(person, ticket):
        return Recipient(person.email, person.language, bool(_slug(ticket)), known)
    if known is None or not known.facts.email:
        return None
    return Recipient(known.facts.email, known.facts.language or account.language, in_area=False, client=known)


def _unread(ticket: Ticket) -> bool:
    """Return True if the client has not read all that the staff wrote. Two GetItem."""
    ids = (ticket.account_id, ticket.id)
    return unread_of(threads.get_head(*ids), threads.get_mark(*ids, Side.CLIENT), Side.CLIENT) > 0


def _slug(ticket: Ticket) -> str:
    area = area_settings(ticket.account_id)
    return area.slug if area.on else ""


def _text_of(ticket: Ticket, message_id: str) -> str:
    said = threads.list_messages(ticket.account_id, ticket.id) if message_id else ()
    return next((each.text for each in said if each.side is Side.STAFF and each.id == message_id), "")
