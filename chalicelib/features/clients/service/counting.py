"""Counts of the cases that name a client, in the transactions of these cases."""

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.features.clients import table


def count_case(tx: Transaction, account_id: str, client_id: str, number: int, *, otherwise: Otherwise) -> None:
    """Count cases that name a client: 1 for one more, -1 for one less. `otherwise`: it is deleted or erased."""
    table.count_use(tx, account_id, client_id, cases=number, otherwise=otherwise)
