"""Other features that write their own in the transaction that changes a claim or its document."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.installed import claim_changed, document_changed
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import Claim


def tell_features(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Call the features that take part in the change of a claim, or in its beginning."""
    for take_part in claim_changed():
        take_part(tx, before, after)


def tell_of_document(tx: Transaction, document: ClaimDocument, *, removed: bool = False) -> None:
    """Call the features that take part in the change of a document, as it is after it."""
    for take_part in document_changed():
        take_part(tx, document, removed)
