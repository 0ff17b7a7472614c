"""Open sockets in their table.

`a` is the account. Each row has an end, `ttl`. Rows past it count as gone: DynamoDB deletes them up to days later.

| item | pk | sk |
|---|---|---|
| ticket | `ticket#<SHA-256>` | `ticket` |
| connection | `conn#<id>` | `conn` |
| connections of a person or a user | `a#of#<actor>` | `<id>` |
| connections that listen to a channel | `a#listen#<channel>` | `<id>` |
| last ping of a person or a user | `a#presence#<actor>` | `presence` |
"""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.conversations.sockets.model import CONNECTION, PRESENCE, TICKET, Connection, Listener, Visitor
from chalicelib.features.conversations.table.socket_rows import (
    ConnectionRow,
    ListenerRow,
    OwnConnectionRow,
    PresenceRow,
    SocketTicketRow,
)

_TICKET, _CONNECTION, _PRESENCE = "ticket", "conn", "presence"


def put_ticket(sha256: str, visitor: Visitor) -> None:
    """PutItem: a ticket, which ends after a minute."""
    SocketTicketRow(*_ticket(sha256), document=visitor.model_dump(mode="json"), ttl=_end(now() + TICKET)).save()


def get_ticket(sha256: str) -> Visitor | None:
    """GetItem: the visitor of a ticket that may still open a socket."""
    try:
        row = SocketTicketRow.get(*_ticket(sha256), consistent_read=True)
    except SocketTicketRow.DoesNotExist:
        return None
    return Visitor.model_validate(row.document) if row.ttl > _end(now()) else None


def open_connection(sha256: str, connection: Connection) -> None:
    """Write a connection in the transaction that takes its ticket away. Raises Stale if another has it."""
    tx, end = Transaction(), _end(connection.opened_at + CONNECTION)
    tx.delete(SocketTicketRow(*_ticket(sha256)), condition=SocketTicketRow.ttl > _end(connection.opened_at))
    tx.insert(_connection_row(connection))
    tx.put(OwnConnectionRow(_own(connection.account_id, connection.actor), connection.id, ttl=end))
    tx.commit()


def get_connection(connection_id: str) -> Connection | None:
    """GetItem: an open connection."""
    try:
        row = ConnectionRow.get(*_connection(connection_id), consistent_read=True)
    except ConnectionRow.DoesNotExist:
        return None
    return row.model() if row.ttl > _end(now()) else None


def listen(before: Connection, after: Connection) -> None:
    """Write the channels that a connection listens to from now on. Raises Stale if it was closed or changed."""
    tx, end = Transaction(), _end(after.opened_at + CONNECTION)
    tx.put(_connection_row(after), condition=ConnectionRow.version == before.version)
    for channel in after.channels:
        document = Listener(connection_id=after.id, actor=after.actor, side=after.side, name=after.name)
        row = ListenerRow(_listen(after.account_id, channel), after.id, document=document.model_dump(mode="json"))
        row.ttl = end
        tx.put(row)
    for channel in sorted(set(before.channels) - set(after.channels)):
        tx.delete(ListenerRow(_listen(before.account_id, channel), before.id))
    tx.commit()


def drop(connection: Connection) -> None:
    """Delete all rows of a connection. Raises Stale if it was changed or deleted meanwhile."""
    tx = Transaction()
    tx.delete(ConnectionRow(*_connection(connection.id)), condition=ConnectionRow.version == connection.version)
    tx.delete(OwnConnectionRow(_own(connection.account_id, connection.actor), connection.id))
    for channel in connection.channels:
        tx.delete(ListenerRow(_listen(connection.account_id, channel), connection.id))
    tx.commit()


def list_own(account_id: str, actor: str) -> list[Connection]:
    """Query and BatchGetItem: the open connections of a person, a user or a key, the oldest first."""
    ids = [row.sk for row in OwnConnectionRow.query(_own(account_id, actor), consistent_read=True)]
    rows = ConnectionRow.batch_get([_connection(each) for each in ids], consistent_read=True) if ids else ()
    return sorted((row.model() for row in rows if row.ttl > _end(now())), key=lambda each: (each.opened_at, each.id))


def list_listeners(account_id: str, channel: str) -> list[Listener]:
    """Query: the connections that listen to a channel."""
    moment = _end(now())
    rows = ListenerRow.query(_listen(account_id, channel), consistent_read=True)
    return [Listener.model_validate(row.document) for row in rows if row.ttl > moment]


def note_presence(account_id: str, actor: str) -> None:
    """PutItem: somebody is online, as long as a ping is good for."""
    PresenceRow(_present(account_id, actor), _PRESENCE, ttl=_end(now() + PRESENCE)).save()


def delete_presence(account_id: str, actor: str) -> None:
    """DeleteItem: somebody is offline."""
    PresenceRow(_present(account_id, actor), _PRESENCE).delete()


def find_present(account_id: str, actors: Iterable[str]) -> set[str]:
    """BatchGetItem: those of some people and users who are online."""
    keys = {_present(account_id, each): each for each in actors}
    rows = PresenceRow.batch_get([(key, _PRESENCE) for key in keys], consistent_read=True) if keys else ()
    return {keys[row.pk] for row in rows if row.ttl > _end(now())}


def _connection_row(connection: Connection) -> ConnectionRow:
    document = connection.model_dump(mode="json", exclude={"version"})
    row = ConnectionRow(*_connection(connection.id), document=document, version=connection.version)
    row.ttl = _end(connection.opened_at + CONNECTION)
    return row


def _end(moment: datetime) -> int:
    return int(moment.timestamp())


def _ticket(sha256: str) -> tuple[str, str]:
    return f"ticket#{sha256}", _TICKET


def _connection(connection_id: str) -> tuple[str, str]:
    return f"conn#{connection_id}", _CONNECTION


def _own(account_id: str, actor: str) -> str:
    return f"{account_id}#of#{actor}"


def _listen(account_id: str, channel: str) -> str:
    return f"{account_id}#listen#{channel}"


def _present(account_id: str, actor: str) -> str:
    return f"{account_id}#presence#{actor}"
