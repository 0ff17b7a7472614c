"""Other features that write their own in the transaction of a change of a claim."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.installed import claim_changed
from chalicelib.features.claims.model import Claim


def tell_features(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Call the features that take part in the change of a claim, or in its beginning."""
    for take_part in claim_changed():
        take_part(tx, before, after)
