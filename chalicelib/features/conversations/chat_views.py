"""Conversations as answers show them: about claims, and requests."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.localized import day
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.uploading import preview_url
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.chat_schemas import (
    ClaimHandlerView,
    ClaimThreadView,
    ClaimTranscriptView,
    ConversationAttachmentView,
    ConversationMessageView,
    ConversationReadView,
    ExpectedAnswerView,
    TicketThreadView,
    TranscriptMessageView,
)
from chalicelib.features.conversations.list_schemas import LastMessageView
from chalicelib.features.conversations.model import Ticket, TicketState
from chalicelib.features.conversations.service.talks import Thread, side_of
from chalicelib.features.conversations.service.transcribing import Transcript
from chalicelib.features.conversations.threads import HANDLER, Message, Side
from chalicelib.features.conversations.words import CLIENT_STATES, STAFF_STATES
from chalicelib.identity.model import Caller
from chalicelib.tenancy.service import load_account

#: Characters of a message in a list.
_SHOWN = 140


def claim_thread_view(caller: Caller, thread: Thread[Claim], language: Language) -> ClaimThreadView:
    """Return a page of the conversation about a claim as one of its people sees it."""
    return ClaimThreadView(
        **_alike(caller, thread, language),
        stage=thread.of.stage,
        handler=ClaimHandlerView(name=thread.handler) if thread.handler else None,
        expected=_expected(thread, language),
    )


def ticket_thread_view(caller: Caller, thread: Thread[Ticket], language: Language) -> TicketThreadView:
    """Return a page of a request's messages as one of its people sees it."""
    ticket = thread.of
    return TicketThreadView(
        **_alike(caller, thread, language),
        state=ticket.state,
        due=ticket.last_day,
        status=status_of(ticket, side_of(caller), language),
    )


def status_of(ticket: Ticket, side: Side, language: Language) -> str:
    """Return the state of a request in words, with the day of the answer as long as one is owed."""
    state = text(language, (CLIENT_STATES if side is Side.CLIENT else STAFF_STATES)[ticket.state])
    if ticket.state is not TicketState.OPEN:
        return f"{state}."
    due = day(language, ticket.last_day)
    if side is Side.CLIENT:
        return f"{state}. {text(language, N_('We will answer by {due}.'), due=due)}"
    return f"{state}. {text(language, N_('Answer by {day}'), day=due)}."


def _alike(caller: Caller, thread: Thread[Any], language: Language) -> dict[str, Any]:
    return {
        "items": [message_view(caller, each, thread.files, language) for each in thread.messages],
        "head": thread.head,
        "read": ConversationReadView(client=thread.read[Side.CLIENT], staff=thread.read[Side.STAFF]),
        "unread": thread.unread,
        "can_write": thread.can_write,
    }


def _expected(thread: Thread[Claim], language: Language) -> ExpectedAnswerView | None:
    if thread.expected is None:
        return None
    local = thread.expected.at.astimezone(load_account(thread.of.account_id).zone)
    return ExpectedAnswerView(
        at=thread.expected.at, basis=thread.expected.basis, day=day(language, local), time=f"{local:%H:%M}"
    )


def message_view(
    caller: Caller, message: Message, files: Mapping[str, ClaimDocument], language: Language
) -> ConversationMessageView:
    """Return a message as one of the people of its conversation sees it."""
    return ConversationMessageView(
        seq=message.number,
        id=message.id,
        side=message.side,
        name=message.name,
        mine=message.author == caller.actor and message.side is side_of(caller),
        text=text_of(message, language),
        event="handler" if message.event == HANDLER else None,
        attachments=[_attachment(each, files.get(each)) for each in message.attachments],
        at=message.at,
    )


def _attachment(document_id: str, document: ClaimDocument | None) -> ConversationAttachmentView:
    return ConversationAttachmentView(
        id=document_id,
        file_name=document.file_name if document else "",
        content_type=document.content_type if document else None,
        bytes=document.bytes if document else None,
        state=document.state if document else None,
        slot=document.slot if document else None,
        preview_url=preview_url(document) if document else None,
    )


def text_of(message: Message, language: Language) -> str:
    """Return the words of a message; of an event, the reader's words for it."""
    if message.event != HANDLER or message.erased:
        return message.text
    return text(language, N_("{name} handles your claim now."), name=message.name)


def last_view(message: Message | None, language: Language) -> LastMessageView | None:
    """Return the last message of a thread as lists show it."""
    if message is None:
        return None
    return LastMessageView(
        side=message.side, name=message.name, text=beginning(text_of(message, language)), at=message.at
    )


def beginning(written: str) -> str:
    """Return the first words of a text, in one line."""
    line = " ".join(written.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"


def transcript_view(transcript: Transcript) -> ClaimTranscriptView:
    """Return a transcript with everything that its hashes cover."""
    head = transcript.head
    return ClaimTranscriptView(
        claim_id=transcript.claim.id,
        messages=[
            TranscriptMessageView(
                **each.model_dump(exclude={"at", "attachments", "counts"}),
                at=each.at.isoformat(),
                attachments=list(each.attachments),
            )
            for each in transcript.messages
        ],
        head=head.last if head else 0,
        hash=head.hash if head else "",
        intact=transcript.wrong is None,
        wrong=transcript.wrong,
        next_after=transcript.next_after,
    )
