"""Signing in with a second factor: the pool is asked with the password first, and then with a code."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws import second_factors, staff_pool
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.errors import FieldError, Invalid, Unavailable
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm, log
from chalicelib.identity import table
from chalicelib.identity.factors.codes import CODE_DIGITS, plain_code

#: Codes, right or wrong, that may be tried of one user: in a quarter of an hour, and in a day. Why: of a million codes
#: the pool takes up to three at a time, so a thief of a password hits one with 30 tries in 11,000 days.
TRIES, TRIES_A_DAY = 5, 30
_QUARTER, _DAY = 900, 86400
SIX_DIGITS = N_("Type the six digits that the authenticator shows now.")
_NO_ANSWER = N_("The sign-in service did not answer. Try again in a minute.")


def sign_in(*, email: str, password: str) -> dict[str, Any]:
    """Return the pool's AuthenticationResult for an e-mail and a password.

    Raises SecondFactorRequired if the user has one. The user's own row decides. With a second factor nobody gets in by
    the password alone. The pool may not have been told, or not told to ask again after a recovery code: it is told now.
    Without one nobody is asked for a code, even if a sign-in had the pool told to ask during a reset.
    """
    result = _by_password(email=email, password=password)
    user = table.get_user(staff_pool.user_of(result))
    if user is None or user.factor_since is None:
        return result
    second_factors.switch_on(user.id)
    staff_pool.sign_in(email=email, password=password)  # raises SecondFactorRequired
    alarm("the pool asks for no second factor", subject=user.actor)
    raise Unavailable(_NO_ANSWER)


def _by_password(*, email: str, password: str) -> dict[str, Any]:
    """Return the pool's AuthenticationResult for a password; no code is asked for without a second factor."""
    try:
        return staff_pool.sign_in(email=email, password=password)
    except staff_pool.SecondFactorRequired:
        known = staff_pool.find_user(email)
        user = table.get_user(known.id) if known else None
        if user is None or user.factor_since is not None:
            raise
        second_factors.switch_off(user.id)
        log("warning", "the pool asked for a second factor that was reset", subject=user.actor)
        return staff_pool.sign_in(email=email, password=password)


def sign_in_at_once(*, email: str, password: str, code: str | None) -> Mapping[str, Any]:
    """Return the pool's AuthenticationResult for an e-mail, a password and, with a second factor, a code.

    SecondFactorRequired if one is needed and not given; Invalid at `/code` for a wrong one.
    """
    try:
        return sign_in(email=email, password=password)
    except staff_pool.SecondFactorRequired as required:
        if not code:
            raise
        return answer(username=required.username, ticket=required.ticket, typed=code)


def answer(*, username: str, ticket: str, typed: str) -> Mapping[str, Any]:
    """Return the pool's AuthenticationResult for a code of the authenticator; Invalid at `/code`. Tries are limited."""
    code = six_digits(typed)
    count_try(username)
    return second_factors.answer_challenge(username=username, ticket=ticket, code=code)


def six_digits(typed: str) -> str:
    """Return a code of an authenticator as the pool takes it. Raises Invalid at `/code` if it can't be one."""
    code = plain_code(typed)
    if len(code) != CODE_DIGITS or not code.isascii() or not code.isdigit():
        raise Invalid([FieldError("/code", SIX_DIGITS)])
    return code


def count_try(username: str) -> None:
    """Count one try of a code; QuotaExceeded over the limits of its user."""
    count_attempt("factor-code", username.casefold(), limit=TRIES, seconds=_QUARTER)
    count_attempt("factor-code-day", username.casefold(), limit=TRIES_A_DAY, seconds=_DAY)
