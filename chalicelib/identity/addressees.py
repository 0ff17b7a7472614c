"""Recipients of e-mails about cases, and the choices of each of them."""

from chalicelib.base.recent import clear_recent
from chalicelib.identity import table
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.model import Caller, Scope, Standing, User
from chalicelib.identity.powers import scopes_of_role


def list_addressees(account_id: str) -> list[User]:
    """Return the staff who may get e-mails about cases, by id: they see cases, have access and have signed in."""
    users = table.list_users(account_id)
    return sorted((user for user in users if is_addressee(user)), key=lambda user: user.id)


def find_addressee(account_id: str, user_id: str) -> User | None:
    """Return a person of the account as they are now; None if they get no e-mails about cases."""
    user = table.get_user(user_id)
    return user if user and user.account_id == account_id and is_addressee(user) else None


def is_addressee(user: User) -> bool:
    """Return True if the user has signed in here, has access, and sees cases."""
    return user.standing is Standing.ACTIVE and not user.elsewhere and Scope.CASES_READ in scopes_of_role(user.role)


def choose_case_emails(caller: Caller, choice: OwnCaseEmails) -> None:
    """Set of which cases the calling person wants to be told by e-mail. Idempotent."""
    assert caller.user_id is not None  # noqa: S101 - a session of the console is always a person's
    table.choose_case_emails(caller.user_id, choice)
    clear_recent()
