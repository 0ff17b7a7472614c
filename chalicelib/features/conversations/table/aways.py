"""E-mails that told of unread messages: `a#<thread>` | `away#<actor>`, `away#staff`."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.chat_items import thread_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.conversations.table.rows import AwayRow
from chalicelib.features.conversations.threads import Head

_AWAY = "away#"


class Away(NamedTuple):
    """The last e-mail about unread messages: the last message by then, and the moment."""

    number: int
    at: datetime


def get_aways(account_id: str, thread_id: str, actors: Iterable[str]) -> dict[str, Away]:
    """BatchGetItem, if there are actors: the last e-mail to each; those without one are missing."""
    key = thread_key(account_id, thread_id)
    keys = [(key, f"{_AWAY}{each}") for each in actors]
    rows = AwayRow.batch_get(keys, consistent_read=True) if keys else ()
    return {row.sk.removeprefix(_AWAY): Away(int(row.number), datetime.fromisoformat(row.told_at)) for row in rows}


def put_away(tx: Transaction, head: Head, actor: str, before: Away | None, *, at: datetime) -> None:
    """Write that somebody is told of unread messages now; Stale if they were meanwhile."""
    row = AwayRow(thread_key(head.account_id, head.thread_id), f"{_AWAY}{actor}", number=head.last, told_at=stamp(at))
    if before is None:
        tx.insert(row)
    else:
        tx.put(row, condition=AwayRow.told_at == stamp(before.at))
