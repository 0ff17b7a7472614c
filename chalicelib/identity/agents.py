"""Insurance agents of an account who have access."""

from chalicelib.identity import directory, table
from chalicelib.identity.model import Role, User


def list_agents(account_id: str) -> list[User]:
    """Return the agents with access by name, as they were at most CACHE_SECONDS ago."""
    agents = (user for user in directory.load_users(account_id) if _is_agent(user))
    return sorted(agents, key=lambda user: (user.shown_name.casefold(), user.id))


def find_agent(account_id: str, user_id: str) -> User | None:
    """Return an agent of an account who has access now."""
    user = table.get_user(user_id)
    return user if user is not None and user.account_id == account_id and _is_agent(user) else None


def is_or_was_agent(account_id: str, user_id: str) -> bool:
    """Return True if a user of an account is an agent, with access or not, or was one."""
    user = table.get_user(user_id)
    return user is not None and user.account_id == account_id and (user.role is Role.AGENT or user.was_agent)


def _is_agent(user: User) -> bool:
    return user.role is Role.AGENT and not user.disabled and not user.elsewhere
