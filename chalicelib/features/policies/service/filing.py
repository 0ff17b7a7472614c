"""Printed documents of a policy, and the printed statement of an agent's month, as callers see them."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import stamp
from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_, Language
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.settling import NO_STATEMENT, Statement, show_statement
from chalicelib.features.policies.subjects import receipt_subject, statement_subject
from chalicelib.features.printing import service as printing
from chalicelib.features.printing.model import Document
from chalicelib.identity.model import Caller

STATEMENT = "statement"
_NO_DOCUMENT = N_("There is no such document.")


def list_documents(caller: Caller, policy_id: str) -> list[Document]:
    """Return the documents of a policy that the caller sees, with its receipts, the latest first. Raises NotFound.

    One Query, and one for each instalment that was paid: a dozen at most.
    """
    policy = show_policy(caller, policy_id)
    receipts = [receipt_subject(policy.id, each.number) for each in policy.instalments if each.paid_at]
    found = [each for subject in (policy.id, *receipts) for each in printing.list_documents(policy.account_id, subject)]
    return sorted(found, key=lambda each: each.id, reverse=True)


def find_document(caller: Caller, policy_id: str, document_id: str) -> Document:
    """Return a document of a policy that the caller sees. Raises NotFound."""
    found = next((each for each in list_documents(caller, policy_id) if each.id == document_id), None)
    if found is None:
        raise NotFound(_NO_DOCUMENT)
    return found


def address_of(document: Document) -> str:
    """Return the presigned address of a document. Raises Conflict until it is printed."""
    return printing.download_url(document.account_id, document.subject, document.id)


def print_again(caller: Caller, policy_id: str, document_id: str) -> Document:
    """Order a document of a policy again that could not be printed. Idempotent. Raises NotFound."""
    found = find_document(caller, policy_id, document_id)
    return printing.print_again(found.account_id, found.subject, found.id)


def find_statement(caller: Caller, statement: Statement, language: Language) -> Document | None:
    """Return the document of a statement in a language; None if no present one was ordered."""
    found = printing.list_documents(caller.account_id, statement_subject(statement.agent_id, statement.month))
    present = [each for each in found if stamp(each.ordered_at) >= _changed_at(statement)]
    return next((each for each in reversed(present) if each.language == language), None)


def order_statement(
    caller: Caller, language: Language, *, month: str | None = None, agent_id: str | None = None
) -> Document:
    """Order the printing of a statement, or return the document that has all its lines. Raises NotFound, Invalid.

    One that failed is ordered again.
    """
    statement = show_statement(caller, month=month, agent_id=agent_id)
    if not statement.lines:
        raise NotFound(NO_STATEMENT)
    known = find_statement(caller, statement, language)
    if known is not None:
        return printing.print_again(caller.account_id, known.subject, known.id)
    subject = statement_subject(statement.agent_id, statement.month)
    _erase_former(caller.account_id, subject, statement)
    tx = Transaction()
    made = printing.order(tx, account_id=caller.account_id, kind=STATEMENT, subject=subject, language=language)
    tx.commit()
    return made


def _erase_former(account_id: str, subject: str, statement: Statement) -> None:
    """Erase documents of a subject if the statement has changed since all of them."""
    found = printing.list_documents(account_id, subject)
    if all(stamp(each.ordered_at) < _changed_at(statement) for each in found):
        printing.erase_documents(account_id, subject)


def _changed_at(statement: Statement) -> str:
    """Return the moment of the last line, or of the closing."""
    return max(*(stamp(each.at) for each in statement.lines), statement.closed_at or "", "")
