"""Documents of claims: `a#<claim>` | `doc#<ULID>`, and `sha#<SHA-256>` for those that count.

A document whose bytes are awaited is in `by_due`.
"""

from collections.abc import Iterable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.claim_items import ClaimsRow, claim_key
from chalicelib.aws.dynamo import Document, Otherwise, Transaction, stale
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.documents.refusals import Twin

_PREFIX = "doc#"


class ClaimDocumentRow(ClaimsRow, discriminator="claim_document"):
    """A document: its version for conditions, all other fields as a document."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> ClaimDocument:
        return ClaimDocument.model_validate({**self.document, "version": int(self.version)})


class ClaimHashRow(ClaimsRow, discriminator="claim_document_hash"):
    """The mark that a claim has a document with these bytes."""

    document_id = UnicodeAttribute()
    slot = UnicodeAttribute()


def get_document(account_id: str, claim_id: str, document_id: str) -> ClaimDocument | None:
    """GetItem: a document of a claim."""
    try:
        key = (claim_key(account_id, claim_id), f"{_PREFIX}{document_id}")
        return ClaimDocumentRow.get(*key, consistent_read=True).model()
    except ClaimDocumentRow.DoesNotExist:
        return None


def get_documents(account_id: str, claim_id: str, document_ids: Iterable[str]) -> dict[str, ClaimDocument]:
    """BatchGetItem, if there are ids: documents of a claim by id; unknown ones are missing."""
    keys = [(claim_key(account_id, claim_id), f"{_PREFIX}{each}") for each in dict.fromkeys(document_ids)]
    rows = ClaimDocumentRow.batch_get(keys, consistent_read=True) if keys else ()
    return {document.id: document for document in (row.model() for row in rows)}


def list_documents(account_id: str, claim_id: str) -> list[ClaimDocument]:
    """Query: all documents of a claim, oldest first. Slots bound their number."""
    begins = ClaimDocumentRow.sk.startswith(_PREFIX)
    return [
        row.model() for row in ClaimDocumentRow.query(claim_key(account_id, claim_id), begins, consistent_read=True)
    ]


def insert_document(tx: Transaction, document: ClaimDocument) -> None:
    """Write a new document."""
    tx.insert(_row(document))


def replace_document(tx: Transaction, before: ClaimDocument, after: ClaimDocument) -> None:
    """Write a document that is of the version that was read."""
    tx.put(_row(after), condition=ClaimDocumentRow.version == before.version, otherwise=stale)


def delete_document(tx: Transaction, document: ClaimDocument) -> None:
    """Delete a document that is of the version that was read."""
    tx.delete(_row(document), condition=ClaimDocumentRow.version == document.version, otherwise=stale)


def get_twin(account_id: str, claim_id: str, sha256: str) -> Twin | None:
    """GetItem: the document of a claim with these bytes, if one counts."""
    try:
        return _twin(ClaimHashRow.get(claim_key(account_id, claim_id), f"sha#{sha256}", consistent_read=True))
    except ClaimHashRow.DoesNotExist:
        return None


def move_hash(tx: Transaction, document: ClaimDocument) -> None:
    """Write the slot that a document has by now, at its bytes; Stale if they are another's."""
    row = ClaimHashRow(*_hash_key(document), document_id=document.id, slot=document.slot)
    tx.put(row, condition=ClaimHashRow.document_id == document.id)


def insert_hash(tx: Transaction, document: ClaimDocument, *, otherwise: Otherwise) -> None:
    """Write that a claim has a document with these bytes. `otherwise`: another has them."""
    row = ClaimHashRow(*_hash_key(document), document_id=document.id, slot=document.slot)
    free = ClaimHashRow.pk.does_not_exist() | (ClaimHashRow.document_id == document.id)
    tx.put(row, condition=free, otherwise=otherwise)


def delete_hash(tx: Transaction, document: ClaimDocument) -> None:
    """Delete the mark of a document's bytes; another document's stays."""
    row = ClaimHashRow(*_hash_key(document))
    tx.delete(row, condition=ClaimHashRow.document_id == document.id, otherwise=stale)


def twin_of(raw: dict[str, object] | None) -> Twin:
    """Return the document that a raw mark names."""
    return _twin(ClaimHashRow.read(dict(raw or {})))


def delete_rows(account_id: str, claim_id: str) -> None:
    """Query and DeleteItem: all documents of a claim, with the marks of their bytes."""
    key = claim_key(account_id, claim_id)
    for kind, begins in ((ClaimDocumentRow, _PREFIX), (ClaimHashRow, "sha#")):
        for row in kind.query(key, kind.sk.startswith(begins), consistent_read=True):
            row.delete()


def _row(document: ClaimDocument) -> ClaimDocumentRow:
    stored = document.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    key = (claim_key(document.account_id, document.claim_id), f"{_PREFIX}{document.id}")
    row = ClaimDocumentRow(*key, document=stored, version=document.version)
    if document.state is DocumentState.RESERVED:
        row.due_pk, row.due_at = due_shard(document.id), stamp(document.due_at)
    return row


def _hash_key(document: ClaimDocument) -> tuple[str, str]:
    return claim_key(document.account_id, document.claim_id), f"sha#{document.sha256}"


def _twin(row: ClaimHashRow) -> Twin:
    return Twin(row.document_id, row.slot)
