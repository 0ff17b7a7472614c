"""Saved methods of a payer: tokens of the provider, by which later payments need no typing."""

from collections.abc import Sequence

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.features.payments import table
from chalicelib.features.payments.model import SavedMethod

_NO_METHOD = N_("There is no such saved method of payment.")


def list_methods(account_id: str, payer_id: str) -> Sequence[SavedMethod]:
    """Return the saved methods of a payer, oldest first. The caller has to be allowed to act for the payer."""
    return table.list_methods(account_id, payer_id)


def find_method(account_id: str, payer_id: str, method_id: str) -> SavedMethod:
    """Return a saved method of a payer. Raises NotFound for any other id."""
    for each in table.list_methods(account_id, payer_id):
        if each.id == method_id:
            return each
    raise NotFound(_NO_METHOD)


def remove_method(account_id: str, payer_id: str, method_id: str) -> None:
    """Remove a saved method of a payer: nothing can be charged by it here any more. Raises NotFound."""
    tx = Transaction()
    table.delete_method(tx, find_method(account_id, payer_id, method_id))
    tx.commit()
