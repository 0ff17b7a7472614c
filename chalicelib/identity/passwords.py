"""Use cases of one's own password and sessions: forgotten, changed, signed out everywhere."""

from uuid import uuid4

from chalicelib.aws import staff_pool
from chalicelib.aws.rate_limits import count_attempt, count_attempt_by_address
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import DomainError, Forbidden
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm, log
from chalicelib.base.recent import clear_recent
from chalicelib.identity import directory, sessions, table
from chalicelib.identity.factors import signing_in, waiting
from chalicelib.identity.factors.codes import plain_code
from chalicelib.identity.model import Caller, Opened, User
from chalicelib.identity.password_rules import check_password
from chalicelib.identity.principals import StaffMember, actor_of

_HOUR = 3600
#: In an hour: codes asked for and codes tried, with one e-mail and from one address (an office has one for many).
#: Of one e-mail the pool itself takes at least five, and it counts those of real users only.
PER_EMAIL, PER_ADDRESS = 5, 60
#: Tries to change one's password in an hour. Why: a stranger at an open desk must not guess the old one.
CHANGES = 10
#: An id that is no user's.
_NOBODY = "nobody"


def ask_for_code(*, email: str, address: str) -> None:
    """Send a code for a new password to this e-mail if it is a user's. The caller can't tell.

    A user with only a temporary password, for which the pool has no codes, is invited again; a disabled one gets
    nothing. For each of them as much is asked of the pool and of the table, so that no time tells either.
    """
    _count("code-asked", email=email, address=address)
    known = staff_pool.find_user(email)
    user = table.get_user(known.id if known is not None else _NOBODY)
    if known is None:
        staff_pool.send_code(email)  # the pool plays it, and takes as long
    elif user is None or user.disabled or not known.enabled:
        staff_pool.send_code(f"{uuid4().hex}@nobody.invalid")
    elif known.has_temporary_password:
        _invite_again(user)
    else:
        staff_pool.send_code(email)


def replace_forgotten(*, email: str, code: str, password: str, address: str) -> None:
    """Set a new password by a code, and end all sessions of before; Invalid names `/code` or `/password`."""
    check_password(password)
    _count("code-tried", email=email, address=address)
    staff_pool.replace_forgotten(email=email, code=plain_code(code), password=password)
    known = staff_pool.find_user(email)
    if known is not None:
        actor = actor_of(StaffMember(known.id))
        log("info", "password replaced", actor=actor, subject=actor)
        _end_quietly(known.id)


def change_password(caller: Caller, *, secret: str, old: str, new: str) -> Opened:
    """Replace the caller's own password, end all their sessions and open a new one; Invalid names `/old`, `/password`.

    `secret` is that of the session in which it is done. With a second factor a code is asked for: `code_needed`.
    """
    user = _own(caller)
    check_password(new)
    count_attempt("password-change", user.id, limit=CHANGES, seconds=_HOUR)
    staff_pool.change_password(access_token=sessions.resume(secret).access_token, old=old, new=new)
    log("info", "password changed", account_id=user.account_id, actor=caller.actor, subject=caller.actor)
    sign_out_everywhere(caller, secret=secret)
    try:
        return sessions.begin(signing_in.sign_in(email=user.email, password=new))
    except staff_pool.SecondFactorRequired as required:
        return waiting.await_code(email=user.email, required=required)


def sign_out_everywhere(caller: Caller, *, secret: str) -> None:
    """End all sessions of the caller, on every device, and all tokens that they may have got of the API."""
    user = _own(caller)
    table.end_sessions(user.id, at=stamp(sessions.end_of_all(user)))
    clear_recent()
    sessions.end(secret)
    access_ended(user.account_id, user.actor)
    staff_pool.end_sessions(user.id)
    log("info", "signed out everywhere", account_id=user.account_id, actor=caller.actor, subject=caller.actor)


def _count(name: str, *, email: str, address: str) -> None:
    count_attempt_by_address(name, address, limit=PER_ADDRESS, seconds=_HOUR)
    count_attempt(f"{name}-email", email.casefold(), limit=PER_EMAIL, seconds=_HOUR)


def _invite_again(user: User) -> None:
    """Invite a person again who has forgotten the temporary password; a failure is only logged."""
    try:
        staff_pool.invite_again(email=user.email)
        table.change_user(user.model_copy(update={"invited_at": now()}), by=user)
    except DomainError as error:
        log("warning", "not invited again", subject=user.actor, error=type(error).__name__)


def _end_quietly(user_id: str) -> None:
    """End sessions after the password has changed: nobody could repeat the call."""
    try:
        user = table.get_user(user_id)
        if user is not None:
            table.end_sessions(user_id, at=stamp(sessions.end_of_all(user)))
            access_ended(user.account_id, user.actor)
        clear_recent()
        staff_pool.end_sessions(user_id)
    except DomainError as error:
        alarm("sessions go on after a new password", subject=actor_of(StaffMember(user_id)), error=type(error).__name__)


def _own(caller: Caller) -> User:
    user = directory.read_oneself(caller)
    if user is None:
        raise Forbidden(N_("Only a person has a password."))
    return user
