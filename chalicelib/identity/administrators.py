"""Recipients of an account's notices: its administrators, and people whom it invited."""

from chalicelib.identity import table
from chalicelib.identity.model import Role, Standing, User


def find_invited(account_id: str, user_id: str) -> User | None:
    """Return someone whom the account invited and has not shut out since."""
    user = table.get_user(user_id)
    return user if user and user.account_id == account_id and user.standing is Standing.INVITED else None


def find_member(account_id: str, user_id: str) -> User | None:
    """Return someone of the account's staff who has not been shut out."""
    user = table.get_user(user_id)
    return user if user and user.account_id == account_id and not (user.disabled or user.elsewhere) else None


def find_administrator(account_id: str, user_id: str) -> User | None:
    """Return an administrator of an account who may act for it."""
    return next((each for each in list_administrators(account_id) if each.id == user_id), None)


def list_administrators(account_id: str) -> list[User]:
    """Return the administrators of an account who may act for it, in the order of their ids."""
    return [user for user in list_members(account_id) if user.role == Role.ADMIN]


def list_members(account_id: str) -> list[User]:
    """Return the staff of an account who have not been shut out, in the order of their ids."""
    users = (user for user in table.list_users(account_id) if not (user.disabled or user.elsewhere))
    return sorted(users, key=lambda user: user.id)
