"""Places of threads in lists, each with the thread's end: a list is read without a look at its threads.

`a` is the account.

| item | pk | sk |
|---|---|---|
| threads of a client | `a#threads#client#<client>` | `<last>#<id>` |
| those of a person without a client | `a#threads#person#<person>` | `<last>#<id>` |
| conversations about claims that wait for an answer | `a#waiting` | `<since>#<claim>` |
| those of a handler | `a#waiting#<actor>` | `<since>#<claim>` |
"""

from collections.abc import Sequence

from chalicelib.aws.shards import merged
from chalicelib.base.clock import stamp
from chalicelib.features.conversations.table.rows import PlaceRow
from chalicelib.features.conversations.threads import Head

type Found = tuple[list[Head], str | None]


def places_of(head: Head) -> dict[tuple[str, str], PlaceRow]:
    """Return the rows by which lists find a thread, by their keys."""
    if head.last_at is None:
        return {}
    named: dict[str, str] = {}
    if head.client_id or head.person_id:
        whose = f"client#{head.client_id}" if head.client_id else f"person#{head.person_id}"
        named[f"threads#{whose}"] = f"{stamp(head.last_at)}#{head.thread_id}"
    if head.kind == "claim" and head.waiting_since is not None:
        waiting = f"{stamp(head.waiting_since)}#{head.thread_id}"
        named |= {"waiting": waiting, **({f"waiting#{head.handler}": waiting} if head.handler else {})}
    document = head.model_dump(mode="json", exclude={"last", "away"})
    keys = ((f"{head.account_id}#{name}", sk) for name, sk in named.items())
    return {key: PlaceRow(*key, document=document, last=head.last) for key in keys}


def list_latest(account_id: str, lists: Sequence[str], *, after: str | None = None, limit: int) -> Found:
    """Query for each list: a page of threads of clients and persons, the latest message first, and its end.

    `lists`: `client#<client>`, `person#<person>`.
    """
    keys = [f"{account_id}#threads#{each}" for each in lists]
    condition = PlaceRow.sk < after if after is not None else None
    rows = (
        PlaceRow.query(each, condition, scan_index_forward=False, limit=limit + 1, consistent_read=True)
        for each in keys
    )
    return _page(list(merged(rows, key=lambda row: row.sk, reverse=True)), limit)


def list_waiting(account_id: str, *, handler: str | None = None, after: str | None = None, limit: int) -> Found:
    """Query: a page of conversations about claims that wait for an answer, the longest wait first, and its end."""
    key = f"{account_id}#waiting#{handler}" if handler else f"{account_id}#waiting"
    condition = PlaceRow.sk > after if after is not None else None
    return _page(list(PlaceRow.query(key, condition, limit=limit + 1, consistent_read=True)), limit)


def _page(rows: Sequence[PlaceRow], limit: int) -> Found:
    return [row.model() for row in rows[:limit]], rows[limit - 1].sk if len(rows) > limit else None
