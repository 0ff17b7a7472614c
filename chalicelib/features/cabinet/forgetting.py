"""Forgetting of a client who was erased: invitations, and tasks that registrations left."""

from chalicelib.features.cabinet.table import joining


def forget(account_id: str, client_id: str) -> None:
    """Erase invitations and tasks of a client. Idempotent."""
    joining.delete_of_client(account_id, client_id)
