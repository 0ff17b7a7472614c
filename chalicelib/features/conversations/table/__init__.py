"""Requests in the chat table.

`a` is the account.

| item | pk | sk |
|---|---|---|
| request | `a#<ticket>` | `ticket` |
| its history | `a#<ticket>` | `evt#<ULID>` |
| its thread | `a#<ticket>` | see `threads` |
| its number | `a#number#<number>` | `number` |
| requests in a state | `a#tickets#<state>` | `<time>#<ticket>` |
| those of a desk, of a handler | `a#desk#<desk>#<state>`, `a#handler#<actor>#<state>` | `<time>#<ticket>` |
| those of a client, of a person of the area | `a#client#<client>`, `a#person#<person>` | `<opened>#<ticket>` |

The time is the end of the term of open requests, and the last change of the others.
"""

from collections.abc import Iterable, Sequence
from itertools import batched

from chalicelib.aws.chat_items import ChatRow, thread_key
from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.aws.shards import due_shard, merged
from chalicelib.aws.sort_keys import just_before
from chalicelib.base.clock import stamp
from chalicelib.features.conversations.model import Entry, Ticket, TicketState, Wanted
from chalicelib.features.conversations.table.rows import EntryRow, FoundRow, NumberRow, TicketRow

_TICKET = "ticket"
_ENTRY = "evt#"
_AT_ONCE = 100
#: Names of typed texts in the data of entries.
_WORDS = frozenset({"text", "reason"})


def get_ticket(account_id: str, ticket_id: str) -> Ticket | None:
    """GetItem: a request."""
    try:
        return TicketRow.get(thread_key(account_id, ticket_id), _TICKET, consistent_read=True).model()
    except TicketRow.DoesNotExist:
        return None


def get_tickets(account_id: str, ticket_ids: Iterable[str]) -> dict[str, Ticket]:
    """BatchGetItem: requests by id; unknown ones are missing."""
    keys = [(thread_key(account_id, each), _TICKET) for each in dict.fromkeys(ticket_ids)]
    rows = TicketRow.batch_get(keys, consistent_read=True) if keys else ()
    return {ticket.id: ticket for ticket in (row.model() for row in rows)}


def insert_ticket(tx: Transaction, ticket: Ticket, *, otherwise: Otherwise = stale) -> None:
    """Write a new request, its number and its places in lists. `otherwise`: there is one of this id."""
    tx.insert(_ticket_row(ticket), otherwise=otherwise)
    tx.insert(NumberRow(f"{ticket.account_id}#number#{ticket.number}", "number", ticket_id=ticket.id))
    for row in _places(ticket).values():
        tx.put(row)


def replace_ticket(tx: Transaction, before: Ticket, after: Ticket) -> None:
    """Write a request that is as it was read, and its places that differ."""
    tx.put(_ticket_row(after), condition=TicketRow.version == before.version)
    old, new = _places(before), _places(after)
    for key in new.keys() - old.keys():
        tx.put(new[key])
    for key in old.keys() - new.keys():
        tx.delete(old[key])


def delete_ticket(tx: Transaction, ticket: Ticket) -> None:
    """Delete a request, its number and its places; the other rows of its collection go before it."""
    tx.delete(_ticket_row(ticket), condition=TicketRow.version == ticket.version)
    tx.delete(NumberRow(f"{ticket.account_id}#number#{ticket.number}", "number"))
    for row in _places(ticket).values():
        tx.delete(row)


def append(tx: Transaction, ticket: Ticket, entry: Entry) -> None:
    """Add to the history of a request."""
    document = entry.model_dump(mode="json", exclude_defaults=True)
    tx.insert(EntryRow(thread_key(ticket.account_id, ticket.id), f"{_ENTRY}{entry.id}", document=document))


def list_entries(account_id: str, ticket_id: str) -> list[Entry]:
    """Query: the history of a request, the oldest entry first."""
    key = thread_key(account_id, ticket_id)
    return [row.model() for row in EntryRow.query(key, EntryRow.sk.startswith(_ENTRY), consistent_read=True)]


def erase_words(account_id: str, ticket_id: str) -> None:
    """Query and PutItem: leave entries without the words that somebody wrote in them."""
    key = thread_key(account_id, ticket_id)
    for entry in list_entries(account_id, ticket_id):
        if _WORDS & entry.data.keys():
            wordless = entry.model_copy(update={"data": {k: v for k, v in entry.data.items() if k not in _WORDS}})
            document = wordless.model_dump(mode="json", exclude_defaults=True)
            EntryRow(key, f"{_ENTRY}{entry.id}", document=document).save()


def delete_entries(account_id: str, ticket_id: str) -> None:
    """Query and DeleteItem: the history of a request."""
    for row in EntryRow.query(thread_key(account_id, ticket_id), EntryRow.sk.startswith(_ENTRY), consistent_read=True):
        row.delete()


def find_number(account_id: str, number: str) -> str | None:
    """GetItem: the id of the request with a number."""
    try:
        return str(NumberRow.get(f"{account_id}#number#{number}", "number", consistent_read=True).ticket_id)
    except NumberRow.DoesNotExist:
        return None


