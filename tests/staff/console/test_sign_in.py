"""Signing in to the console and out of it, with the user pool as moto plays it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import jwt
import pytest
import time_machine

from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.http.cookies import SESSION
from chalicelib.identity import people, sign_ins, table
from chalicelib.identity.model import Role
from tests.staff.api.test_sessions import EMAIL, PASSWORD, moto_keys, pool
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.faults import between
from tests.support.world import World

__all__ = ["pool"]
SIGN_IN = "/console/sign-in"
LASTING = "Another-horse-8"


@pytest.fixture
def keys(pool: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The pool, with its keys published."""
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _client: moto_keys())
    return pool


def invited(world: World) -> str:
    """Add someone whose password is the temporary one of an invitation."""
    email = "new@insurer.example"
    people.add_user(account_id=world.account.id, email=email, role=Role.STAFF)
    boto3.client("cognito-idp").admin_set_user_password(
        UserPoolId=settings().staff_user_pool_id, Username=email, Password=PASSWORD, Permanent=False
    )
    return email


@pytest.mark.parametrize(("language", "title"), [("ru", "Войти"), ("es", "Entrar"), ("en", "Sign in")])
def test_the_sign_in_is_shown_in_the_visitors_language(world: World, language: str, title: str) -> None:
    answer = Desk().get(SIGN_IN, **{"Accept-Language": language})

    assert answer.status == 200
    assert title in seen(answer)


def test_a_language_that_was_chosen_stays(world: World) -> None:
    desk = Desk()

    answer = desk.post("/console/language", {"language": "es", "next": SIGN_IN})

    assert (answer.status, answer.headers["location"]) == (303, SIGN_IN)
    assert "Entrar" in seen(desk.get(SIGN_IN, **{"Accept-Language": "ru"}))


def test_signing_in_leads_to_the_page_that_was_wanted(keys: World) -> None:
    desk = Desk()
    first = desk.get("/console/new?case=case_1")
    assert first.headers["location"] == f"{SIGN_IN}?next=/console/new%3Fcase%3Dcase_1"
    assert 'name="next" value="/console/new?case=case_1"' in desk.get(first.headers["location"]).text

    answer = desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD, "next": "/console/new"})

    assert (answer.status, answer.headers["location"]) == (303, "/console/new")
    assert EMAIL in seen(desk.get("/console/new"))


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example",
        "//evil.example",
        "/console\\evil",
        "/consolevil",
        "/v1/account",
        "/console/\r\nX: y",
        "",
        "/c",
        "/console/ы",
    ],
)
def test_signing_in_leads_nowhere_else(keys: World, next_page: str) -> None:
    answer = Desk().post(SIGN_IN, {"email": EMAIL, "password": PASSWORD, "next": next_page})

    assert (answer.status, answer.headers["location"]) == (303, "/console")


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@insurer.example", PASSWORD)])
def test_a_wrong_password_and_an_unknown_user_are_answered_alike(keys: World, email: str, password: str) -> None:
    desk = Desk().speaking("ru")

    answer = desk.post(SIGN_IN, {"email": email, "password": password})

    assert answer.status == 422
    assert "Неверный адрес или пароль." in seen(answer)
    assert f'value="{email}"' in answer.text
    assert password not in answer.text
    assert SESSION not in desk.cookies


def test_one_address_cannot_try_for_ever(keys: World) -> None:
    answers = [Desk().post(SIGN_IN, {"email": EMAIL, "password": "guess"}) for _ in range(31)]

    assert [answer.status for answer in answers] == [422] * 30 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_someone_without_access_gets_no_session(keys: World) -> None:
    user = people.add_user(account_id=keys.account.id, email="left@insurer.example", role=Role.STAFF, password=PASSWORD)
    table.put_user(user.model_copy(update={"disabled": True}))

    desk = Desk()
    answer = desk.post(SIGN_IN, {"email": user.email, "password": PASSWORD})

    assert answer.status == 422
    assert "no access" in seen(answer)
    assert desk.cookies == {}


def test_signing_out_ends_the_session_wherever_its_cookie_may_be(api: People) -> None:
    desk = at_desk(api.staff)
    copied = Desk(cookies=dict(desk.cookies))
    assert copied.get("/console/new").status == 200

    answer = desk.post("/console/sign-out")

    assert (answer.status, answer.headers["location"]) == (303, SIGN_IN)
    assert copied.get("/console/new").status == 303
    assert "You are signed out." in seen(desk.get(SIGN_IN))
    assert "You are signed out." not in seen(desk.get(SIGN_IN))


