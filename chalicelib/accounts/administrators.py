"""Who answers for an account."""

from chalicelib.accounts import table
from chalicelib.accounts.model import Role, User


def list_administrators(account_id: str) -> list[User]:
    """Return the administrators of an account who may act for it, in the order of their ids."""
    users = (user for user in table.list_users(account_id) if user.role == Role.ADMIN and not user.disabled)
    return sorted(users, key=lambda user: user.id)
