"""Transcripts of conversations about claims, in which a changed or missing message shows."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Head, Message, first_wrong
from chalicelib.identity.model import Caller

#: The most of a page: Lambda answers with 6 MB at most.
_MOST, _BYTES = 1000, 2_000_000


class Transcript(NamedTuple):
    """Messages of a claim in their order, all or a page of them, with the end of the conversation."""

    claim: Claim
    messages: Sequence[Message]
    head: Head | None
    #: The number of the first message here that is not as it was written, or is missing; None: all are.
    wrong: int | None
    #: The number after which the next page begins; None after the last.
    next_after: int | None


def transcribe(caller: Caller, claim_id: str, *, after: int = 0) -> Transcript:
    """Return the messages of a claim after a number: as many as an answer holds. Raises NotFound."""
    claim = claims.load_claim(caller.account_id, claim_id)
    ids = (claim.account_id, claim.id)
    head = threads.get_head(*ids)
    found = _fitting(threads.list_messages(*ids, after=after, limit=_MOST))
    since = threads.get_message(*ids, after) if after else None
    last = found[-1].number if found else after
    wrong = first_wrong(found, since=since)
    ends = not threads.list_messages(*ids, after=last, limit=1)
    if wrong is None and ends and head is not None:
        wrong = _wrong_end(head, found[-1] if found else since)
    return Transcript(claim, found, head, wrong, None if ends else last)


def transcribe_whole(claim: Claim) -> Transcript:
    """Return all messages of a claim, however many there are: for functions with time."""
    ids = (claim.account_id, claim.id)
    head, found = threads.get_head(*ids), threads.list_messages(*ids)
    wrong = first_wrong(found)
    if wrong is None and head is not None:
        wrong = _wrong_end(head, found[-1] if found else None)
    return Transcript(claim, found, head, wrong, None)


def _wrong_end(head: Head, last: Message | None) -> int | None:
    """Return the number of the first message that is missing at the end, or of a wrong last one."""
    if last is None or last.number < head.last:
        return (last.number if last else 0) + 1
    return last.number if last.hash != head.hash else None


def _fitting(messages: Sequence[Message]) -> Sequence[Message]:
    """Return the first messages, as many as fit an answer; at least one."""
    size = 0
    for place, each in enumerate(messages):
        size += len(each.text.encode())
        if size > _BYTES and place:
            return messages[:place]
    return messages
