"""One's own second factor: setting it up, new recovery codes, switching it off."""

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from chalicelib.aws import second_factors, staff_pool
from chalicelib.aws.dynamo import stale
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Forbidden, Invalid, Unauthenticated
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.base.recent import clear_recent
from chalicelib.identity import sessions
from chalicelib.identity.directory import read_oneself
from chalicelib.identity.factors import signing_in
from chalicelib.identity.factors.codes import digests_of, new_recovery_codes, recovery_code_of
from chalicelib.identity.factors.completing import NOT_YOUR_PASSWORD, spend_recovery_code
from chalicelib.identity.factors.model import Enrolment, FactorEvent, Tell
from chalicelib.identity.model import Caller, Opened, User
from chalicelib.identity.table import factors as rows

#: The time to confirm an authenticator.
ENROLMENT = timedelta(minutes=30)
#: Tries in an hour to change one's second factor. Why: a stranger at an open desk must not guess the password.
CHANGES = 10
ALREADY_ON = N_("You have a second factor already.")
NOT_BEGUN = N_("Setting up has taken too long, or was not begun here. Begin again: the former QR code works no more.")
NONE_YET = N_("You have no second factor.")


class OwnFactor(NamedTuple):
    """A person's view of their own second factor; `key` of an authenticator that waits to be confirmed."""

    user: User
    key: str | None
    codes_left: int


class Enrolled(NamedTuple):
    """The session that goes on after a second factor was set up, and the recovery codes, which are shown once."""

    opened: Opened
    codes: tuple[str, ...]


def show_factor(caller: Caller, *, secret: str) -> OwnFactor:
    """Return the caller's own second factor; `secret` is that of their session."""
    user = _own(caller)
    if user.factor_since is not None:
        return OwnFactor(user, None, rows.count_recovery_codes(user.id))
    enrolment = _enrolment(secret)
    return OwnFactor(user, enrolment.key if enrolment else None, 0)


def begin_enrolment(caller: Caller, *, secret: str) -> None:
    """Make the key of a new authenticator in the pool, to be confirmed in this session.

    Raises Conflict if the user has one.
    """
    user = _own(caller)
    if user.factor_since is not None:
        raise Conflict(ALREADY_ON)
    count_attempt("factor-begun", user.id, limit=CHANGES, seconds=3600)
    key = second_factors.associate(access_token=sessions.resume(secret).access_token)
    rows.put_enrolment(sessions.digest(secret), Enrolment(key=key, ends_at=now() + ENROLMENT))


def confirm_enrolment(caller: Caller, *, secret: str, password: str, typed: str, tell: Tell) -> Enrolled:
    """Switch the second factor on, by the present password and a code of the new authenticator.

    All sessions of before end, and a new one begins: they were opened without it. Invalid at `/old`, `/code`.
    """
    user = _own(caller)
    if user.factor_since is not None:
        raise Conflict(ALREADY_ON)
    if _enrolment(secret) is None:
        raise Conflict(NOT_BEGUN)
    code = signing_in.six_digits(typed)
    count_attempt("factor-change", user.id, limit=CHANGES, seconds=3600)
    result = _result_for(user, password)
    second_factors.verify(access_token=sessions.resume(secret).access_token, code=code)
    codes = new_recovery_codes()
    rows.switch_on(
        user.id,
        at=now(),
        ended=sessions.end_of_all(user),
        digests=digests_of(user.id, codes),
        otherwise=lambda _: Conflict(ALREADY_ON),
        also=partial(tell, user=user, event=FactorEvent.SWITCHED_ON),
    )
    # From here on nobody gets in by the password alone, by the user's row, even if the pool is not told.
    second_factors.switch_on(user.id)
    _note(caller, user, "second factor switched on")
    sessions.end(secret)
    access_ended(user.account_id, user.actor)
    rows.delete_enrolment(sessions.digest(secret))
    return Enrolled(sessions.begin(result), codes)


def renew_codes(caller: Caller, *, password: str, typed: str, tell: Tell) -> tuple[str, ...]:
    """Replace all recovery codes, by the password and a code. Invalid at `/old`, `/code`."""
    user = _proven(caller, password=password, typed=typed, tell=tell)
    codes = new_recovery_codes()
    rows.replace_recovery_codes(user.id, digests_of(user.id, codes), otherwise=lambda _: Conflict(NONE_YET))
    _note(caller, user, "recovery codes renewed")
    return codes


def switch_off(caller: Caller, *, password: str, typed: str, tell: Tell) -> None:
    """Switch the second factor off, by the password and a code. Invalid at `/old`, `/code`."""
    user = _proven(caller, password=password, typed=typed, tell=tell)
    second_factors.switch_off(user.id)
    rows.switch_off(user, also=partial(tell, user=user, event=FactorEvent.SWITCHED_OFF))
    _note(caller, user, "second factor switched off")


def _proven(caller: Caller, *, password: str, typed: str, tell: Tell) -> User:
    """Return the caller's user, after proof of the password and a code: of the authenticator, or a recovery code.

    Why recovery codes, too: a user without the authenticator must be able to set up another.
    """
    user = _own(caller)
    if user.factor_since is None:
        raise Conflict(NONE_YET)
    recovery = recovery_code_of(typed)
    if recovery is None:
        signing_in.six_digits(typed)
    count_attempt("factor-change", user.id, limit=CHANGES, seconds=3600)
    required = _challenge_for(user, password)
    if recovery is None:
        signing_in.answer(username=required.username, ticket=required.ticket, typed=typed)
    else:
        signing_in.count_try(required.username)
        spend_recovery_code(user, recovery, at="/code", tell=tell)
    return user


def _challenge_for(user: User, password: str) -> staff_pool.SecondFactorRequired:
    try:
        signing_in.sign_in(email=user.email, password=password)
    except staff_pool.SecondFactorRequired as required:
        return required
    except Unauthenticated as error:
        raise Invalid([FieldError("/old", NOT_YOUR_PASSWORD)]) from error
    raise stale(None)  # switched off between two reads


def _result_for(user: User, password: str) -> dict[str, Any]:
    """Return the pool's AuthenticationResult for a user who has no second factor. Invalid at `/old`."""
    try:
        return staff_pool.sign_in(email=user.email, password=password)
    except staff_pool.SecondFactorRequired:
        # The pool asks for one of an enrolment that was cut off before it was written down.
        second_factors.switch_off(user.id)
        return staff_pool.sign_in(email=user.email, password=password)
    except Unauthenticated as error:
        raise Invalid([FieldError("/old", NOT_YOUR_PASSWORD)]) from error


def _enrolment(secret: str) -> Enrolment | None:
    enrolment = rows.get_enrolment(sessions.digest(secret))
    return enrolment if enrolment and enrolment.ends_at > now() else None


def _own(caller: Caller) -> User:
    user = read_oneself(caller)
    if user is None:
        raise Forbidden(N_("Only a person has a second factor."))
    return user


def _note(caller: Caller, user: User, event: str) -> None:
    clear_recent()
    log("info", event, account_id=user.account_id, actor=caller.actor, subject=caller.actor)
