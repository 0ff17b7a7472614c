"""Use cases of printed documents: order, look up, download, print again, erase.

A feature orders a document in the transaction of the thing that it is about. That feature decides about readers of a
document: nothing here knows a caller.
"""

from functools import partial

from chalicelib.aws import document_queue, photo_bucket
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_, Language
from chalicelib.features.printing import table
from chalicelib.features.printing.model import Document, DocumentState, Order

#: The life of an address of a document.
DOWNLOAD_SECONDS = 300
#: Failed documents in a list, and samples that an account may order in an hour.
MOST_LISTED, SAMPLES_PER_HOUR = 50, 60
SAMPLE_SUBJECT = "sample"
_HOUR = 3600
_NO_DOCUMENT = N_("There is no such document.")
_NOT_PRINTED = N_("The document is being printed. Try again in a minute.")
_FAILED = N_("The document could not be printed. The insurer has been told.")


def order(tx: Transaction, *, account_id: str, kind: str, subject: str, language: Language) -> Document:
    """Order a document of a subject in the transaction of its change. The commit queues the order."""
    made = Document(
        id=new_id("doc"), account_id=account_id, subject=subject, kind=kind, language=language, ordered_at=now()
    )
    table.insert_document(tx, made)
    tx.afterwards(partial(hasten, made))
    return made


def hasten(document: Document) -> None:
    """Queue an order. Without this, or without the queue, the sweep does it within minutes."""
    told = Order(account_id=document.account_id, subject=document.subject, document_id=document.id)
    document_queue.send(told.model_dump_json(), account_id=document.account_id)


def list_documents(account_id: str, subject: str) -> list[Document]:
    """Return all documents of a subject, oldest first."""
    return table.list_documents(account_id, subject)


def list_failed(account_id: str) -> list[Document]:
    """Return the documents of an account that could not be printed, the latest first, up to MOST_LISTED."""
    return table.list_failed(account_id, limit=MOST_LISTED)


def order_sample(account_id: str, *, language: Language) -> Document:
    """Order the sample in place of the former one. Raises QuotaExceeded."""
    count_attempt("document-samples", account_id, limit=SAMPLES_PER_HOUR, seconds=_HOUR)
    erase_documents(account_id, SAMPLE_SUBJECT)
    tx = Transaction()
    made = order(tx, account_id=account_id, kind="sample", subject=SAMPLE_SUBJECT, language=language)
    tx.commit()
    return made


def find_sample(account_id: str) -> Document | None:
    """Return the sample that was ordered last."""
    return next(iter(table.list_documents(account_id, SAMPLE_SUBJECT)), None)


def download_url(account_id: str, subject: str, document_id: str) -> str:
    """Return the presigned address of a document, good for 5 minutes. Raises NotFound, Conflict until it is printed."""
    found = _find(account_id, subject, document_id)
    if found.state is not DocumentState.PRINTED:
        message = _NOT_PRINTED if found.state is DocumentState.ORDERED else _FAILED
        raise Conflict(message, extra={"reason": "document-state", "state": found.state})
    return photo_bucket.sign_download(
        key_of(found), file_name=file_name(found), content_type="application/pdf", seconds=DOWNLOAD_SECONDS
    )


def print_again(account_id: str, subject: str, document_id: str) -> Document:
    """Order a document again that could not be printed. Idempotent. Raises NotFound."""
    found = _find(account_id, subject, document_id)
    if found.state is not DocumentState.FAILED:
        return found
    tx = Transaction()
    fresh = {"state": DocumentState.ORDERED, "fault": None, "tries": 0}
    after = table.replace_document(tx, found, found.model_copy(update=fresh))
    tx.commit()
    hasten(after)
    return after


def erase_documents(account_id: str, subject: str) -> None:
    """Erase all documents of a subject with their files. Idempotent."""
    # A document that is printed meanwhile has another version: then its file is there, and is erased as well.
    retry_stale(lambda: _erase_documents(account_id, subject))


def erase_left(account_id: str, document_id: str) -> None:
    """Erase the file of a document that is not there any more: one was written while the document was erased."""
    photo_bucket.erase([_key(account_id, document_id)])


def print_due(due: Due) -> None:
    """Queue an order again that nobody worked on."""
    account_id, _, subject = due.pk.partition("#")
    found = table.get_document(account_id, subject, due.sk.partition("#")[2])
    if found is not None and found.state is DocumentState.ORDERED:
        hasten(found)


def file_name(document: Document) -> str:
    """Return the name under which a browser saves a document, such as `Полис 104338828.pdf`."""
    said = f"{document.title} {document.number}".strip() or document.id
    return "".join(each if each not in '\\/:*?"<>|' else "-" for each in said) + ".pdf"


def key_of(document: Document) -> str:
    """Return the key of a document's file in the bucket."""
    return _key(document.account_id, document.id)


def _key(account_id: str, document_id: str) -> str:
    return f"{photo_bucket.DOCUMENTS}{account_id}/{document_id}.pdf"


def _erase_documents(account_id: str, subject: str) -> None:
    found = table.list_documents(account_id, subject)
    photo_bucket.erase([key_of(each) for each in found])
    for each in found:
        tx = Transaction()
        table.delete_document(tx, each)
        tx.commit()


def _find(account_id: str, subject: str, document_id: str) -> Document:
    found = table.get_document(account_id, subject, document_id)
    if found is None:
        raise NotFound(_NO_DOCUMENT)
    return found
