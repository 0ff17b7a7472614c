"""Signing out ends sessions of the very same second and instant; later ones live."""

from collections.abc import Iterator

import pytest
import time_machine

from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.identity import table
from chalicelib.identity.model import Role
from tests.staff.api.test_sessions import PASSWORD, pool
from tests.support.api.client import Api, as_user
from tests.support.api.desk import Desk, at_desk
from tests.support.api.office import LASTING, keys, signed_in
from tests.support.api.people import People
from tests.support.world import World

__all__ = ["keys", "pool"]
ME = "/console/me"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still in the middle of a second."""
    with time_machine.travel(now().replace(microsecond=400_000), tick=False) as traveller:
        yield traveller


def token_of(api: People, moment: float) -> Api:
    """Return a member of staff whose token was made at a moment, of which it tells the whole seconds."""
    return as_user(f"sub-staff-{api.account.id}", "staff", auth_time=int(moment), iat=int(moment))


def alive(desk: Desk) -> bool:
    recent.clear_recent()
    return desk.get(ME).status == 200


@pytest.mark.parametrize("way", ["signed out", "disabled"])
def test_a_token_of_the_second_of_the_end_is_over(api: People, clock: time_machine.Traveller, way: str) -> None:
    moment = now().timestamp()
    before, after = token_of(api, moment), token_of(api, moment + 1)
    clock.shift(0.3)  # still the same second
    if way == "signed out":
        at_desk(api.staff).post(f"{ME}/sign-out")
    else:
        user = table.get_user(f"sub-staff-{api.account.id}")
        assert user is not None
        table.end_sessions(user.id, at=now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    recent.clear_recent()
    clock.shift(1)

    assert before.get("/v1/account").status == 401
    assert after.get("/v1/account").status == 200


def test_a_session_of_the_same_instant_is_over_and_the_next_one_lives(
    keys: World, clock: time_machine.Traveller
) -> None:
    first, here = signed_in(), signed_in()

    for _ in range(3):  # at one and the same instant of the clock
        other = signed_in()
        assert here.post(f"{ME}/sign-out").status == 303
        assert not alive(other)
        here = signed_in()
        assert alive(here)
    assert not alive(first)


def test_a_changed_password_ends_sessions_of_the_same_instant_but_this_one(
    keys: World, clock: time_machine.Traveller
) -> None:
    here, there = signed_in(), signed_in()

    here.post(f"{ME}/password", {"old": PASSWORD, "password": LASTING, "again": LASTING})

    assert (alive(here), alive(there)) == (True, False)


def test_a_role_that_was_taken_away_is_not_in_any_token_of_the_same_second(
    api: People, clock: time_machine.Traveller
) -> None:
    user = table.get_user(f"sub-staff-{api.account.id}")
    assert user is not None
    before = token_of(api, now().timestamp())

    table.put_user(user.model_copy(update={"role": Role.VIEWER}))
    recent.clear_recent()

    assert before.get("/v1/account").status == 401
