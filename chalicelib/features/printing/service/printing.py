"""The worker: prints an ordered document, stores it, and tells the feature; a failure is a task of the staff."""

import hashlib

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import Stale
from chalicelib.base.ids import derived_ulid
from chalicelib.base.installed import find_printed, find_tasks
from chalicelib.base.observability import alarm, log
from chalicelib.base.tasks import Task
from chalicelib.features.printing import engine, table
from chalicelib.features.printing.contents import Content
from chalicelib.features.printing.issuers import issuer_of
from chalicelib.features.printing.model import Document, DocumentState, Fault, Order, Printed
from chalicelib.features.printing.notices import NOTICES
from chalicelib.features.printing.service import erase_left, key_of
from chalicelib.outbox import service as notifications

#: Tries that may end without an outcome.
MOST_TRIES = 5
_SHOWN_GLYPHS = 20


def work(order: Order) -> None:
    """Print an ordered document. Repeating is harmless: the same data give the same file."""
    found = table.get_document(order.account_id, order.subject, order.document_id)
    if found is not None and found.state is DocumentState.ORDERED:
        try:
            _work(found)
        except Stale:
            log("info", "document was changed meanwhile", account_id=order.account_id)
            found = table.get_document(order.account_id, order.subject, order.document_id)
    if found is None:
        erase_left(order.account_id, order.document_id)


def _work(found: Document) -> None:
    printed: Printed | None = find_printed(found.kind)
    if printed is None or found.tries >= MOST_TRIES:
        alarm("document given up", account_id=found.account_id, kind=found.kind, attempt=found.tries)
        _fail(found, Fault(), printed)
        return
    begun = _replace(found, found.model_copy(update={"tries": found.tries + 1}))
    content = printed.content(begun.account_id, begun.subject, begun.language)
    if content is None:
        _forget(begun)
        return
    named = begun.model_copy(update={"title": content.title, "number": content.number})
    try:
        pdf = _pdf(named, printed, content)
    except engine.Unprintable as error:
        if not error.glyphs:
            alarm("document not printable", account_id=named.account_id, kind=named.kind, error=str(error))
        _fail(named, Fault(glyphs=error.glyphs[:_SHOWN_GLYPHS], place=error.place), printed)
        return
    _store(named, printed, pdf)


def _pdf(document: Document, printed: Printed, content: Content) -> bytes:
    return engine.print_pdf(
        printed.template,
        content,
        issuer=issuer_of(document.account_id, document.language),
        language=document.language,
        moment=document.ordered_at,
    )


def _store(document: Document, printed: Printed, pdf: bytes) -> None:
    photo_bucket.write_document(key_of(document), pdf)
    done = {"state": DocumentState.PRINTED, "digest": hashlib.sha256(pdf).hexdigest(), "tries": 0}
    tx = Transaction()
    after = table.replace_document(tx, document, document.model_copy(update=done))
    if printed.done is not None:
        printed.done(tx, after)
    tx.commit()
    log("info", "document_printed", account_id=after.account_id, kind=after.kind, count=len(pdf))


def _fail(document: Document, fault: Fault, printed: Printed | None) -> None:
    """Note a failure, and ask the staff in the same transaction."""
    tx = Transaction()
    failed = {"state": DocumentState.FAILED, "fault": fault}
    table.replace_document(tx, document, document.model_copy(update=failed))
    params = {
        "document": f"{document.title} {document.number}".strip() or document.kind,
        "glyphs": " ".join(fault.glyphs),
        "place": fault.place,
        "page": printed.page.format(subject=document.subject) if printed else "/console",
    }
    _ask_a_person(tx, document, "document_glyphs" if fault.glyphs else "document_failed", params)
    tx.commit()


def _ask_a_person(tx: Transaction, document: Document, notice: str, params: dict[str, str]) -> None:
    """Open a task about a document, one for each failure; where no feature keeps tasks, tell administrators."""
    open_task = find_tasks()
    if open_task is None:
        told = {"notice": notice, "params": params, "channel": "email"}
        notifications.queue_message(tx, account_id=document.account_id, data=told)
        return
    task = Task(
        id=derived_ulid(f"{document.id}#{document.version}", moment=document.ordered_at),
        account_id=document.account_id,
        topic="document",
        paragraphs=(NOTICES[notice].subject, *NOTICES[notice].paragraphs),
        page=params["page"],
        params=params,
    )
    open_task(tx, task)


def _replace(before: Document, after: Document) -> Document:
    tx = Transaction()
    written = table.replace_document(tx, before, after)
    tx.commit()
    return written


def _forget(document: Document) -> None:
    tx = Transaction()
    table.delete_document(tx, document)
    tx.commit()
    log("info", "document of a thing that is gone", account_id=document.account_id, kind=document.kind)
