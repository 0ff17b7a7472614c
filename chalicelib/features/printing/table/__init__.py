"""Rows of printed documents in the policies table, in the item collection of their subject.

Why there: the query that reads a subject with all that belongs to it reads the states of its documents, too.

| item | pk | sk |
|---|---|---|
| document | `account#subject` | `doc#<document>` |
| one that failed | `account#failed-documents` | `<document>` |
"""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Document as Json
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import now, stamp
from chalicelib.features.printing.model import Document, DocumentState

#: The silence after which the sweep orders a document again.
SILENCE = timedelta(minutes=3)
_PREFIX = "doc#"
_FAILED = "failed-documents"


class DocumentRow(PoliciesRow, discriminator="printed_document"):
    """A document: attributes for conditions, all other fields as JSON."""

    document = Json()
    state = UnicodeAttribute()
    version = NumberAttribute()

    def model(self) -> Document:
        return Document.model_validate({**self.document, "state": self.state, "version": int(self.version)})


class FailedRow(PoliciesRow, discriminator="failed_document"):
    """The look-up of a failed document."""

    subject = UnicodeAttribute()


def get_document(account_id: str, subject: str, document_id: str) -> Document | None:
    """GetItem: a document of a subject."""
    try:
        return DocumentRow.get(item_key(account_id, subject), f"{_PREFIX}{document_id}", consistent_read=True).model()
    except DocumentRow.DoesNotExist:
        return None


def list_documents(account_id: str, subject: str) -> list[Document]:
    """Query: all documents of a subject, oldest first."""
    begins = DocumentRow.sk.startswith(_PREFIX)
    return [row.model() for row in DocumentRow.query(item_key(account_id, subject), begins, consistent_read=True)]


def list_failed(account_id: str, *, limit: int) -> list[Document]:
    """Query and BatchGetItem: failed documents of an account, the latest first."""
    found = FailedRow.query(item_key(account_id, _FAILED), scan_index_forward=False, limit=limit)
    keys = [(item_key(account_id, each.subject), f"{_PREFIX}{each.sk}") for each in found]
    documents = [row.model() for row in DocumentRow.batch_get(keys, consistent_read=True)] if keys else []
    return sorted(documents, key=lambda each: each.id, reverse=True)


def insert_document(tx: Transaction, made: Document) -> None:
    """Write a new document."""
    tx.insert(_row_of(made))


def replace_document(tx: Transaction, before: Document, after: Document) -> Document:
    """Write a document that is as it was read; return it with its new version."""
    changed = after.model_copy(update={"version": before.version + 1})
    tx.put(_row_of(changed), condition=DocumentRow.version == before.version)
    if DocumentState.FAILED in {before.state, changed.state}:
        _list_failure(tx, changed)
    return changed


def delete_document(tx: Transaction, each: Document) -> None:
    """Remove a document that is as it was read."""
    row = DocumentRow(item_key(each.account_id, each.subject), f"{_PREFIX}{each.id}")
    tx.delete(row, condition=DocumentRow.version == each.version)
    tx.delete(FailedRow(item_key(each.account_id, _FAILED), each.id))


def _list_failure(tx: Transaction, each: Document) -> None:
    row = FailedRow(item_key(each.account_id, _FAILED), each.id, subject=each.subject)
    if each.state is DocumentState.FAILED:
        tx.put(row)
    else:
        tx.delete(row)


def _row_of(each: Document) -> DocumentRow:
    document = each.model_dump(mode="json", exclude={"state", "version"}, exclude_defaults=True)
    row = DocumentRow(
        item_key(each.account_id, each.subject),
        f"{_PREFIX}{each.id}",
        document=document,
        state=each.state,
        version=each.version,
    )
    if each.state is DocumentState.ORDERED:
        row.due_pk, row.due_at = due_shard(each.id), _due_at(now())
    return row


def _due_at(moment: datetime) -> str:
    return stamp(moment + SILENCE)
