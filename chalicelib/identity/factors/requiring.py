"""The account's rule of second factors for all staff, and its effects on each of them."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import FieldError, Forbidden, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.identity import table
from chalicelib.identity.model import Caller, User
from chalicelib.identity.tenants import Gate

#: The page to set up a second factor.
PLACE = "/console/me/factor"
_OWN_FIRST = N_("Set up a second factor of your own first: nobody can demand of colleagues what they do not have.")


class SecondFactorMissing(Forbidden):
    """The account demands a second factor of its staff, and this user has none yet."""

    def __init__(self) -> None:
        place = settings().public_base_url + PLACE
        super().__init__(
            N_("Your organisation demands a second factor. Sign in to the console and set it up: {place}"),
            extra={"set_up_at": place},
            place=place,
        )


def is_missing(user: User, account: Gate) -> bool:
    """Return True if the account demands a second factor that the user does not have."""
    return account.second_factor_required and user.factor_since is None


def demand_factor(user: User, account: Gate) -> None:
    """Raise SecondFactorMissing for a user without the second factor that the account demands."""
    if is_missing(user, account):
        raise SecondFactorMissing


def check_requirement(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid if a person without a second factor would demand one of all staff. Keys are no persons."""
    if not changes.get("second_factor_required") or caller.user_id is None:
        return
    user = table.get_user(caller.user_id)
    if user is None or user.factor_since is None:
        raise Invalid([FieldError("/second_factor_required", _OWN_FIRST)])


def count_without(caller: Caller) -> int:
    """Return the number of staff who may sign in without a second factor; the caller is not counted."""
    users = table.list_users(caller.account_id)
    others = (user for user in users if not (user.disabled or user.elsewhere) and caller.user_id != user.id)
    return sum(user.factor_since is None for user in others)
