"""Figures of payments: counted in the transactions that settle them, and read by month."""

from collections import Counter
from collections.abc import Mapping

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.payments.figures import count_of
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.table import figures as table
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


def count_settled(tx: Transaction, before: Payment, after: Payment) -> None:
    """Count a payment that settles its subject, in the month of its money. Money that goes back is not counted."""
    if after.is_settled and after.paid_at:
        month = f"{after.paid_at.astimezone(accounts.load_account(after.account_id).zone):%Y-%m}"
        table.add_count(tx, after.account_id, month, count_of(before), spread_by=after.id)


def read_figures(caller: Caller, *, first: str, last: str) -> Mapping[str, Counter[str]]:
    """Return the counts of the months that have any. One Query."""
    return table.read_counts(caller.account_id, first=first, last=last)
