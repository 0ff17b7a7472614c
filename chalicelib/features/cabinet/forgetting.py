"""Forgetting of a client who was erased: people, invitations, tasks that registrations left, reminders."""

from chalicelib.features.cabinet import members
from chalicelib.features.cabinet.reminders import upkeep
from chalicelib.features.cabinet.service import counting
from chalicelib.features.cabinet.table import joining


def forget(account_id: str, client_id: str) -> None:
    """Erase the people, invitations, tasks, reminders and counted standing of a client. Idempotent."""
    members.forget(account_id, client_id)
    joining.delete_of_client(account_id, client_id)
    upkeep.forget(account_id, client_id)
    counting.forget(account_id, client_id)
