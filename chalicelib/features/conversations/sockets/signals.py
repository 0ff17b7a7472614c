"""Signals: frames about something else than a message, written in the transaction of their change.

They are rows of the table `chat`, so that its stream tells them in one order with the messages of a claim.
"""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.sockets.model import Signal, company_channel, thread_channel, user_channel
from chalicelib.features.conversations.table import signals as table
from chalicelib.identity.area.model import AreaMember
from chalicelib.identity.principals import actor_of

_KEPT = timedelta(hours=1)
#: The type of frames about notices.
NOTICE = "notice"


def signal(tx: Transaction, account_id: str, thread_id: str, told: Signal) -> None:
    """Write a signal for listeners into a transaction; it is told in order with the thread's messages."""
    table.put_signal(tx, account_id, thread_id, told.model_dump(mode="json"), ends_at=now() + _KEPT)


def channels_of_claim(claim_id: str, *, client_id: str | None, handler: str | None) -> tuple[str, ...]:
    """Return the channels of those who see a claim: on its page, in lists of its client, its handler."""
    company = [company_channel(client_id)] if client_id else []
    return (thread_channel(claim_id), *company, *([user_channel(handler)] if handler else []))


def claim_changed(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Write the signal of another version of a claim, for those who see it now or saw it before."""
    frame = {"type": "claim", "claim_id": after.id, "stage": after.stage, "version": after.version}
    seen = [
        channel
        for each in (before, after)
        if each is not None
        for channel in channels_of_claim(each.id, client_id=each.client_id, handler=each.handler)
    ]
    signal(tx, after.account_id, after.id, Signal(frame=frame, channels=tuple(dict.fromkeys(seen))))


def ticket_changed(tx: Transaction, before: Ticket, after: Ticket) -> None:
    """Write the signal of another version of a request for its open pages, if they would show it otherwise."""
    if _shown(before) == _shown(after):
        return
    frame = {"type": "ticket", "ticket_id": after.id, "state": after.state.value, "version": after.version}
    signal(tx, after.account_id, after.id, Signal(frame=frame, channels=(thread_channel(after.id),)))


def document_changed(tx: Transaction, document: ClaimDocument, removed: bool) -> None:
    """Write the signal of another state of a document, for the page of its claim."""
    frame = {
        "type": "document",
        "claim_id": document.claim_id,
        "slot": document.slot,
        "document_id": document.id,
        "status": "removed" if removed else document.state,
    }
    told = Signal(frame=frame, channels=(thread_channel(document.claim_id),))
    signal(tx, document.account_id, document.claim_id, told)


def notice_put(tx: Transaction | None, account_id: str, person_id: str) -> None:
    """Write the signal of a notice, for the pages of its person. The count is read when it is told."""
    alone = tx or Transaction()
    told = Signal(frame={"type": NOTICE}, channels=(user_channel(actor_of(AreaMember(person_id))),))
    signal(alone, account_id, person_id, told)
    if tx is None:
        alone.commit()


def _shown(ticket: Ticket) -> tuple[object, ...]:
    return ticket.state, ticket.desk, ticket.handler, ticket.last_day, ticket.client_id
