"""Rows of consents, and of the texts that they name."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.dynamo import Document, Otherwise, Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.clients import table
from chalicelib.features.clients.personal import Consent
from chalicelib.features.clients.table.cards import client_key
from chalicelib.features.clients.table.rows import ClientsRow

#: Rows that one transaction moves: two writes each.
_MOVED_AT_ONCE = 49


class ConsentRow(ClientsRow, discriminator="client_consent"):
    """A consent."""

    document = Document()
    withdrawn_at = UnicodeAttribute(null=True)

    def model(self) -> Consent:
        return Consent.model_validate(self.document)


class ConsentTextRow(ClientsRow, discriminator="client_consent_text"):
    """A text that a consent was given to, under its hash: it stays when the settings have another."""

    text = UnicodeAttribute()


def append_consent(tx: Transaction, account_id: str, client_id: str, consent: Consent, *, text: str) -> None:
    """Add a consent to a client, and keep its text."""
    tx.insert(_row(account_id, client_id, consent))
    tx.put(ConsentTextRow(_texts(account_id), consent.sha256, text=text))


def withdraw_consent(
    tx: Transaction, account_id: str, client_id: str, consent: Consent, *, at: datetime, otherwise: Otherwise
) -> None:
    """Replace a consent by its withdrawn form, unless it is withdrawn by now, or erased."""
    row = _row(account_id, client_id, consent)
    row.withdrawn_at = stamp(at)
    tx.put(row, condition=ConsentRow.pk.exists() & ConsentRow.withdrawn_at.does_not_exist(), otherwise=otherwise)


def list_consents(account_id: str, client_id: str) -> list[Consent]:
    """Query: all consents of a client, in the order of their recording."""
    key = client_key(account_id, client_id)
    rows = ConsentRow.query(key, ConsentRow.sk.startswith("con#"), consistent_read=True)
    return [row.model() for row in rows]


def get_consent(account_id: str, client_id: str, consent_id: str) -> Consent | None:
    """GetItem: a consent of a client."""
    try:
        return ConsentRow.get(client_key(account_id, client_id), f"con#{consent_id}", consistent_read=True).model()
    except ConsentRow.DoesNotExist:
        return None


def hand_over(account_id: str, client_id: str, *, to: str) -> None:
    """Move consents and readings of a client that was merged to the one that stays. Idempotent.

    Raises NotFound or Conflict if that one is deleted or erased by now.
    """
    for prefix in ("con#", "rvl#"):
        key = client_key(account_id, client_id)
        rows = ClientsRow.query(key, ClientsRow.sk.startswith(prefix), consistent_read=True)
        for some in batched(rows, _MOVED_AT_ONCE):
            tx = Transaction()
            table.check_usable(tx, account_id, to)
            for row in some:
                tx.delete(ClientsRow(row.pk, row.sk))
                row.pk = client_key(account_id, to)
                tx.put(row)
            tx.commit()


def get_texts(account_id: str, hashes: Iterable[str]) -> dict[str, str]:
    """BatchGetItem: the texts of consents by hash."""
    keys = [(_texts(account_id), each) for each in dict.fromkeys(hashes)]
    rows = ClientsRow.batch_get(keys) if keys else ()
    return {row.sk: row.text for row in rows if isinstance(row, ConsentTextRow)}


def _row(account_id: str, client_id: str, consent: Consent) -> ConsentRow:
    document = consent.model_dump(mode="json", exclude_none=True)
    return ConsentRow(client_key(account_id, client_id), f"con#{consent.id}", document=document)


def _texts(account_id: str) -> str:
    return f"{account_id}#texts"
