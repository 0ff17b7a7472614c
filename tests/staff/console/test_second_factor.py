"""The second factor at the console: set up, asked for at sign-in, recovery codes, switched off, reset, demanded."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
import time_machine

from chalicelib.aws import second_factors
from chalicelib.base.settings import settings
from chalicelib.http.cookies import SESSION
from chalicelib.identity import keys as api_keys
from chalicelib.identity import people
from chalicelib.identity.factors import signing_in
from chalicelib.identity.model import Role
from chalicelib.identity.scopes import all_scopes
from infra import accounts as operators
from tests.staff.api.test_sessions import EMAIL, PASSWORD, SESSIONS, pool
from tests.support.api.client import Answer, Api
from tests.support.api.desk import Desk, seen
from tests.support.api.factors import (
    CODE,
    FACTOR,
    RECOVERY,
    code_now,
    enrolled,
    factors,
    recovery_codes,
    told,
    with_factor,
    wrong_code,
)
from tests.support.api.office import (
    LASTING,
    NEWCOMER,
    PEOPLE,
    colleague,
    elsewhere,
    person,
    pool_refuses,
    signed_in,
    with_temporary,
)
from tests.support.faults import between, refusal
from tests.support.world import World

__all__ = ["factors", "pool"]
ME, RULE = "/console/me", f"{PEOPLE}/second-factor"


def at_the_code(email: str = EMAIL, password: str = PASSWORD, onward: str = "") -> Desk:
    """Return the browser of someone who has typed the password and is asked for a code."""
    desk = Desk()
    answer = desk.post("/console/sign-in", {"email": email, "password": password, "next": onward})
    assert answer.headers["location"].partition("?")[0] == CODE, answer.text
    return desk


def is_signed_in(desk: Desk) -> bool:
    elsewhere()
    return desk.get(ME).status == 200


def demand(desk: Desk, required: str = "yes") -> Answer:
    base = desk.get(RULE).text.split('name="base" value="')[1].split('"')[0]
    return desk.post(RULE, {"base": base, "required": required})


def test_setting_it_up_gives_ten_codes_once_ends_other_sessions_and_is_told(factors: World) -> None:
    here, there = signed_in(), signed_in()
    assert here.post(f"{FACTOR}/start").headers["location"] == FACTOR
    page = here.get(FACTOR)
    assert "data:image/svg+xml" in page.text
    assert "asdf asdf asdf" in page.text

    answer = here.post(FACTOR, {"old": PASSWORD, "code": f" {code_now()[:3]} {code_now()[3:]} "})

    codes = recovery_codes(answer.text)
    assert len(set(codes)) == 10
    assert all(code in answer.text.split('href="data:text/plain')[1].split('"')[0] for code in codes)
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    again = here.get(FACTOR).text
    assert "10 left" in again
    assert not any(code in again for code in codes)
    assert told(person(factors, EMAIL)) == ["switched_on"]


@pytest.mark.parametrize(
    ("fields", "at", "problem"),
    [
        ({"old": "", "code": ""}, "code", "This field is required."),
        ({"old": "", "code": "12"}, "code", signing_in.SIX_DIGITS),
        ({"old": "", "code": "12"}, "old", "This field is required."),
        ({"old": "Wrong-password-1"}, "old", "This is not your present password."),
        ({"code": "12345"}, "code", signing_in.SIX_DIGITS),
        ({"code": "wrong"}, "code", second_factors.WRONG_CODE),
    ],
    ids=str,
)
def test_a_desk_found_open_sets_nothing_up(factors: World, fields: dict[str, str], at: str, problem: str) -> None:
    desk = signed_in()
    desk.post(f"{FACTOR}/start")
    wrong = {name: wrong_code() if typed == "wrong" else typed for name, typed in fields.items()}

    answer = desk.post(FACTOR, {"old": PASSWORD, "code": code_now(), **wrong})

    assert answer.status == 422
    assert f'id="{at}-wrong">{problem}' in answer.text
    assert "asdf asdf asdf" in answer.text
    assert PASSWORD not in answer.text
    signed_in()  # by the password alone


def test_signing_in_takes_password_and_code_and_leads_on(factors: World) -> None:
    with_factor(EMAIL)
    desk = at_the_code(onward="/console/new")

    wrong = desk.post(CODE, {"code": wrong_code(), "next": "/console/new"})
    assert (wrong.status, is_signed_in(desk)) == (422, False)
    assert second_factors.WRONG_CODE in seen(wrong)
    right = desk.post(CODE, {"code": "".join(chr(0x660 + int(digit)) for digit in code_now()), "next": "/console/new"})

    assert (right.status, right.headers["location"]) == (303, "/console/new")
    assert is_signed_in(desk)


def test_what_was_opened_by_the_password_opens_nothing_and_ends(factors: World) -> None:
    with_factor(EMAIL)
    desk = at_the_code()
    half = Desk(cookies=dict(desk.cookies))
    desk.post(CODE, {"code": code_now()})

    assert half.get(ME).headers["location"].startswith("/console/sign-in")
    for path in (CODE, RECOVERY):
        assert half.get(f"{path}?next=/console/new").headers["location"] == "/console/sign-in?next=/console/new"
        late = half.post(path, {"code": code_now(), "password": PASSWORD, "recovery": "x", "next": "/console/new"})
        assert late.headers["location"] == "/console/sign-in?next=/console/new"
    assert "took too long" in seen(half.get("/console/sign-in"))


def test_a_sign_in_that_took_too_long_says_so(factors: World) -> None:
    with_factor(EMAIL)
    desk = at_the_code()

    with pool_refuses(RespondToAuthChallenge="NotAuthorizedException"):
        answer = desk.post(CODE, {"code": code_now()})

    assert answer.headers["location"] == "/console/sign-in"
    assert "Begin again with the password." in seen(desk.get("/console/sign-in"))


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("ExpiredCodeException", 422, second_factors.USED_CODE),
        ("InternalErrorException", 503, "Try again in a minute."),
        ("TooManyRequestsException", 429, "Too many attempts."),
    ],
)
def test_what_the_pool_says_of_a_code_is_told(factors: World, code: str, status: int, said: str) -> None:
    with_factor(EMAIL)
    desk = at_the_code()

    with pool_refuses(RespondToAuthChallenge=code):
        answer = desk.post(CODE, {"code": code_now()})

    assert answer.status == status
    assert said in seen(answer)
    assert desk.post(CODE, {"code": code_now()}).status == 303


def test_tries_of_codes_are_limited_by_user_wherever_they_come_from(factors: World) -> None:
    with_factor(EMAIL)
    desks = [at_the_code() for _ in range(2)]

    answers = [desks[n % 2].post(CODE, {"code": wrong_code()}).status for n in range(6)]

    assert answers == [422] * 5 + [429]
    body = {"email": EMAIL, "password": PASSWORD, "code": code_now()}
    assert Api(address="198.51.100.7").post(SESSIONS, body).status == 429


def test_a_recovery_code_lets_in_once_and_is_told(factors: World) -> None:
    codes = with_factor(EMAIL)
    desk = at_the_code(onward="/console/new")
    typed = codes[0].replace("-", " ").lower()

    answer = desk.post(RECOVERY, {"password": PASSWORD, "recovery": typed, "next": "/console/new"})

    assert (answer.status, answer.headers["location"]) == (303, "/console/new")
    assert is_signed_in(desk)
    assert "9 left" in desk.get(FACTOR).text
    assert told(person(factors, EMAIL)) == ["switched_on", "recovery_code_used"]
    again = at_the_code().post(RECOVERY, {"password": PASSWORD, "recovery": typed})
    assert again.status == 422
    assert "was used already" in seen(again)


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"password": ""}, "password"),
        ({"password": "Wrong-password-1"}, "password"),
        ({"recovery": "ABCD"}, "recovery"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_recovery_code_uses_none_up(factors: World, fields: dict[str, str], at: str) -> None:
    codes = with_factor(EMAIL)
    desk = at_the_code()

    answer = desk.post(RECOVERY, {"password": PASSWORD, "recovery": codes[0], **fields})

    assert answer.status == 422
    assert f'id="{at}-wrong">' in answer.text
    assert desk.post(RECOVERY, {"password": PASSWORD, "recovery": codes[0]}).status == 303


def test_of_two_who_use_one_recovery_code_one_gets_in(factors: World) -> None:
    codes = with_factor(EMAIL)
    desks = [at_the_code(), at_the_code()]

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda desk: desk.post(RECOVERY, {"password": PASSWORD, "recovery": codes[0]}), desks))

    assert sorted(answer.status for answer in answers) == [303, 422]
    at_the_code()


def test_a_crash_after_a_recovery_code_leaves_no_way_in_by_the_password(factors: World) -> None:
    with_factor(EMAIL)
    second_factors.switch_off(person(factors, EMAIL).id)  # as far as it came

    desk = at_the_code()

    assert Api().post(SESSIONS, {"email": EMAIL, "password": PASSWORD}).status == 409
    assert desk.post(CODE, {"code": code_now()}).status == 303


def test_a_pool_that_drops_the_authenticator_leaves_nobody_outside(factors: World) -> None:
    """Nowhere does Cognito's documentation say that an authenticator outlives being switched off."""
    codes = with_factor(EMAIL)
    desk = at_the_code()

    def drop(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        if operation == "AdminSetUserMFAPreference" and parameters["SoftwareTokenMfaSettings"]["Enabled"]:
            raise refusal(operation, "InvalidParameterException")
        return call()

    with between(drop):
        answer = desk.post(RECOVERY, {"password": PASSWORD, "recovery": codes[0]})

    assert answer.status == 303
    assert is_signed_in(desk)
    assert told(person(factors, EMAIL)) == ["switched_on", "recovery_code_used", "switched_off"]
    signed_in()


@pytest.mark.parametrize("proof", ["code", "recovery"])
def test_new_recovery_codes_replace_those_of_before(factors: World, proof: str) -> None:
    desk = signed_in()
    former = enrolled(desk)

    answer = desk.post(f"{FACTOR}/codes", {"old": PASSWORD, "code": code_now() if proof == "code" else former[0]})

    fresh = recovery_codes(answer.text)
    assert len({*former, *fresh}) == 20
    at = at_the_code()
    assert at.post(RECOVERY, {"password": PASSWORD, "recovery": former[1]}).status == 422
    assert at.post(RECOVERY, {"password": PASSWORD, "recovery": fresh[1]}).status == 303


@pytest.mark.parametrize("proof", ["code", "recovery"])
def test_switching_off_takes_password_and_a_code(factors: World, proof: str) -> None:
    desk = signed_in()
    codes = enrolled(desk)
    code = code_now() if proof == "code" else codes[0]
    for wrong in ({"old": "Wrong-password-1", "code": code}, {"old": PASSWORD, "code": wrong_code()}):
        assert desk.post(f"{FACTOR}/off", wrong).status == 422

    answer = desk.post(f"{FACTOR}/off", {"old": PASSWORD, "code": code})

    assert answer.headers["location"] == FACTOR
    assert "The second factor is switched off." in seen(desk.get(FACTOR))
    signed_in()
    assert told(person(factors, EMAIL))[-1] == "switched_off"
    assert desk.get(f"{FACTOR}/off").headers["location"] == FACTOR


def test_another_password_asks_for_a_code(factors: World) -> None:
    desk = signed_in()
    enrolled(desk)

    answer = desk.post(f"{ME}/password", {"old": PASSWORD, "password": LASTING, "again": LASTING})

    assert answer.headers["location"] == f"{CODE}?next={ME}"
    assert desk.post(CODE, {"code": code_now(), "next": ME}).headers["location"] == ME
    assert is_signed_in(desk)


def test_a_forgotten_password_leaves_the_second_factor(factors: World) -> None:
    with_factor(EMAIL)
    boto3.client("cognito-idp").admin_set_user_password(
        UserPoolId=settings().staff_user_pool_id, Username=EMAIL, Password=LASTING, Permanent=True
    )

    at_the_code(password=LASTING)


def test_an_administrator_resets_it_and_the_person_is_told(factors: World) -> None:
    olga = colleague(factors)
    theirs = signed_in(NEWCOMER)
    enrolled(theirs)
    desk, place = signed_in(), f"{PEOPLE}/{olga.id}"
    assert "Reset the second factor" in seen(desk.get(place))

    answer = desk.post(f"{place}/reset-factor")

    assert answer.headers["location"] == place
    assert "None yet." in seen(desk.get(place))
    assert not is_signed_in(theirs)
    signed_in(NEWCOMER)
    assert told(olga)[-1] == "reset"
    desk.post(f"{place}/reset-factor")
    assert "This person has no second factor now." in seen(desk.get(place))


def test_nobody_resets_their_own(factors: World) -> None:
    desk = signed_in()
    enrolled(desk)
    irina = person(factors, EMAIL)

    assert desk.post(f"{PEOPLE}/{irina.id}/reset-factor").status == 409

    at_the_code()


def test_the_operator_resets_the_last_administrators(
    factors: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(operators, "environment_of", lambda stage: {})
    desk = signed_in()
    enrolled(desk)
    order = ["administrator", "--account", factors.account.id, "--admin", EMAIL, "--factor", "reset"]

    assert operators.main(order) == 0

    assert "The second factor is off" in capsys.readouterr().out
    assert not is_signed_in(desk)
    signed_in()
    assert told(person(factors, EMAIL))[-1] == "reset"
    assert operators.main(order) == 0
    assert "There was no second factor." in capsys.readouterr().out


def test_who_has_none_gets_nowhere_else_until_it_is_set_up(factors: World) -> None:
    colleague(factors)
    admin = signed_in()
    enrolled(admin)
    assert "1 colleague has none yet." in seen(admin.get(RULE))
    assert demand(admin).headers["location"] == RULE
    desk = signed_in(NEWCOMER)

    for path in ("/console", ME, f"{FACTOR}/codes"):
        assert desk.get(path).headers["location"].partition("?")[0] == FACTOR
    assert desk.get("/console/new").headers["location"] == f"{FACTOR}?next=/console/new"
    page = desk.get(f"{FACTOR}?next=/console/new")
    assert "demands a second factor" in seen(page)
    assert 'class="menu"' not in page.text
    assert desk.post(f"{FACTOR}/start", {"next": "/console/new"}).headers["location"] == f"{FACTOR}?next=/console/new"
    codes = desk.post(FACTOR, {"old": PASSWORD, "code": code_now(), "next": "/console/new"})
    assert 'href="/console/new">I have kept them' in codes.text
    assert desk.get("/console/new").status == 200


def test_the_api_refuses_who_has_none_and_no_key(factors: World) -> None:
    colleague(factors)
    before = Api().post(SESSIONS, {"email": NEWCOMER, "password": PASSWORD}).expect(200)
    _, key = api_keys.add_api_key(account_id=factors.account.id, name="Key", scopes=all_scopes())
    admin = signed_in()
    enrolled(admin)
    demand(admin)
    elsewhere()

    refused = Api().post(SESSIONS, {"email": NEWCOMER, "password": PASSWORD})
    going_on = Api(f"Bearer {before['access_token']}").get("/v1/account")

    for answer in (refused, going_on):
        assert answer.expect(403)["set_up_at"] == f"https://photos.example{FACTOR}"
    assert Api(f"Bearer {key}").get("/v1/account").expect(200)["second_factor_required"] is True


def test_nobody_demands_what_they_have_not(factors: World) -> None:
    desk = signed_in()

    answer = demand(desk)

    assert answer.status == 422
    assert "Set up a second factor of your own first" in seen(answer)
    session = Api().post(SESSIONS, {"email": EMAIL, "password": PASSWORD}).expect(200)
    told = Api(f"Bearer {session['access_token']}").patch("/v1/account", {"second_factor_required": True})
    assert told.pointers == ["/second_factor_required"]


def test_a_first_password_comes_before_the_second_factor(factors: World) -> None:
    people.add_user(account_id=factors.account.id, email=NEWCOMER, role=Role.STAFF)
    admin = signed_in()
    enrolled(admin)
    demand(admin)
    desk = Desk()

    first = desk.post("/console/sign-in", {"email": NEWCOMER, "password": with_temporary(NEWCOMER)})
    assert first.headers["location"] == "/console/password"
    desk.post("/console/password", {"password": LASTING, "again": LASTING})

    assert desk.get("/console").headers["location"] == FACTOR
    assert len(enrolled(desk, LASTING)) == 10
    assert desk.get("/console").status == 200


def test_after_a_temporary_password_who_has_one_is_asked_for_a_code(factors: World) -> None:
    """The operator may have given somebody a temporary password at the pool itself; moto would not ask then."""
    with_factor(EMAIL)
    desk = Desk()
    desk.post("/console/sign-in", {"email": EMAIL, "password": with_temporary(EMAIL)})

    def ask(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        answer = call()
        asked = operation == "RespondToAuthChallenge" and parameters["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
        return {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "ticket"} if asked else answer

    with between(ask):
        answer = desk.post("/console/password?next=/console/new", {"password": LASTING, "again": LASTING})

    assert answer.headers["location"] == f"{CODE}?next=/console/new"
    assert desk.get(CODE).status == 200


def test_a_program_sends_the_code_beside_the_password(factors: World) -> None:
    with_factor(EMAIL)
    login = {"email": EMAIL, "password": PASSWORD}

    assert Api().post(SESSIONS, login).expect(409)["challenge"] == "SOFTWARE_TOKEN_MFA"
    assert Api().post(SESSIONS, {**login, "code": wrong_code()}).pointers == ["/code"]
    assert Api().post(SESSIONS, {**login, "password": "wrong", "code": code_now()}).status == 401
    session = Api().post(SESSIONS, {**login, "code": code_now()}).expect(200)

    assert Api().post(f"{SESSIONS}/refresh", {"refresh_token": session["refresh_token"]}).status == 200


def test_who_lost_access_meanwhile_gets_no_session(factors: World) -> None:
    olga = colleague(factors)
    with_factor(NEWCOMER)
    desk = at_the_code(NEWCOMER)
    signed_in().post(f"{PEOPLE}/{olga.id}/disable")

    answer = desk.post(CODE, {"code": code_now()})

    assert answer.status in {303, 422}
    assert not is_signed_in(desk)


def test_an_enrolment_lasts_half_an_hour(factors: World) -> None:
    with time_machine.travel(1_999_999_000, tick=False) as clock:
        desk = signed_in()
        desk.post(f"{FACTOR}/start")
        assert "asdf asdf asdf" in desk.get(FACTOR).text
        clock.shift(1801)

        answer = desk.post(FACTOR, {"old": PASSWORD, "code": code_now()})

    assert answer.status == 409
    assert "asdf" not in answer.text
    assert desk.cookies[SESSION]
