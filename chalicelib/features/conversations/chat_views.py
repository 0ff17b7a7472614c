"""Conversations about claims as answers show them."""

from collections.abc import Mapping

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.localized import day
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.uploading import preview_url
from chalicelib.features.conversations.chat_schemas import (
    ClaimAttachmentView,
    ClaimHandlerView,
    ClaimMessageView,
    ClaimReadView,
    ClaimThreadView,
    ClaimTranscriptView,
    ExpectedAnswerView,
    TranscriptMessageView,
)
from chalicelib.features.conversations.list_schemas import LastMessageView
from chalicelib.features.conversations.service.chatting import Thread
from chalicelib.features.conversations.service.transcribing import Transcript
from chalicelib.features.conversations.threads import HANDLER, Message, Side
from chalicelib.identity.model import Caller
from chalicelib.tenancy.service import load_account

#: Characters of a message in a list.
_SHOWN = 140


def thread_view(caller: Caller, thread: Thread, language: Language) -> ClaimThreadView:
    """Return a page of a conversation as one of its people sees it."""
    return ClaimThreadView(
        items=[message_view(caller, each, thread.files, language) for each in thread.messages],
        head=thread.head,
        read=ClaimReadView(client=thread.read[Side.CLIENT], staff=thread.read[Side.STAFF]),
        unread=thread.unread,
        can_write=thread.can_write,
        stage=thread.claim.stage,
        handler=ClaimHandlerView(name=thread.handler) if thread.handler else None,
        expected=_expected(thread, language),
    )


def _expected(thread: Thread, language: Language) -> ExpectedAnswerView | None:
    if thread.expected is None:
        return None
    local = thread.expected.at.astimezone(load_account(thread.claim.account_id).zone)
    return ExpectedAnswerView(
        at=thread.expected.at, basis=thread.expected.basis, day=day(language, local), time=f"{local:%H:%M}"
    )


def message_view(
    caller: Caller, message: Message, files: Mapping[str, ClaimDocument], language: Language
) -> ClaimMessageView:
    """Return a message as one of the people of its conversation sees it."""
    return ClaimMessageView(
        seq=message.number,
        id=message.id,
        side=message.side,
        name=message.name,
        mine=message.author == caller.actor,
        text=text_of(message, language),
        event="handler" if message.event == HANDLER else None,
        attachments=[_attachment(each, files.get(each)) for each in message.attachments],
        at=message.at,
    )


def _attachment(document_id: str, document: ClaimDocument | None) -> ClaimAttachmentView:
    return ClaimAttachmentView(
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
