"""The reset of somebody's second factor by an administrator, after authenticator and recovery codes were lost."""

from functools import partial

from chalicelib.aws import second_factors, staff_pool
from chalicelib.aws.dynamo import retry_stale
from chalicelib.base.errors import Conflict
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.base.recent import clear_recent
from chalicelib.identity import table
from chalicelib.identity.factors.model import FactorEvent, Tell
from chalicelib.identity.model import Caller, User
from chalicelib.identity.people import acting_administrator, find_user
from chalicelib.identity.principals import Operator, actor_of
from chalicelib.identity.sessions import end_of_all
from chalicelib.identity.table import factors as rows

NOT_ONES_OWN = N_("Your own second factor is in your profile. If you have lost it, ask another administrator.")


def reset_factor(caller: Caller, user_id: str, *, tell: Tell) -> bool:
    """Switch somebody's second factor off and end their sessions; they are told by e-mail. False if there is none.

    Conflict for one's own. The pool is told first: if the rest fails, the user still has one, and this can be repeated.
    """

    def reset() -> User | None:
        by, user = acting_administrator(caller), find_user(caller, user_id)
        if by.id == user.id:
            raise Conflict(NOT_ONES_OWN)
        return _switched_off(user, by=by, tell=tell)

    return _ended(retry_stale(reset), actor=caller.actor)


def reset_lost_factor(user: User, *, tell: Tell) -> bool:
    """Switch off a second factor that no administrator can reset: the operator's use case, open to no caller.

    The operator has made sure of the person. The user is told by e-mail. False if there is none.
    """

    def reset() -> User | None:
        return _switched_off(table.get_user(user.id), by=None, tell=tell)

    return _ended(retry_stale(reset), actor=actor_of(Operator()))


def _switched_off(user: User | None, *, by: User | None, tell: Tell) -> User | None:
    if user is None or user.factor_since is None:
        return None
    second_factors.switch_off(user.id)
    rows.switch_off(user, by=by, ended=end_of_all(user), also=partial(tell, user=user, event=FactorEvent.RESET))
    return user


def _ended(user: User | None, *, actor: str) -> bool:
    """End the sessions of a user whose second factor was switched off; False without a user."""
    if user is None:
        return False
    clear_recent()
    access_ended(user.account_id, user.actor)
    staff_pool.end_sessions(user.id)
    log("info", "second factor reset", account_id=user.account_id, actor=actor, subject=user.actor)
    return True
