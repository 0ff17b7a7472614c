"""Rows by which a client's photo requests are found (keys: docstring of cases/table)."""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.photos.model import PhotoRequest


class ClientRequestRow(CasesRow, discriminator="client_request"):
    """A photo request of a client; its id is the sort key."""

    case_id = UnicodeAttribute()


def add(tx: Transaction, request: PhotoRequest, *, client_id: str | None) -> None:
    """List a new request with the client of its case; without a client nothing is written."""
    if client_id is not None:
        tx.put(ClientRequestRow(_key(request.account_id, client_id), request.id, case_id=request.case_id))


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Query and a transaction: list some requests of a client with another one. Returns their number."""
    rows = list(ClientRequestRow.query(_key(account_id, old), consistent_read=True, limit=limit))
    tx = Transaction()
    for row in rows:
        tx.put(ClientRequestRow(_key(account_id, new), row.sk, case_id=row.case_id))
        tx.delete(row)
    if rows:
        tx.commit()
    return len(rows)


def list_requests_of(
    account_id: str, client_id: str, *, after: str | None, limit: int
) -> tuple[Sequence[PhotoRequest], str | None]:
    """Query and BatchGetItem: a client's requests, newest first, and the end of the page."""
    before = ClientRequestRow.sk < after if after is not None else None
    key = _key(account_id, client_id)
    rows = list(ClientRequestRow.query(key, before, scan_index_forward=False, consistent_read=True, limit=limit + 1))
    keys = [(case_key(account_id, row.case_id), f"req#{row.sk}") for row in rows[:limit]]
    read = CasesRow.batch_get(keys) if keys else ()
    found = {model.id: model for row in read if isinstance(model := row.model(), PhotoRequest)}
    listed = [found[row.sk] for row in rows[:limit] if row.sk in found]
    return listed, rows[limit - 1].sk if len(rows) > limit else None


def _key(account_id: str, client_id: str) -> str:
    return f"{account_id}#client-requests#{client_id}"
