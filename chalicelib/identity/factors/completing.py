"""The second step of signing in to the console: a code of the authenticator, or a recovery code."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.aws import second_factors, staff_pool
from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base import recent
from chalicelib.base.errors import FieldError, Forbidden, Invalid, Unauthenticated, Unavailable
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm, log
from chalicelib.identity import sign_ins, table
from chalicelib.identity.factors import signing_in
from chalicelib.identity.factors.codes import digest_of, recovery_code_of
from chalicelib.identity.factors.model import FactorEvent, Tell
from chalicelib.identity.factors.waiting import awaited_step, delete_step, demand_current
from chalicelib.identity.model import Opened, User
from chalicelib.identity.table import factors as rows

WRONG_RECOVERY_CODE = N_("This is none of your recovery codes, or it was used already: each works once.")
NOT_YOUR_PASSWORD = N_("This is not your present password.")
_NO_ANSWER = N_("The sign-in service did not answer. Try again in a minute.")
#: The number of tries to stop the pool from asking, if another sign-in makes it ask meanwhile.
_ROUNDS = 3


def answer_code(secret: str, *, typed: str, address: str) -> Opened:
    """Open the session of a sign-in that waits for a code; Invalid at `/code`, Unauthenticated once it is over."""
    step = awaited_step(secret)
    count_attempt_by_address("sign-in", address, limit=sign_ins.SIGN_INS, seconds=300)
    result = signing_in.answer(username=step.username, ticket=step.ticket, typed=typed)
    demand_current(step, table.get_user(staff_pool.user_of(result)))
    opened = sign_ins.open_with(result)
    delete_step(secret)
    return opened


def use_recovery_code(secret: str, *, password: str, typed: str, address: str, tell: Tell) -> Opened:
    """Open the session of a sign-in that waits for a code, by a recovery code.

    The code is used up, and the user notified. The password is needed anew, and none is kept here. Why: the pool gives
    tokens for a password alone, or for a password and a code of its own. Invalid at `/password`, `/recovery`.
    """
    step = awaited_step(secret)
    count_attempt_by_address("sign-in", address, limit=sign_ins.SIGN_INS, seconds=300)
    user = _user_of(step.email)
    demand_current(step, user)
    signing_in.count_try(step.username)
    code = recovery_code_of(typed)
    if code is None:
        raise Invalid([FieldError("/recovery", WRONG_RECOVERY_CODE)])
    _demand_password(step.email, password)
    spend_recovery_code(user, code, at="/recovery", tell=tell)
    result = _past_the_authenticator(user, email=step.email, password=password, tell=tell)
    opened = sign_ins.open_with(result)
    delete_step(secret)
    return opened


def spend_recovery_code(user: User, code: str, *, at: str, tell: Tell) -> None:
    """Use up a recovery code, and notify its user. Raises Invalid at a field (`at`) for an unknown one."""
    left = max(0, rows.count_recovery_codes(user.id) - 1)
    rows.use_recovery_code(
        user.id,
        digest_of(user.id, code),
        otherwise=lambda _: Invalid([FieldError(at, WRONG_RECOVERY_CODE)]),
        also=partial(tell, user=user, event=FactorEvent.RECOVERY_CODE_USED, codes_left=left),
    )
    log("info", "recovery code used", account_id=user.account_id, actor=user.actor, subject=user.actor)


def _user_of(email: str) -> User:
    known = staff_pool.find_user(email)
    user = table.get_user(known.id) if known else None
    if user is None:
        raise Forbidden(N_("This user has no access to Osmotr any more. Ask your administrator."))
    return user


def _demand_password(email: str, password: str) -> None:
    try:
        staff_pool.sign_in(email=email, password=password)
    except staff_pool.SecondFactorRequired:
        return
    except Unauthenticated as error:
        raise Invalid([FieldError("/password", NOT_YOUR_PASSWORD)]) from error


def _past_the_authenticator(user: User, *, email: str, password: str, tell: Tell) -> Mapping[str, Any]:
    """Return the pool's AuthenticationResult for the password, and have the pool ask for a code again from then on.

    Why that is safe: another sign-in meanwhile, or after a crash in between, meets the user's own row (signing_in).
    """
    for _ in range(_ROUNDS):
        second_factors.switch_off(user.id)
        try:
            result = staff_pool.sign_in(email=email, password=password)
        except staff_pool.SecondFactorRequired:
            continue
        _ask_again(user, tell)
        return result
    raise Unavailable(_NO_ANSWER)


def _ask_again(user: User, tell: Tell) -> None:
    """Enable the second factor in the pool again. If it has dropped the authenticator, the user has none any more."""
    try:
        second_factors.switch_on(user.id)
    except second_factors.AuthenticatorForgotten:
        rows.switch_off(user, also=partial(tell, user=user, event=FactorEvent.SWITCHED_OFF))
        recent.clear_recent()
        alarm("the pool has dropped an authenticator", subject=user.actor)
