"""Conversations as their people see them: about claims, and requests."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.hours import Expected
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Head, Mark, Message, Side, kind_of, reader_of, unread_of
from chalicelib.identity import directory
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import user_id_of
from chalicelib.tenancy import service as accounts


class NewMessage(NamedTuple):
    """A message to write. `id` is a ULID of the sender; the same one again is the same message."""

    id: str
    text: str
    #: Ids of documents of the claim that were sent for the conversation; none in requests.
    attachments: tuple[str, ...] = ()


class Written(NamedTuple):
    """A message of a conversation; `is_new` is False if it was written before with the same id."""

    message: Message
    files: Mapping[str, ClaimDocument]
    is_new: bool


class Page(NamedTuple):
    """The wanted part of a thread: those after a number, else the latest, all before a number."""

    after: int | None = None
    before: int | None = None
    limit: int = 50


class Thread[Of: Claim | Ticket](NamedTuple):
    """A page of a conversation, as one of its people sees it."""

    of: Of
    messages: Sequence[Message]
    #: The files of these messages by id; removed ones are missing.
    files: Mapping[str, ClaimDocument]
    #: The number of the last message; 0: there is none.
    head: int
    #: The last number that somebody of each side has read; 0: none.
    read: Mapping[Side, int]
    #: Messages of the other side that the reader has not read.
    unread: int
    can_write: bool
    #: The name of the member of staff who handles the claim; empty if nobody does, and in requests.
    handler: str = ""
    #: Of a client who can write about a claim: the moment by which a question of now is answered; None: unknown.
    expected: Expected | None = None


class Ends(NamedTuple):
    """The end of a thread for one of its readers."""

    head: int
    read: Mapping[Side, int]
    unread: int


def side_of(caller: Caller) -> Side:
    """Return the side of a conversation that a caller is on."""
    return Side.CLIENT if isinstance(caller, AreaCaller) else Side.STAFF


def messages_of(account_id: str, thread_id: str, page: Page) -> list[Message]:
    """Query: messages of a thread in their order."""
    if page.after is not None:
        return threads.list_messages(account_id, thread_id, after=page.after, limit=page.limit)
    return threads.list_latest(account_id, thread_id, before=page.before, limit=page.limit)


def ends_of(caller: Caller, thread_id: str) -> Ends:
    """BatchGetItem: the end of a thread, and the last messages that both sides and the caller have read."""
    side = side_of(caller)
    head, marks = threads.get_ends(caller.account_id, thread_id, reader=caller.actor)
    mark = marks.get(reader_of(kind_of(thread_id), caller.actor, side))
    read = {each: marks[each].number if each in marks else 0 for each in Side}
    return Ends(head.last if head else 0, read, unread_of(head, mark, side))


def note_read(caller: Caller, thread_id: str, number: int, *, for_side: bool) -> None:
    """Note the last message that a caller has read; `for_side`: the other side sees it. A lower number changes nothing.

    Somebody who can't answer has read it for themselves: the client would wait for an answer.
    """
    account_id = caller.account_id
    head = threads.get_head(account_id, thread_id)
    number = min(number, head.last) if head else 0
    if head is None or number < 1:
        return
    mark = Mark(side=side_of(caller), number=number, reader=caller.actor, at=now(), counts=_counts_at(head, number))
    threads.raise_mark(account_id, thread_id, mark, whose=caller.actor)
    if for_side:
        threads.raise_mark(account_id, thread_id, mark)


def name_of(caller: Caller) -> str:
    """Return the name of an author that the other side reads."""
    if isinstance(caller, AreaCaller):
        return caller.person.name
    return name_of_staff(caller.account_id, caller.actor)


def name_of_staff(account_id: str, actor: str) -> str:
    """Return the name that clients read of somebody of the staff: the account's for one without, and a back-end."""
    user_id = user_id_of(actor)
    user = directory.find_user(user_id) if user_id else None
    named = user.seen_name if user is not None and user.account_id == account_id else ""
    return named or accounts.load_account(account_id).shown_name


def _counts_at(head: Head, number: int) -> Mapping[Side, int]:
    if number == head.last:
        return head.counts
    message = threads.get_message(head.account_id, head.thread_id, number)
    return message.counts if message else {}
