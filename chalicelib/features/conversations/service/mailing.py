"""E-mails about requests to the people and addresses of a desk."""

from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import localized
from chalicelib.base.settings import settings
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.notices import ALARMS, NOTICES
from chalicelib.features.conversations.settings import Desk, feedback_settings
from chalicelib.features.conversations.words import topic_label
from chalicelib.identity.administrators import find_member, list_administrators
from chalicelib.identity.principals import user_id_of
from chalicelib.messaging.notices import render_notice
from chalicelib.messaging.queueing import queue_notices
from chalicelib.messaging.to_staff import hand_over
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items to addresses of a desk, which the manifest names the courier of.
TO_ADDRESS = "ticket_desk"


def tell_desk(tx: Transaction, ticket: Ticket, notice: str) -> None:
    """Queue an e-mail to the addresses of a request's desk, and to its handler or the desk's people.

    An alarm goes to all of them. Where there is nobody, to the administrators.
    """
    desk = feedback_settings(ticket.account_id).desk(ticket.desk)
    common: dict[str, Any] = {"channel": "email"}
    named = {**common, "notice": notice, "params": _params(ticket)}
    queue_notices(tx, account_id=ticket.account_id, data=named, user_ids=_people(ticket, desk, notice))
    for place in range(len(desk.emails)):
        at_place: dict[str, Any] = {"kind": TO_ADDRESS, "what": notice, "ticket_id": ticket.id, "place": place}
        outbox.queue_message(tx, account_id=ticket.account_id, data={**common, **at_place})


def send(item: OutboxItem) -> Outcome:
    """Send a notice to an address of a desk, if the desk has it still."""
    ticket = table.get_ticket(item.account_id, item.data["ticket_id"])
    emails = feedback_settings(item.account_id).desk(ticket.desk).emails if ticket else ()
    place = int(item.data["place"])
    if ticket is None or place >= len(emails):
        return Undeliverable(reason="not concerned any more")
    account = accounts.load_account(item.account_id)
    letter = render_notice(
        NOTICES[item.data["what"]],
        language=account.language,
        account_name=account.shown_name,
        base=settings().public_base_url,
        params=_params(ticket),
    )
    return hand_over(letter, to=emails[place], message_id=item.id)


def record(_: Transaction, __: OutboxItem, ___: Outcome, ____: bool) -> None:
    """Record nothing beside the item: the page shows the request in any case."""


def _people(ticket: Ticket, desk: Desk, notice: str) -> list[str]:
    handler = user_id_of(ticket.handler) if ticket.handler else None
    answering = [handler] if handler and find_member(ticket.account_id, handler) else []
    if answering and notice not in ALARMS:
        return answering
    everybody = list(dict.fromkeys([*answering, *desk.people]))
    return everybody or [each.id for each in list_administrators(ticket.account_id)]


def _params(ticket: Ticket) -> dict[str, str]:
    account, chosen = accounts.load_account(ticket.account_id), feedback_settings(ticket.account_id)
    return {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "topic": topic_label(chosen, ticket.topic, account.language),
        "desk": chosen.desk(ticket.desk).label(account.language),
        "due": localized.day(account.language, ticket.last_day),
    }
