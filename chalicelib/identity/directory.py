"""The staff of an account, as a process may remember them for a while."""

from collections.abc import Iterable

from chalicelib.base.recent import recent
from chalicelib.identity import table
from chalicelib.identity.model import Caller, User
from chalicelib.identity.principals import user_id_of


def load_users(account_id: str) -> tuple[User, ...]:
    """Return the staff of an account as they were at most CACHE_SECONDS ago, in no order."""
    return _users_of(account_id)


def name_users(account_id: str, actors: Iterable[str]) -> dict[str, str]:
    """Return the names, or else the e-mails, of those actors of an account (`user:<id>`) who are or were its staff."""
    users = {actor: find_user(user_id) for actor in actors if (user_id := user_id_of(actor)) is not None}
    return {actor: user.shown_name for actor, user in users.items() if user and user.account_id == account_id}


def show_user(caller: Caller) -> User | None:
    """Return the calling user, None for a back-end; at most CACHE_SECONDS old."""
    return find_user(caller.user_id) if caller.user_id is not None else None


def read_oneself(caller: Caller) -> User | None:
    """Return the calling user as stored now, None for a back-end."""
    return table.get_user(caller.user_id) if caller.user_id is not None else None


@recent(at_most=1024)
def find_user(user_id: str) -> User | None:
    """Return a user of any account as they were at most CACHE_SECONDS ago."""
    return table.get_user(user_id)


@recent(at_most=256)
def _users_of(account_id: str) -> tuple[User, ...]:
    return tuple(table.list_users(account_id))
