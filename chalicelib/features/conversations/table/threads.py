"""Threads in the chat table.

`a` is the account, a thread has the id of its thing.

| item | pk | sk |
|---|---|---|
| its end | `a#<thread>` | `head` |
| message | `a#<thread>` | `msg#<number, eight digits>` |
| an author's id of a message, for 30 days | `a#<thread>` | `cid#<author>#<ULID>` |
| last message that a side, or a person, has read | `a#<thread>` | `mark#<side>`, `mark#<actor>` |
| its places in lists | see `places` | |
| e-mails about unread messages | see `aways` | |
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from pynamodb.exceptions import PutError

from chalicelib.aws.chat_items import thread_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.conversations.table.places import places_of
from chalicelib.features.conversations.table.rows import AwayRow, ChatRow, HeadRow, MarkRow, MessageRow, SaidRow
from chalicelib.features.conversations.threads import Head, Mark, Message, Side

_HEAD, _MESSAGE, _MARK = "head", "msg#", "mark#"
_IDS_KEPT = timedelta(days=30)


def get_head(account_id: str, thread_id: str) -> Head | None:
    """GetItem: the end of a thread."""
    try:
        return HeadRow.get(thread_key(account_id, thread_id), _HEAD, consistent_read=True).model()
    except HeadRow.DoesNotExist:
        return None


def get_heads(account_id: str, thread_ids: Iterable[str]) -> list[Head]:
    """BatchGetItem, if there are threads: their ends; those without one are missing."""
    keys = [(thread_key(account_id, each), _HEAD) for each in thread_ids]
    return [row.model() for row in HeadRow.batch_get(keys, consistent_read=True)] if keys else []


def get_ends(account_id: str, thread_id: str, *, reader: str) -> tuple[Head | None, dict[str, Mark]]:
    """BatchGetItem: the end of a thread, and the marks of both sides and of a reader, by owner."""
    key, whose = thread_key(account_id, thread_id), dict.fromkeys((*Side, reader))
    keys = [(key, _HEAD), *((key, f"{_MARK}{each}") for each in whose)]
    head, marks = None, dict[str, Mark]()
    for row in ChatRow.batch_get(keys, consistent_read=True):
        if isinstance(row, HeadRow):
            head = row.model()
        elif isinstance(row, MarkRow):
            marks[row.sk.removeprefix(_MARK)] = row.model()
    return head, marks


def append(tx: Transaction, before: Head, after: Head, message: Message) -> None:
    """Write a message at the end of a thread, which has to be as it was read, with its places."""
    key = thread_key(after.account_id, after.thread_id)
    put_head(tx, before, after)
    tx.insert(MessageRow(key, _sort_key(message.number), document=message.model_dump(mode="json")))
    kept_until = int((message.at + _IDS_KEPT).timestamp())
    tx.insert(SaidRow(key, _said(message.author, message.id), number=message.number, ttl=kept_until))


def put_head(tx: Transaction, before: Head, after: Head) -> None:
    """Write the end of a thread that is as it was read, and its places in lists."""
    document = after.model_dump(mode="json", exclude={"last"})
    row = HeadRow(thread_key(after.account_id, after.thread_id), _HEAD, document=document, last=after.last)
    if after.away:
        row.due_pk, row.due_at = due_shard(after.thread_id), stamp(min(after.away.values()))
    if before.last:
        tx.put(row, condition=HeadRow.last == before.last)
    else:
        tx.insert(row)
    old, new = places_of(before), places_of(after)
    for place in new.values():
        tx.put(place)
    for key in old.keys() - new.keys():
        tx.delete(old[key])


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


def list_latest(account_id: str, thread_id: str, *, before: int | None = None, limit: int) -> list[Message]:
    """Query, if there can be some: the latest messages of a thread, those before a number, in their order."""
    if before is not None and before <= 1:  # DynamoDB takes no range whose end is before its beginning
        return []
    last = _sort_key(before - 1) if before is not None else f"{_MESSAGE}~"
    condition = MessageRow.sk.between(_sort_key(1), last)
    key = thread_key(account_id, thread_id)
    rows = MessageRow.query(key, condition, limit=limit, scan_index_forward=False, consistent_read=True)
    return [row.model() for row in rows][::-1]


def get_message(account_id: str, thread_id: str, number: int) -> Message | None:
    """GetItem: a message by its number."""
    try:
        key = thread_key(account_id, thread_id)
        return MessageRow.get(key, _sort_key(number), consistent_read=True).model()
    except MessageRow.DoesNotExist:
        return None


def get_last(account_id: str, heads: Iterable[Head]) -> dict[str, Message]:
    """BatchGetItem: the last messages of threads, by thread; empty threads are missing."""
    keys = {(thread_key(account_id, each.thread_id), _sort_key(each.last)): each.thread_id for each in heads}
    rows = MessageRow.batch_get([*keys], consistent_read=True) if keys else ()
    return {keys[row.pk, row.sk]: row.model() for row in rows}


def erase_messages(account_id: str, thread_id: str) -> None:
    """Query and PutItem: leave messages without texts and names. Their numbers, times and hashes stay."""
    key = thread_key(account_id, thread_id)
    for message in list_messages(account_id, thread_id):
        if message.text or message.name:
            emptied = message.model_copy(update={"text": "", "name": "", "erased": True})
            MessageRow(key, _sort_key(message.number), document=emptied.model_dump(mode="json")).save()


def delete_thread(account_id: str, thread_id: str) -> None:
    """Query and DeleteItem: a thread with its places in lists, its marks and ids."""
    key, head = thread_key(account_id, thread_id), get_head(account_id, thread_id)
    for place in places_of(head).values() if head else ():
        place.delete()
    for kind in (MessageRow, SaidRow, MarkRow, AwayRow, HeadRow):
        for row in kind.query(key, consistent_read=True):
            row.delete()


def raise_mark(account_id: str, thread_id: str, mark: Mark, *, whose: str = "") -> None:
    """PutItem: note the last message that a side has read, or an actor; a lower number changes nothing."""
    row = MarkRow(thread_key(account_id, thread_id), f"{_MARK}{whose or mark.side}", number=mark.number)
    row.document = mark.model_dump(mode="json", exclude={"number"})
    try:
        row.save(MarkRow.pk.does_not_exist() | (MarkRow.number < mark.number))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def get_mark(account_id: str, thread_id: str, side: Side) -> Mark | None:
    """GetItem: the last message that a side has read."""
    try:
        return MarkRow.get(thread_key(account_id, thread_id), f"{_MARK}{side}", consistent_read=True).model()
    except MarkRow.DoesNotExist:
        return None


def get_marks(account_id: str, whose: Mapping[str, str]) -> dict[str, Mark]:
    """BatchGetItem: by thread, the last message that a side or an actor (`whose`) has read.

    Threads without one are missing.
    """
    keys = {(thread_key(account_id, thread_id), f"{_MARK}{each}"): thread_id for thread_id, each in whose.items()}
    rows = MarkRow.batch_get([*keys], consistent_read=True) if keys else ()
    return {keys[row.pk, row.sk]: row.model() for row in rows}


def get_marks_of(account_id: str, thread_id: str, actors: Iterable[str]) -> dict[str, Mark]:
    """BatchGetItem: by actor, the last message of a thread that they have read. Actors without one are missing."""
    key = thread_key(account_id, thread_id)
    keys = [(key, f"{_MARK}{each}") for each in actors]
    rows = MarkRow.batch_get(keys, consistent_read=True) if keys else ()
    return {row.sk.removeprefix(_MARK): row.model() for row in rows}


def _sort_key(number: int) -> str:
    return f"{_MESSAGE}{number:08d}"


def _said(author: str, id: str) -> str:  # noqa: A002 - the field's name
    return f"cid#{author}#{id}"
