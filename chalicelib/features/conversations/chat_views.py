"""Conversations about claims as answers show them."""

from chalicelib.features.conversations.chat_schemas import (
    ClaimHandlerView,
    ClaimMessageView,
    ClaimReadView,
    ClaimThreadView,
    ClaimTranscriptView,
    TranscriptMessageView,
)
from chalicelib.features.conversations.service.chatting import Thread
from chalicelib.features.conversations.service.transcribing import Transcript
from chalicelib.features.conversations.threads import Message, Side
from chalicelib.identity.model import Caller


def thread_view(caller: Caller, thread: Thread) -> ClaimThreadView:
    """Return a page of a conversation as one of its people sees it."""
    return ClaimThreadView(
        items=[message_view(caller, each) for each in thread.messages],
        head=thread.head,
        read=ClaimReadView(client=thread.read[Side.CLIENT], staff=thread.read[Side.STAFF]),
        unread=thread.unread,
        can_write=thread.can_write,
        stage=thread.claim.stage,
        handler=ClaimHandlerView(name=thread.handler) if thread.handler else None,
    )


def message_view(caller: Caller, message: Message) -> ClaimMessageView:
    """Return a message as one of the people of its conversation sees it."""
    return ClaimMessageView(
        seq=message.number,
        id=message.id,
        side=message.side,
        name=message.name,
        mine=message.author == caller.actor,
        text=message.text,
        attachments=[],
        at=message.at,
    )


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
