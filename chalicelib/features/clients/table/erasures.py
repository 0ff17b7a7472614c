"""Rows of erasures: those under way, those that wait for the end of a retention, and the proofs that stay."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.aws.shards import hash_key
from chalicelib.base.clock import stamp
from chalicelib.features.clients.model import Change
from chalicelib.features.clients.personal import Erasure
from chalicelib.features.clients.table.cards import client_key
from chalicelib.features.clients.table.rows import (
    ChangeRow,
    ClientRow,
    ClientsRow,
    ErasedRow,
    HeldRow,
    RevealRow,
)

_DUE = "erasing"
_Key = tuple[str, str]


class ErasingRow(ClientsRow, discriminator="client_erasing"):
    """An erasure under way: further rows are to be deleted, now or at the end of a retention."""

    #: Of a merged client: the one that gets its consents and readings, and the keys of its look-ups that are left.
    heir = UnicodeAttribute(null=True)
    look_ups = Document(null=True)


def write_proof(tx: Transaction, account_id: str, proof: Erasure) -> None:
    """Write the proof of an erasure, in place of an earlier state of it."""
    document = proof.model_dump(mode="json", exclude_defaults=True)
    tx.put(ErasedRow(_proofs(account_id), proof.client_id, document=document))


def get_proof(account_id: str, client_id: str) -> Erasure | None:
    """GetItem: the proof of a client's erasure."""
    try:
        return _read(ErasedRow.get(_proofs(account_id), client_id, consistent_read=True))
    except ErasedRow.DoesNotExist:
        return None


def list_proofs(account_id: str, *, after: str | None, limit: int) -> tuple[list[Erasure], str | None]:
    """Query: proofs of erasures, the client that was added last first, and the end of the page."""
    condition = ErasedRow.sk < after if after is not None else None
    rows = list(ErasedRow.query(_proofs(account_id), condition, scan_index_forward=False, limit=limit + 1))
    return [_read(row) for row in rows[:limit]], rows[limit - 1].sk if len(rows) > limit else None


def write_due(
    tx: Transaction, account_id: str, client_id: str, *, at: datetime, heir: str = "", look_ups: Sequence[_Key] = ()
) -> None:
    """Write that rows below a client's key, and look-ups of these keys, are due to be deleted.

    An heir gets consents and readings.
    """
    row = _due_row(account_id, client_id, at)
    row.heir, row.look_ups = heir or None, look_ups or None
    tx.put(row)


def get_due(account_id: str, client_id: str) -> tuple[str, list[_Key]]:
    """GetItem: the heir of a client that is being erased, and the keys of its look-ups that are left."""
    try:
        row = ErasingRow.get(client_key(account_id, client_id), _DUE, consistent_read=True)
    except ErasingRow.DoesNotExist:
        return "", []
    return row.heir or "", [(pk, sk) for pk, sk in row.look_ups or ()]


def wait(account_id: str, client_id: str, *, until: date) -> None:
    """PutItem: the erasure goes on at the end of a retention."""
    _due_row(account_id, client_id, datetime.combine(until, time(), UTC)).save()


def list_left(account_id: str, client_id: str, *, limit: int) -> list[ClientsRow]:
    """Query: rows below a client's key, but the client itself and the row that says that they are due."""
    rows = ClientsRow.query(client_key(account_id, client_id), consistent_read=True, limit=limit + 2)
    return [row for row in rows if row.sk != _DUE and not isinstance(row, ClientRow)][:limit]


def iterate_unkept(account_id: str, client_id: str) -> Iterator[tuple[ClientsRow, ChangeRow | None]]:
    """Query: rows below a client's key that a retention doesn't need, each with the row to replace it."""
    for row in ClientsRow.query(client_key(account_id, client_id), consistent_read=True):
        if isinstance(row, ChangeRow):
            if (bare := _without_values(row.model())) != row.model():
                yield row, ChangeRow(row.pk, row.sk, document=bare.model_dump(mode="json", exclude_defaults=True))
        elif row.sk != _DUE and not isinstance(row, ClientRow | RevealRow | HeldRow):
            yield row, None


def delete_due(account_id: str, client_id: str) -> None:
    """DeleteItem: an erasure is finished."""
    ErasingRow(client_key(account_id, client_id), _DUE).delete()


def _without_values(change: Change) -> Change:
    return change.model_copy(update={"fields": dict.fromkeys(change.fields, (None, None)), "data": {}})


def _due_row(account_id: str, client_id: str, at: datetime) -> ErasingRow:
    row = ErasingRow(client_key(account_id, client_id), _DUE)
    row.due_pk, row.due_at = hash_key("due", client_id), stamp(at)
    return row


def _read(row: ErasedRow) -> Erasure:
    return Erasure.model_validate({**row.document, "client_id": row.sk})


def _proofs(account_id: str) -> str:
    return f"{account_id}#erased"