def list_tickets(
    account_id: str, wanted: Wanted, *, desks: Sequence[str] | None, after: str | None, limit: int
) -> tuple[list[Ticket], str | None]:
    """Query for each list, and BatchGetItem: a page of requests, and its end.

    `desks`: of these only; None: of all. Open ones come by the end of their term, others by their last change. A page
    may have fewer than `limit`.
    """
    if wanted.number is not None:
        return _numbered(account_id, wanted, desks), None
    forward = wanted.state is TicketState.OPEN
    before = stamp(wanted.due_before) if wanted.due_before and forward and not wanted.client_id else None
    keys = [f"{account_id}#{each}" for each in _lists_of(wanted, desks)]
    ids, end = _page(keys, before=before, after=after, forward=forward and not wanted.client_id, limit=limit)
    found = get_tickets(account_id, ids)
    allowed = (found[each] for each in ids if each in found)
    return [each for each in allowed if wanted.has(each) and (desks is None or each.desk in desks)], end


def has_unclosed(account_id: str, *, desk: str | None = None, topic: str | None = None) -> bool:
    """Query: whether a request of a desk, or of a topic, is not closed.

    For a topic all requests of the account that are not closed are read.
    """
    name = "tickets" if desk is None else f"desk#{desk}"
    for state in (TicketState.OPEN, TicketState.ANSWERED):
        found = (row.sk.rpartition("#")[2] for row in ChatRow.query(f"{account_id}#{name}#{state}"))
        for ids in batched(found, _AT_ONCE):
            if any(topic in {None, each.topic} for each in get_tickets(account_id, ids).values()):
                return True
    return False


def list_of_client(
    account_id: str, client_id: str, *, after: str | None = None, limit: int
) -> tuple[list[Ticket], str | None]:
    """Query and BatchGetItem: a page of the requests of a client, the latest first, and its end."""
    return list_by_age(account_id, [f"client#{client_id}"], after=after, limit=limit)


def list_by_age(
    account_id: str, lists: Sequence[str], *, after: str | None = None, limit: int
) -> tuple[list[Ticket], str | None]:
    """Query for each list, and BatchGetItem: a page of requests of clients and persons, the latest first, and its end.

    `lists`: `client#<client>`, `person#<person>`. A request in two of them comes once.
    """
    keys = [f"{account_id}#{each}" for each in lists]
    ids, end = _page(keys, before=None, after=after, forward=False, limit=limit)
    found = get_tickets(account_id, ids)
    return [found[each] for each in dict.fromkeys(ids) if each in found], end


def _numbered(account_id: str, wanted: Wanted, desks: Sequence[str] | None) -> list[Ticket]:
    found = find_number(account_id, wanted.number or "")
    ticket = get_ticket(account_id, found) if found else None
    return [ticket] if ticket and wanted.has(ticket) and (desks is None or ticket.desk in desks) else []


def _lists_of(wanted: Wanted, desks: Sequence[str] | None) -> list[str]:
    """Return the keys of the lists that have the fewest requests beside the wanted ones."""
    if wanted.client_id:
        return [f"client#{wanted.client_id}"]
    if wanted.handler:
        return [f"handler#{wanted.handler}#{wanted.state}"]
    named = [wanted.desk] if wanted.desk else desks
    if named is None:
        return [f"tickets#{wanted.state}"]
    return [f"desk#{each}#{wanted.state}" for each in dict.fromkeys(named)]


def _page(
    keys: Sequence[str], *, before: str | None, after: str | None, forward: bool, limit: int
) -> tuple[list[str], str | None]:
    """Query each partition: the ids of a page in one order, and the key that the next page begins after."""
    low, high = " ", before or "~"
    if after is not None:
        low, high = (f"{after}!", high) if forward else (low, just_before(after))
    if low > high:
        return [], None
    condition = ChatRow.sk.between(low, high)
    lists = (
        ChatRow.query(each, condition, scan_index_forward=forward, limit=limit + 1, consistent_read=True)
        for each in keys
    )
    found = list(merged(lists, key=lambda row: row.sk, reverse=not forward))
    ids = [row.sk.rpartition("#")[2] for row in found[:limit]]
    return ids, found[limit - 1].sk if len(found) > limit else None


def _ticket_row(ticket: Ticket) -> TicketRow:
    document = ticket.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    row = TicketRow(thread_key(ticket.account_id, ticket.id), _TICKET, document=document, version=ticket.version)
    alarm = ticket.next_alarm
    if alarm is not None:
        row.due_pk, row.due_at = due_shard(ticket.id), stamp(alarm)
    return row


def _places(ticket: Ticket) -> dict[tuple[str, str], FoundRow]:
    """Return the rows by which lists find a request, by their keys."""
    time = ticket.ends_at if ticket.state is TicketState.OPEN else ticket.changed_at
    by_time, by_age = f"{stamp(time)}#{ticket.id}", f"{stamp(ticket.opened_at)}#{ticket.id}"
    named = {
        f"tickets#{ticket.state}": by_time,
        f"desk#{ticket.desk}#{ticket.state}": by_time,
        **({f"handler#{ticket.handler}#{ticket.state}": by_time} if ticket.handler else {}),
        **({f"client#{ticket.client_id}": by_age} if ticket.client_id else {}),
        **({f"person#{ticket.person_id}": by_age} if ticket.person_id else {}),
    }
    keys = ((f"{ticket.account_id}#{name}", sk) for name, sk in named.items())
    return {key: FoundRow(*key) for key in keys}
