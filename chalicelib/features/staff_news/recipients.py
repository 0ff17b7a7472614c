"""Recipients of a case's news: the account's rule, and each person's own choice before it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import islice

from chalicelib.features.cases.model import Case
from chalicelib.identity.case_emails import CaseEmails, OwnCaseEmails
from chalicelib.identity.model import Role, User
from chalicelib.tenancy.model import Account

#: Recipients of one case's news. More would not fit one transaction.
AT_MOST = 50


class Because(StrEnum):
    """The reason for which a person gets news."""

    HANDLER = "handler"
    ADMINISTRATOR = "administrator"
    #: An administrator, in place of the handler whom the case does not have.
    NO_HANDLER = "no_handler"
    EVERYBODY = "everybody"
    #: Chose to be told of all cases.
    CHOICE = "choice"


def find_recipients(account: Account, case: Case, users: Sequence[User]) -> Mapping[str, Because]:
    """Return the recipients of news in a case, by id, each with the reason.

    Limits: the first AT_MOST; the handler goes before administrators, and these before others. A handler who is not
    among `users`, for example after leaving, counts as none.
    """
    handled = any(handles(case, user) for user in users)
    ordered = sorted(users, key=lambda user: (not handles(case, user), user.role is not Role.ADMIN, user.id))
    reasons = {user.id: _because(account.case_emails, case, user, handled=handled) for user in ordered}
    return dict(islice(((user_id, reason) for user_id, reason in reasons.items() if reason), AT_MOST))


def handles(case: Case, user: User) -> bool:
    """Return True if the user is the case's handler."""
    return case.handler == user.actor


def _because(rule: CaseEmails, case: Case, user: User, *, handled: bool) -> Because | None:
    own = user.case_emails
    if own is OwnCaseEmails.NONE or (own is OwnCaseEmails.ACCOUNT and rule is CaseEmails.NOBODY):
        return None
    if handles(case, user):
        return Because.HANDLER
    if own is OwnCaseEmails.ALL:
        return Because.CHOICE
    return None if own is OwnCaseEmails.MINE else _by_rule(rule, user, handled=handled)


def _by_rule(rule: CaseEmails, user: User, *, handled: bool) -> Because | None:
    if user.role is Role.ADMIN and not handled:
        return Because.NO_HANDLER
    if rule is CaseEmails.EVERYBODY:
        return Because.EVERYBODY
    return Because.ADMINISTRATOR if user.role is Role.ADMIN and rule is CaseEmails.ADMINISTRATORS else None
