"""The reset of somebody's second factor by an administrator, for who has lost authenticator and recovery codes."""

from functools import partial

from chalicelib.accounts.factors.model import FactorEvent, Tell
from chalicelib.accounts.model import Caller, User
from chalicelib.accounts.people import acting_administrator, find_user
from chalicelib.accounts.service import forget_cached
from chalicelib.accounts.sessions import end_of_all
from chalicelib.accounts.table import factors as rows
from chalicelib.aws import second_factors, staff_pool
from chalicelib.aws.dynamo import retry_stale
from chalicelib.errors import Conflict
from chalicelib.languages import N_
from chalicelib.observability import log

NOT_ONES_OWN = N_("Your own second factor is in your profile. If you have lost it, ask another administrator.")


def reset_factor(caller: Caller, user_id: str, *, tell: Tell) -> bool:
    """Switch somebody's second factor off and end their sessions; they are told by e-mail. False if there is none.

    Conflict for one's own. The pool is told first: if the rest fails, the user still has one, and this can be repeated.
    """

    def reset() -> User | None:
        by, user = acting_administrator(caller), find_user(caller, user_id)
        if by.id == user.id:
            raise Conflict(NOT_ONES_OWN)
        if user.factor_since is None:
            return None
        second_factors.switch_off(user.id)
        told = partial(tell, user=user, event=FactorEvent.RESET)
        rows.switch_off(user, by=by, ended=end_of_all(user), also=told)
        return user

    user = retry_stale(reset)
    if user is None:
        return False
    forget_cached()
    staff_pool.end_sessions(user.id)
    log("info", "second factor reset", account_id=caller.account_id, actor=caller.actor, subject=f"user:{user.id}")
    return True
