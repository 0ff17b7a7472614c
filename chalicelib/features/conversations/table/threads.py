"""Threads in the chat table.

`a` is the account, a thread has the id of its thing.

| item | pk | sk |
|---|---|---|
| its end | `a#<thread>` | `head` |
| message | `a#<thread>` | `msg#<number, eight digits>` |
| an author's id of a message, for 30 days | `a#<thread>` | `cid#<author>#<ULID>` |
| last message that a side has read | `a#<thread>` | `mark#<side>` |
"""

from collections.abc import Iterable
from datetime import timedelta

from pynamodb.exceptions import PutError

from chalicelib.aws.chat_items import thread_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.conversations.table.rows import HeadRow, MarkRow, MessageRow, SaidRow
from chalicelib.features.conversations.threads import Head, Mark, Message, Side

_HEAD, _MESSAGE = "head", "msg#"
_IDS_KEPT = timedelta(days=30)


def get_head(account_id: str, thread_id: str) -> Head | None:
    """GetItem: the end of a thread."""
    try:
        return HeadRow.get(thread_key(account_id, thread_id), _HEAD, consistent_read=True).model()
    except HeadRow.DoesNotExist:
        return None


def append(tx: Transaction, before: Head, after: Head, message: Message) -> None:
    """Write a message at the end of a thread, which has to be where it was read."""
    key = thread_key(after.account_id, after.thread_id)
    document = after.model_dump(mode="json", exclude={"last"})
    row = HeadRow(key, _HEAD, document=document, last=after.last)
    if before.last:
        tx.put(row, condition=HeadRow.last == before.last)
    else:
        tx.insert(row)
    tx.insert(MessageRow(key, _sort_key(message.number), document=message.model_dump(mode="json")))
    kept_until = int((message.at + _IDS_KEPT).timestamp())
    tx.insert(SaidRow(key, _said(message.author, message.id), number=message.number, ttl=kept_until))


def find_said(account_id: str, thread_id: str, *, author: str, id: str) -> Message | None:  # noqa: A002
    """GetItem, twice: the message that an author sent with an id."""
    key = thread_key(account_id, thread_id)
    try:
        number = int(SaidRow.get(key, _said(author, id), consistent_read=True).number)
        return MessageRow.get(key, _sort_key(number), consistent_read=True).model()
    except (SaidRow.DoesNotExist, MessageRow.DoesNotExist):
        return None


def list_messages(account_id: str, thread_id: str, *, after: int = 0, limit: int | None = None) -> list[Message]:
    """Query: the messages of a thread after a number, in their order."""
    condition = MessageRow.sk.between(_sort_key(after + 1), f"{_MESSAGE}~")
    rows = MessageRow.query(thread_key(account_id, thread_id), condition, limit=limit, consistent_read=True)
    return [row.model() for row in rows]


def erase_messages(account_id: str, thread_id: str) -> None:
    """Query and PutItem: leave messages without their texts. Their numbers, times and hashes stay."""
    key = thread_key(account_id, thread_id)
    for message in list_messages(account_id, thread_id):
        if message.text:
            emptied = message.model_copy(update={"text": ""})
            MessageRow(key, _sort_key(message.number), document=emptied.model_dump(mode="json")).save()


def delete_thread(account_id: str, thread_id: str) -> None:
    """Query and DeleteItem: a thread with its marks and ids."""
    key = thread_key(account_id, thread_id)
    for kind in (MessageRow, SaidRow, MarkRow, HeadRow):
        for row in kind.query(key, consistent_read=True):
            row.delete()


def raise_mark(account_id: str, thread_id: str, mark: Mark) -> None:
    """PutItem: note the last message that a side has read; a lower number changes nothing."""
    row = MarkRow(thread_key(account_id, thread_id), f"mark#{mark.side}", number=mark.number)
    row.document = mark.model_dump(mode="json", exclude={"number"})
    try:
        row.save(MarkRow.pk.does_not_exist() | (MarkRow.number < mark.number))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def get_mark(account_id: str, thread_id: str, side: Side) -> Mark | None:
    """GetItem: the last message that a side has read."""
    try:
        return MarkRow.get(thread_key(account_id, thread_id), f"mark#{side}", consistent_read=True).model()
    except MarkRow.DoesNotExist:
        return None


def get_marks(account_id: str, thread_ids: Iterable[str], side: Side) -> dict[str, Mark]:
    """BatchGetItem: the last message that a side has read, by thread; threads without one are missing."""
    keys = {(thread_key(account_id, each), f"mark#{side}"): each for each in thread_ids}
    rows = MarkRow.batch_get([*keys], consistent_read=True) if keys else ()
    return {keys[row.pk, row.sk]: row.model() for row in rows}


def _sort_key(number: int) -> str:
    return f"{_MESSAGE}{number:08d}"


def _said(author: str, id: str) -> str:  # noqa: A002 - the field's name
    return f"cid#{author}#{id}"
