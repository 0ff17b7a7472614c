"""Possible handlers of an account's cases: staff with access who may change them and have signed in."""

from chalicelib.identity import directory, table
from chalicelib.identity.model import Scope, Standing, User
from chalicelib.identity.powers import scopes_of_role


def list_handlers(account_id: str) -> list[User]:
    """Return the possible handlers by name, as they were at most CACHE_SECONDS ago."""
    handlers = filter(_handles, directory.load_users(account_id))
    return sorted(handlers, key=lambda user: (user.shown_name.casefold(), user.id))


def find_handler(account_id: str, user_id: str) -> User | None:
    """Return someone of the account who can handle cases now."""
    user = table.get_user(user_id)
    return user if user is not None and user.account_id == account_id and _handles(user) else None


def _handles(user: User) -> bool:
    return user.standing is Standing.ACTIVE and Scope.CASES_WRITE in scopes_of_role(user.role)
