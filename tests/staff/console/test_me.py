"""One's own page: who one is, another password, signing out everywhere."""

import pytest

from chalicelib.base import recent
from chalicelib.base.clock import now, stamp
from chalicelib.base.languages import text
from chalicelib.http.cookies import SESSION
from chalicelib.identity import table
from chalicelib.identity.model import Role
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.office import LASTING, NEWCOMER, colleague, elsewhere, keys, pool_refuses, signed_in
from tests.support.api.people import People
from tests.support.world import World

__all__ = ["keys", "pool"]
ME = "/console/me"
CHANGE = {"old": PASSWORD, "password": LASTING, "again": LASTING}


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_page_of_their_own(api: People, role: Role) -> None:
    page = at_desk(getattr(api, role)).speaking("ru").get(ME)

    assert page.status == 200
    assert f"{role}@staff.example" in seen(page)
    assert text("ru", {"admin": "Administrator", "staff": "Staff", "viewer": "Viewer", "agent": "Agent"}[role]) in seen(
        page
    )


def test_a_new_password_keeps_this_browser_and_ends_all_others(keys: World) -> None:
    here, there = signed_in(), signed_in()
    copied = Desk(cookies=dict(here.cookies))

    answer = here.post(f"{ME}/password", CHANGE)

    assert (answer.status, answer.headers["location"]) == (303, ME)
    assert "All your other sessions have ended." in seen(here.get(ME))
    elsewhere()
    for desk in (there, copied):
        assert desk.get(ME).headers["location"].startswith("/console/sign-in")
    assert here.get(ME).status == 200
    assert signed_in(password=LASTING).get(ME).status == 200


@pytest.mark.parametrize(
    ("fields", "at", "problem"),
    [
        ({"old": ""}, "old", "This field is required."),
        ({"old": "Wrong-password-1"}, "old", "This is not your present password."),
        ({"again": "other"}, "again", "The two passwords differ."),
        ({"password": "short", "again": "short"}, "password", "At least 12 characters"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(keys: World, fields: dict[str, str], at: str, problem: str) -> None:
    desk = signed_in()

    answer = desk.post(f"{ME}/password", {**CHANGE, **fields})

    assert answer.status == 422
    assert f'id="{at}-wrong">{problem}' in answer.text
    assert PASSWORD not in answer.text
    assert desk.get(ME).status == 200


def test_guessing_the_present_password_is_limited(keys: World) -> None:
    desk = signed_in()

    answers = [desk.post(f"{ME}/password", {**CHANGE, "old": f"Wrong-password-{n}"}) for n in range(11)]

    assert [answer.status for answer in answers] == [422] * 10 + [429]


def test_signing_out_everywhere_ends_every_session_of_this_person_alone(keys: World) -> None:
    here, there, other = signed_in(), signed_in(), colleague(keys)
    theirs = signed_in(NEWCOMER)

    with pool_refuses() as calls:
        answer = here.post(f"{ME}/sign-out")

    assert (answer.status, answer.headers["location"]) == (303, "/console/sign-in")
    assert SESSION not in here.cookies
    assert "You are signed out everywhere." in seen(here.get("/console/sign-in"))
    elsewhere()
    assert there.get(ME).headers["location"].startswith("/console/sign-in")
    # its effect on refresh tokens is tried against the emulator: moto goes by the typed name
    assert [operation for operation, _ in calls] == ["AdminUserGlobalSignOut"]
    assert theirs.get(ME).status == 200
    assert other.email in seen(theirs.get(ME))


def test_tokens_of_before_open_no_api(api: People) -> None:
    at_desk(api.staff).post(f"{ME}/sign-out")  # there is no pool here: the row alone must do
    recent.clear_recent()

    assert api.staff.get("/v1/account").status == 401
    assert api.admin.get("/v1/account").status == 200


def test_sessions_are_over_even_if_the_pool_does_not_answer(keys: World) -> None:
    here, there = signed_in(), signed_in()

    with pool_refuses(AdminUserGlobalSignOut="InternalErrorException"):
        assert here.post(f"{ME}/sign-out").status == 503

    elsewhere()
    for desk in (here, there):
        assert desk.get(ME).headers["location"].startswith("/console/sign-in")


def test_ones_own_page_says_whether_there_is_a_second_factor_now(keys: World) -> None:
    """Another process has switched it on, while this one still remembers that there was none."""
    desk = signed_in().speaking("en")
    assert "Set up" in desk.get(ME).text

    user = next(each for each in table.list_users(keys.account.id) if each.email == EMAIL)
    table.UserRow(f"user#{user.id}", "user").update(actions=[table.UserRow.factor_since.set(stamp(now()))])

    assert "Manage" in desk.get(ME).text
