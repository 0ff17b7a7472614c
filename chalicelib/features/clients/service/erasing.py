"""Erasure of the rows below a client's own key, after the transaction that deleted or blocked the client itself.

A row says that it goes on, so that the sweep finishes it after a crash, and erases the rest at the end of a retention.
A row in the ledger stays as proof.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from itertools import batched

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.installed import client_ends, client_forgets
from chalicelib.features.clients import table
from chalicelib.features.clients.identities import Identity
from chalicelib.features.clients.model import Client, Facts
from chalicelib.features.clients.personal import Erasure
from chalicelib.features.clients.service.recording import publish
from chalicelib.features.clients.table import consents, erasures, locks
from chalicelib.features.clients.table.rows import ClientsRow
from chalicelib.features.clients.table.same import list_same

#: Rows that one transaction deletes.
_AT_ONCE = 99


def begin(
    tx: Transaction,
    client: Client,
    *,
    actor: str,
    proof: Erasure | None = None,
    heir: str = "",
    look_ups: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the proof of an erasure, and that its further rows are due to be deleted.

    `heir`: the client that it is merged into gets its consents and readings. `look_ups`: keys of those that are left.
    """
    moment = now()
    bare = Erasure(
        client_id=client.id, at=moment, actor=actor, base=client.base, kind=client.facts.kind, finished_at=moment
    )
    erasures.write_proof(tx, client.account_id, proof or bare)
    erasures.write_due(tx, client.account_id, client.id, at=moment, heir=heir, look_ups=look_ups)


def finish(account_id: str, client_id: str) -> None:
    """Delete all rows below a client's own key but its own, and look-ups that are left. Idempotent.

    Features erase it from their things, but for a merged client: these are its heir's by now.
    """
    heir, look_ups = erasures.get_due(account_id, client_id)
    if not heir:
        _forget_in_features(account_id, client_id)
    for keys in batched(look_ups, _AT_ONCE):
        _delete(ClientsRow(pk, sk) for pk, sk in keys)
    if heir:
        with suppress(NotFound, Conflict):  # the heir is erased by now, and so are these rows then
            consents.hand_over(account_id, client_id, to=heir)
    while rows := erasures.list_left(account_id, client_id, limit=_AT_ONCE):
        _delete(rows)
    erasures.delete_due(account_id, client_id)


def _delete(rows: Iterable[ClientsRow]) -> None:
    tx = Transaction()
    for row in rows:
        tx.delete(row)
    tx.commit()


def finish_due(due: Due) -> None:
    """Finish an erasure that a crash has left, or whose retention has ended."""
    account_id, _, client_id = due.pk.partition("#")
    go_on(account_id, client_id)


def go_on(account_id: str, client_id: str) -> None:
    """Erase all that no retention keeps at this moment. Idempotent."""
    client = table.get_client(account_id, client_id)
    if client is not None and client.blocked is None:  # its form came once more: it was added anew
        erasures.delete_due(account_id, client_id)
    elif client is None or client.blocked is None or client.blocked.ended_at is not None:
        finish(account_id, client_id)
    elif now().date() < client.blocked.until:
        _strip(client)
        erasures.wait(account_id, client_id, until=client.blocked.until)
    else:
        for erase in client_ends():
            erase(account_id, client_id)
        retry_stale(lambda: _end(account_id, client_id))
        finish(account_id, client_id)


def give_way(tx: Transaction, client: Client) -> locks.Standings:
    """Release the hashes by which a client is the only one of its base: the person may come anew."""
    standings = locks.read_standings(client.account_id, client.base, client.facts, before=client.facts)
    locks.move_only(tx, client, standings=standings, after=None, otherwise=lambda _: stale(None))
    return standings


def release(tx: Transaction, client: Client) -> None:
    """Release all hashes of a client, those that bind it too, and delete the statement about it."""
    standings = give_way(tx, client)
    locks.release(tx, client)
    if standings.is_namesake:
        withdraw_statement(tx, client)


def withdraw_statement(tx: Transaction, client: Client, *, kept: Collection[Identity] = ()) -> None:
    """Delete the statement that a client that goes is another person of its name.

    It stays if another client has its document, or gets it (`kept`) in this transaction.
    """
    document = next((each for each in locks.binding_identities(client) if each.kind == "doc"), None)
    if document is not None and document not in kept:
        others = list_same(client.account_id, document, base=None)
        if others in ([], [client.id]):
            locks.delete_namesake(tx, client)


def _forget_in_features(account_id: str, client_id: str) -> None:
    for forget in client_forgets():
        forget(account_id, client_id)


def _strip(client: Client) -> None:
    """Delete consents and codes, the values in the history, and the name in things of features."""
    _forget_in_features(client.account_id, client.id)
    for some in batched(erasures.iterate_unkept(client.account_id, client.id), _AT_ONCE):
        tx = Transaction()
        for row, replacement in some:
            if replacement is None:
                tx.delete(row)
            else:
                tx.put(replacement)
        tx.commit()


def _end(account_id: str, client_id: str) -> None:
    """Erase the rest of a client. If cases or policies name it still, an empty one stays for them."""
    client = table.get_client(account_id, client_id)
    if client is None or client.blocked is None:
        return
    tx, moment = Transaction(), now()
    blocked = client.blocked.model_copy(update={"ended_at": moment})
    changed = {"facts": Facts(kind=client.facts.kind), "blocked": blocked, "version": client.version + 1}
    after = client.model_copy(update=changed)
    if client.cases or client.policies:
        table.write_client(tx, after, replacing=client, otherwise=stale)
    else:
        table.delete_client(tx, client, otherwise=stale)
    release(tx, client)
    if (proof := erasures.get_proof(account_id, client_id)) is not None:
        erasures.write_proof(tx, account_id, proof.model_copy(update={"kept": (), "finished_at": moment}))
    publish(tx, after, "client.erased", kept_until=None)
    tx.commit()
