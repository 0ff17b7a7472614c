"""Sign-ins that wait for a code or a first password end with all sessions. Without a second factor there is no code."""

from collections.abc import Callable

import pytest

from chalicelib.aws import second_factors
from chalicelib.identity import people
from chalicelib.identity.model import Role, User
from tests.staff.api.test_sessions import PASSWORD, SESSIONS, pool
from tests.support.api.client import Api
from tests.support.api.desk import Desk
from tests.support.api.factors import CODE, RECOVERY, code_now, enrolled, factors
from tests.support.api.office import LASTING, NEWCOMER, PEOPLE, colleague, signed_in, with_temporary
from tests.support.world import World

__all__ = ["factors", "pool"]


def half_way(email: str, password: str, to: str) -> Desk:
    """Return the browser of a person whose sign-in waits at the page after the password."""
    desk = Desk()
    answer = desk.post("/console/sign-in", {"email": email, "password": password})
    assert answer.headers["location"] == to, answer.text
    return desk


def _signs_out_everywhere(_: User, theirs: Desk) -> None:
    assert theirs.post("/console/me/sign-out").status == 303


def _is_reset(olga: User, _: Desk) -> None:
    assert signed_in().post(f"{PEOPLE}/{olga.id}/reset-factor").status == 303


def _is_shut_out_and_let_in_again(olga: User, _: Desk) -> None:
    for what in ("disable", "enable"):
        assert signed_in().post(f"{PEOPLE}/{olga.id}/{what}").status == 303


@pytest.mark.parametrize("ends", [_signs_out_everywhere, _is_reset, _is_shut_out_and_let_in_again])
def test_a_sign_in_that_waits_for_a_code_ends_with_the_sessions(
    factors: World, ends: Callable[[User, Desk], None]
) -> None:
    olga, theirs = colleague(factors), signed_in(NEWCOMER)
    codes = enrolled(theirs)
    waiting = [half_way(NEWCOMER, PASSWORD, CODE) for _ in range(2)]

    ends(olga, theirs)

    typed = {"code": code_now(), "password": PASSWORD, "recovery": codes[0]}
    for desk, path in zip(waiting, (CODE, RECOVERY), strict=True):
        assert desk.post(path, typed).headers["location"].startswith("/console/sign-in")
        assert desk.get("/console/me").status == 303


def _another_invitation(olga: User) -> None:
    assert signed_in().post(f"{PEOPLE}/{olga.id}/invite").status == 303


def _chosen_elsewhere(_: User) -> None:
    other = half_way(NEWCOMER, "Temporary-pass-1", "/console/password")
    assert other.post("/console/password", {"password": LASTING, "again": LASTING}).headers["location"] == "/console"


def _shut_out_and_let_in_again(olga: User) -> None:
    _is_shut_out_and_let_in_again(olga, Desk())


@pytest.mark.parametrize("ends", [_another_invitation, _chosen_elsewhere, _shut_out_and_let_in_again])
def test_a_first_sign_in_that_waits_for_a_password_ends_too(factors: World, ends: Callable[[User], None]) -> None:
    olga = people.add_user(account_id=factors.account.id, email=NEWCOMER, role=Role.STAFF)
    desk = half_way(NEWCOMER, with_temporary(NEWCOMER), "/console/password")

    ends(olga)

    answer = desk.post("/console/password", {"password": "Of-a-thief-1234", "again": "Of-a-thief-1234"})
    assert answer.headers["location"].startswith("/console/sign-in")
    assert Desk().post("/console/sign-in", {"email": NEWCOMER, "password": "Of-a-thief-1234"}).status == 422


def test_nobody_is_asked_for_a_code_after_a_reset_that_a_sign_in_crossed(factors: World) -> None:
    """A sign-in between the reset's two writes makes the pool ask again (signing_in.sign_in)."""
    olga = colleague(factors)
    enrolled(signed_in(NEWCOMER))
    _is_reset(olga, Desk())
    second_factors.switch_on(olga.id)

    signed_in(NEWCOMER)

    second_factors.switch_on(olga.id)
    assert Api("").post(SESSIONS, {"email": NEWCOMER, "password": PASSWORD}).status == 200
    wrong = Api("").post(SESSIONS, {"email": NEWCOMER, "password": "Wrong-password-1"})
    assert wrong.status == 401