def test_each_signing_in_opens_a_session_of_its_own(keys: World) -> None:
    desk = Desk(cookies={SESSION: "planted-by-someone"})

    desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD})
    first = desk.cookies[SESSION]
    desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD})

    assert len({"planted-by-someone", first, desk.cookies[SESSION]}) == 3
    assert len(first) >= 43


def test_the_secret_of_a_session_is_not_stored(keys: World) -> None:
    desk = Desk()
    desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD})

    rows = str(boto3.client("dynamodb").scan(TableName="accounts")["Items"])

    assert "session#" in rows
    assert desk.cookies[SESSION] not in rows


def test_a_session_goes_on_when_its_access_token_ends(keys: World) -> None:
    desk = Desk()
    desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD})

    with time_machine.travel(now() + timedelta(minutes=59, seconds=30)):
        answer = desk.get("/console/new")

    assert answer.status == 200


def test_a_session_that_is_ended_while_it_is_prolonged_stays_ended(keys: World) -> None:
    desk = Desk()
    desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD})
    secret = desk.cookies[SESSION]

    def end_meanwhile(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        answer = call()
        if operation == "InitiateAuth":
            sign_ins.end_session(secret)
        return answer

    with time_machine.travel(now() + timedelta(minutes=59, seconds=30)):
        with between(end_meanwhile):
            answer = desk.get("/console/new")
        desk.cookies[SESSION] = secret
        again = desk.get("/console/new")

    assert answer.headers["location"].startswith(SIGN_IN)
    assert again.headers["location"].startswith(SIGN_IN)


def test_a_session_ends_after_a_working_day(api: People) -> None:
    desk = at_desk(api.staff)

    with time_machine.travel(now() + timedelta(hours=12, seconds=1)):
        answer = desk.get("/console/new")

    assert answer.headers["location"].startswith(SIGN_IN)


def test_a_role_that_was_taken_away_ends_the_session(api: People) -> None:
    desk = at_desk(api.staff)
    user = table.get_user(f"sub-staff-{api.account.id}")
    assert user is not None
    table.put_user(user.model_copy(update={"role": Role.VIEWER}))
    recent.clear_recent()

    assert desk.get("/console/new").headers["location"].startswith(SIGN_IN)


def test_an_invited_user_chooses_a_password_first(keys: World) -> None:
    desk, email = Desk(), invited(keys)

    answer = desk.post(SIGN_IN, {"email": email, "password": PASSWORD})

    assert (answer.status, answer.headers["location"]) == (303, "/console/password")
    assert desk.get("/console/new").status == 303, "nothing else is open yet"
    assert email in desk.get("/console/password").text

    answer = desk.post("/console/password", {"password": LASTING, "again": LASTING})
    assert (answer.status, answer.headers["location"]) == (303, "/console")
    assert "The password is changed" in seen(desk.get("/console/new"))
    assert Desk().post(SIGN_IN, {"email": email, "password": LASTING}).headers["location"] == "/console"


@pytest.mark.parametrize(
    ("password", "again", "problem"),
    [
        (LASTING, "other", "The two passwords differ."),
        ("Short-1", "Short-1", "At least 12 characters"),
        ("Short-1", "other", "At least 12 characters"),
        ("Short-1", "other", "The two passwords differ."),
        (LASTING * 20, LASTING * 20, "Must have at most 256 characters."),
        ("no-capitals-here-1", "no-capitals-here-1", "At least 12 characters"),
        ("No-digits-at-all", "No-digits-at-all", "At least 12 characters"),
        ("", "", "At least 12 characters"),
    ],
)
def test_a_password_that_will_not_do_is_explained(keys: World, password: str, again: str, problem: str) -> None:
    desk = Desk()
    desk.post(SIGN_IN, {"email": invited(keys), "password": PASSWORD})

    answer = desk.post("/console/password", {"password": password, "again": again})

    assert answer.status == 422
    assert any(
        problem in each for each in re.findall(r'class="wrong" id="(?:password|again)-wrong">([^<]+)<', answer.text)
    )
    assert desk.post("/console/password", {"password": LASTING, "again": LASTING}).status == 303


def test_the_password_page_is_for_those_who_have_to_choose(api: People) -> None:
    for desk in (Desk(), at_desk(api.staff)):
        assert desk.get("/console/password").headers["location"] == SIGN_IN
        answer = desk.post("/console/password", {"password": LASTING, "again": LASTING})
        assert answer.headers["location"] == SIGN_IN


def test_an_invitation_waits_for_a_quarter_of_an_hour(keys: World) -> None:
    desk = Desk()
    desk.post(SIGN_IN, {"email": invited(keys), "password": PASSWORD})

    with time_machine.travel(now() + timedelta(minutes=16)):
        answer = desk.get("/console/password")

    assert answer.headers["location"] == SIGN_IN
