"""A forgotten password: the same answer for everybody, a code that fits once, and sessions that end."""

import boto3
import pytest
import time_machine

from chalicelib.aws import staff_pool
from chalicelib.base.clock import now
from chalicelib.http.cookies import FORGOTTEN
from chalicelib.identity import people
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, seen
from tests.support.api.office import (
    LASTING,
    NEWCOMER,
    PEOPLE,
    colleague,
    elsewhere,
    invited,
    keys,
    pool_refuses,
    signed_in,
)
from tests.support.world import World

__all__ = ["keys", "pool"]
ASK, CODE = "/console/forgotten", "/console/forgotten/code"
NOBODY = "nobody@insurer.example"


def code_sent_to(email: str) -> str:
    """Return the code that moto's pool would have mailed: it says it in a header of its own."""
    client = boto3.client("cognito-idp")
    from chalicelib.base.settings import settings  # noqa: PLC0415

    answer = client.forgot_password(ClientId=settings().staff_client_id, Username=email)
    return str(answer["ResponseMetadata"]["HTTPHeaders"]["x-moto-forgot-password-confirmation-code"])


def replaced(desk: Desk, code: str, *, email: str = EMAIL, password: str = LASTING, again: str = LASTING) -> Answer:
    return desk.post(CODE, {"email": email, "code": code, "password": password, "again": again})


def told(answer: Answer) -> tuple[int, str, tuple[str, ...]]:
    """Return all of an answer that could tell one person from another, without the e-mail that was typed."""
    kept = tuple(line.replace(line.split("=")[1].split(";")[0], "…") for line in answer.cookies)
    return answer.status, answer.headers.get("location", "") + seen(answer), kept


def test_the_sign_in_leads_there(world: World) -> None:
    assert 'href="/console/forgotten"' in Desk().get("/console/sign-in").text
    assert Desk().speaking("ru").get(ASK).status == 200


def test_a_code_makes_a_new_password(keys: World) -> None:
    desk = Desk()

    answer = desk.post(ASK, {"email": f" {EMAIL} "})
    assert (answer.status, answer.headers["location"]) == (303, CODE)
    assert f'value="{EMAIL}"' in desk.get(CODE).text
    assert "If there is such a user" in seen(desk.get(CODE))
    answer = replaced(desk, f" {code_sent_to(EMAIL)} ")

    assert (answer.status, answer.headers["location"]) == (303, "/console/sign-in")
    assert FORGOTTEN not in desk.cookies
    assert "The new password is saved" in seen(desk.get("/console/sign-in"))
    signed_in(password=LASTING)
    assert Desk().post("/console/sign-in", {"email": EMAIL, "password": PASSWORD}).status == 422


def test_sessions_of_before_end_with_a_new_password(keys: World) -> None:
    desk = signed_in()

    replaced(Desk(), code_sent_to(EMAIL))

    assert desk.get("/console/me").headers["location"].startswith("/console/sign-in")


def test_a_code_may_be_pasted_with_what_stands_beside_it(keys: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, str] = {}
    monkeypatch.setattr(staff_pool, "replace_forgotten", lambda **said: asked.update({said["email"]: said["code"]}))
    right = ["123 456", "123-456.", "Код: 123456", "１２３４５６", "١٢٣٤٥٦", "\u200b123\u00a0456\u202c"]

    for number, typed in enumerate([*right, "12 345", "1234 567"]):
        replaced(Desk(), typed, email=f"staff-{number}@insurer.example")

    assert list(asked.values()) == ["123456"] * len(right) + ["12345", "1234567"]


@pytest.mark.parametrize(
    "code",
    [
        "UserNotFoundException",
        "NotAuthorizedException",
        "InvalidParameterException",
        "CodeDeliveryFailureException",
        "LimitExceededException",
    ],
)
def test_whatever_the_pool_says_of_one_person_the_answer_is_the_same(keys: World, code: str) -> None:
    usual = Desk().post(ASK, {"email": EMAIL})

    with pool_refuses(ForgotPassword=code):
        refused = Desk().post(ASK, {"email": NOBODY})

    assert told(refused) == told(usual)


def test_nobody_the_invited_and_the_disabled_are_answered_like_a_user(keys: World) -> None:
    admin = signed_in()
    invited(admin, "invited@insurer.example")
    left = colleague(keys, email="left@insurer.example")
    admin.post(f"{PEOPLE}/{left.id}/disable")

    answers = {}
    for email in (EMAIL, NOBODY, "invited@insurer.example", left.email):
        desk = Desk()
        asked = desk.post(ASK, {"email": email})
        shown = seen(desk.get(CODE)).replace(email, "…")
        with pool_refuses(ConfirmForgotPassword="ExpiredCodeException" if email == EMAIL else "CodeMismatchException"):
            tried = replaced(desk, "123456", email=email)
        answers[email] = (told(asked), shown, told(tried))

    assert len({str(answer) for answer in answers.values()}) == 1
    assert "The code is wrong or has expired" in answers[EMAIL][2][1]


