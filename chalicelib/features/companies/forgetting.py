"""Invitations of a company that was erased."""

from chalicelib.features.companies import table


def forget(account_id: str, client_id: str) -> None:
    """Erase the invitations to a company. Its people are erased by the feature that registers them. Idempotent."""
    table.delete_of_client(account_id, client_id)
