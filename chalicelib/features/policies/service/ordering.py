"""Orders of printed documents, in the transactions of sales, payments and corrections."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.languages import Language
from chalicelib.features.clients import service as clients
from chalicelib.features.policies.model import Policy, Source
from chalicelib.features.policies.subjects import receipt_subject
from chalicelib.features.printing import service as printing
from chalicelib.tenancy.model import Account

E_POLICY, RECEIPT = "e_policy", "receipt"


def order_documents(tx: Transaction, account: Account, before: Policy | None, after: Policy) -> None:
    """Order the receipts of instalments that a change pays, and the policy itself with the first of them."""
    if after.source is not Source.OWN:
        return
    fresh = _freshly_paid(before, after)
    if not fresh:
        return
    language = _language(account, after)
    for number in fresh:
        subject = receipt_subject(after.id, number)
        printing.order(tx, account_id=account.id, kind=RECEIPT, subject=subject, language=language)
    if _begins(after) and (before is None or not _begins(before)):
        printing.order(tx, account_id=account.id, kind=E_POLICY, subject=after.id, language=language)


def order_corrected(tx: Transaction, account: Account, after: Policy) -> None:
    """Order a corrected policy anew; one that waits for its first payment is ordered then."""
    if after.source is Source.OWN and _begins(after) and after.cancelled is None:
        printing.order(tx, account_id=account.id, kind=E_POLICY, subject=after.id, language=_language(account, after))


def _freshly_paid(before: Policy | None, after: Policy) -> list[int]:
    """Return the numbers of the instalments that a change pays."""
    paid = {each.number for each in before.instalments if each.paid_at} if before else set[int]()
    return [each.number for each in after.instalments if each.paid_at and each.number not in paid]


def _begins(policy: Policy) -> bool:
    return policy.instalments[0].paid_at is not None


def _language(account: Account, policy: Policy) -> Language:
    client = clients.find_client(account.id, policy.client_id)
    return (client.facts.language if client else None) or account.language