def test_the_invited_are_invited_again_and_the_disabled_get_nothing(keys: World) -> None:
    admin = signed_in()
    invited(admin)
    left = colleague(keys, email="left@insurer.example")
    admin.post(f"{PEOPLE}/{left.id}/disable")

    with pool_refuses() as calls:
        for email in (NEWCOMER, left.email, EMAIL, NOBODY):
            Desk().post(ASK, {"email": email})

    # each is looked for and something is sent, or played, so that nobody's answer takes less than the others'
    assert [(operation, parameters.get("MessageAction")) for operation, parameters in calls] == [
        ("AdminGetUser", None),
        ("AdminCreateUser", "RESEND"),
        *[("AdminGetUser", None), ("ForgotPassword", None)] * 3,
    ]
    to_left, *others = [parameters["Username"] for operation, parameters in calls if operation == "ForgotPassword"]
    assert to_left.endswith("@nobody.invalid")
    assert others == [EMAIL, NOBODY]


def test_who_was_disabled_before_the_first_sign_in_or_past_the_pool_gets_nothing(keys: World) -> None:
    admin = signed_in()
    invited(admin)
    (newcomer,) = [user for user in people.list_users(caller_of(keys)) if user.email == NEWCOMER]
    admin.post(f"{PEOPLE}/{newcomer.id}/disable")
    left = colleague(keys, email="left@insurer.example")
    with pool_refuses(AdminDisableUser="InternalErrorException"):
        admin.post(f"{PEOPLE}/{left.id}/disable")

    with pool_refuses() as calls:
        for email in (NEWCOMER, left.email):
            Desk().post(ASK, {"email": email})

    assert [operation for operation, _ in calls] == ["AdminGetUser", "ForgotPassword"] * 2
    assert all(parameters["Username"].endswith("@nobody.invalid") for _, parameters in calls[1::2])


def caller_of(world: World) -> Caller:
    return Caller(account_id=world.account.id, principal=StaffMember("none"), role=Role.ADMIN)


@pytest.mark.parametrize(
    ("fields", "at", "problem"),
    [
        ({"email": "no-address"}, "email", "Must be an e-mail address"),
        ({"code": " "}, "code", "Type the code"),
        ({"again": "other"}, "again", "The two passwords differ."),
        ({"password": "short", "again": "short"}, "password", "At least 12 characters"),
        ({"code": "moto-confirmation-code:0"}, "code", "The code is wrong or has expired"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(keys: World, fields: dict[str, str], at: str, problem: str) -> None:
    sent = {"email": EMAIL, "code": "123456", "password": LASTING, "again": LASTING, **fields}

    answer = Desk().post(CODE, sent)

    assert answer.status == 422
    assert f'id="{at}-wrong">{problem}' in answer.text
    assert LASTING not in answer.text
    signed_in()


def test_an_address_that_is_none_is_said(keys: World) -> None:
    answer = Desk().post(ASK, {"email": "irina"})

    assert answer.status == 422
    assert 'value="irina"' in answer.text


@pytest.mark.parametrize("email", [EMAIL, NOBODY])
def test_codes_for_one_e_mail_are_limited_whoever_asks(keys: World, email: str) -> None:
    answers = [Desk(address=f"192.0.2.{n}").post(ASK, {"email": email.upper() if n % 2 else email}) for n in range(6)]

    assert [answer.status for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    with time_machine.travel(now().timestamp() + 3600):
        assert Desk().post(ASK, {"email": email}).status == 303


@pytest.mark.parametrize("email", [EMAIL, NOBODY])
def test_guessing_codes_is_limited(keys: World, email: str) -> None:
    with pool_refuses(ConfirmForgotPassword="CodeMismatchException"):
        answers = [replaced(Desk(address=f"192.0.2.{n}"), "123456", email=email) for n in range(6)]

    assert [answer.status for answer in answers] == [422] * 5 + [429]


def test_one_address_asks_for_so_many_only(keys: World) -> None:
    with pool_refuses(ForgotPassword="UserNotFoundException"):
        answers = [Desk().post(ASK, {"email": f"user-{n}@insurer.example"}) for n in range(61)]

    assert {answer.status for answer in answers[:60]} == {303}
    assert answers[60].status == 429


@pytest.mark.parametrize("operation", ["ForgotPassword", "ConfirmForgotPassword", "AdminGetUser"])
def test_a_pool_that_does_not_answer_is_said(keys: World, operation: str) -> None:
    with pool_refuses(**{operation: "InternalErrorException"}):
        answer = replaced(Desk(), "123456") if operation.startswith("Confirm") else Desk().post(ASK, {"email": EMAIL})

    assert answer.status == 503


def test_a_password_is_new_even_if_the_sessions_could_not_be_ended(keys: World) -> None:
    code = code_sent_to(EMAIL)

    with pool_refuses(AdminUserGlobalSignOut="InternalErrorException"):
        answer = replaced(Desk(), code)

    assert answer.status == 303
    elsewhere()
    signed_in(password=LASTING)
