"""Forgetting of a client who was erased: people, invitations, and tasks that registrations left."""

from chalicelib.features.cabinet import members
from chalicelib.features.cabinet.table import joining


def forget(account_id: str, client_id: str) -> None:
    """Erase the people, invitations and tasks of a client. Idempotent."""
    members.forget(account_id, client_id)
    joining.delete_of_client(account_id, client_id)
