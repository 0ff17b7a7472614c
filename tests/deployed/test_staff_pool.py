"""Work of the user pool for staff: mails, codes, sessions that end; with the function's own rights."""

import re
import uuid
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.identity import people as staff_people
from chalicelib.identity.model import Role, User
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support.running import Answer, call, eventually, new_address

PASSWORD, LATER = "Correct-horse-7", "Another-horse-8"


@pytest.fixture
def someone(system: System, root: Root) -> User:
    """A new user of the staff with a lasting password."""
    with root.in_production():
        return staff_people.add_user(
            account_id=system["account_id"], email=new_email(), role=Role.STAFF, name="Ольга", password=PASSWORD
        )


def new_email() -> str:
    return f"staff-{uuid.uuid4().hex[:12]}@insurer.example"


def mails_to(system: System, mail: str) -> list[dict[str, Any]]:
    by_account = call("GET", system["messages"]["email"]).json()["messages"]
    return [each for mails in by_account.values() for each in mails if mail in each["To"]]


def submit(system: System, path: str, fields: dict[str, str], *, session: str = "") -> Answer:
    """Send a form of the console, from an address of its own."""
    base = str(system["base_url"])
    headers = {
        "Origin": "/".join(base.split("/")[:3]),
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": session,
        "Accept-Language": "en",
        **new_address(),
    }
    return call("POST", f"{base}/console/{path}", body=urlencode(fields).encode(), headers=headers)


def signed_in(system: System, email: str, password: str) -> str:
    """Return the cookie of a new session."""
    answer = submit(system, "sign-in", {"email": email, "password": password})
    assert answer.status == 303, answer.body
    return answer.header("Set-Cookie").partition(";")[0]


def tokens(system: System, email: str, password: str) -> Any:
    login = {"email": email, "password": password}
    answer = call("POST", f"{system['base_url']}/v1/sessions", body=login, headers=new_address())
    assert answer.status == 200, answer.body
    return answer.json()


def refreshed(system: System, session: Any) -> int:
    body = {"refresh_token": session["refresh_token"]}
    return call("POST", f"{system['base_url']}/v1/sessions/refresh", body=body).status


def test_a_code_that_was_mailed_makes_a_new_password_once(system: System, someone: User) -> None:
    before = tokens(system, someone.email, PASSWORD)
    chosen = {"email": someone.email, "password": LATER, "again": LATER}

    asked = submit(system, "forgotten", {"email": someone.email})

    assert (asked.status, asked.header("Location").rpartition("/console")[2]) == (303, "/forgotten/code")
    (letter,) = eventually(lambda: mails_to(system, someone.email))
    assert [words in letter["BodyHtml"] for words in ("Код для", "Código para", "Code for")] == [True] * 3
    assert f"{system['base_url']}/console/forgotten/code" in letter["BodyHtml"]
    (code,) = set(re.findall("<b>([^<]+)</b>", letter["BodyHtml"]))
    assert submit(system, "forgotten/code", {**chosen, "code": "000000"}).status == 422
    assert submit(system, "forgotten/code", {**chosen, "code": code}).status == 303
    assert submit(system, "forgotten/code", {**chosen, "code": code}).status == 422
    assert refreshed(system, before) == 401
    assert tokens(system, someone.email, LATER)


def test_nobody_gets_no_mail_and_the_same_answers(system: System, someone: User) -> None:
    nobody, told = new_email(), []

    for email in (someone.email, nobody):
        asked = submit(system, "forgotten", {"email": email})
        tried = {"email": email, "code": "000000", "password": LATER, "again": LATER}
        refused = submit(system, "forgotten/code", tried)
        said = refused.body.decode().replace(email, "")
        told.append((asked.status, asked.header("Location"), asked.body, refused.status, said))

    assert told[0] == told[1]
    assert mails_to(system, nobody) == []


def test_nobody_signs_in_past_the_api(system: System, someone: User) -> None:
    """The pool's public endpoint takes no guess, and sends no code, without the secret that only our function has."""
    pool = boto3.client(
        "cognito-idp",
        endpoint_url=system["emulator_url"],
        region_name=system["region"],
        config=Config(signature_version=UNSIGNED),
    )
    client_id = system["user_pool"]["client_id"]
    said = {"USERNAME": someone.email, "PASSWORD": PASSWORD}

    with pytest.raises(ClientError, match="SECRET_HASH"):
        pool.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=said)
    with pytest.raises(ClientError, match="SECRET_HASH"):
        pool.forgot_password(ClientId=client_id, Username=someone.email)
    ours = {"AccessToken": tokens(system, someone.email, PASSWORD)["access_token"]}
    with pytest.raises(ClientError, match="Access Token"):
        pool.change_password(**ours, PreviousPassword=PASSWORD, ProposedPassword=LATER)
    with pytest.raises(ClientError, match="Access Token"):
        pool.associate_software_token(**ours)
    with pytest.raises(ClientError, match="Access Token"):
        pool.delete_user(**ours)
    assert tokens(system, someone.email, PASSWORD)


def test_signing_out_everywhere_takes_the_refresh_tokens_back(system: System, someone: User) -> None:
    before, session = tokens(system, someone.email, PASSWORD), signed_in(system, someone.email, PASSWORD)
    assert refreshed(system, before) == 200

    assert submit(system, "me/sign-out", {}, session=session).status == 303

    assert refreshed(system, before) == 401
    assert submit(system, "me/sign-out", {}, session=session).header("Location").endswith("/console/sign-in")


def test_an_own_password_is_changed_with_the_sessions_token(system: System, someone: User) -> None:
    session = signed_in(system, someone.email, PASSWORD)
    change = {"old": "Wrong-password-1", "password": LATER, "again": LATER}

    assert submit(system, "me/password", change, session=session).status == 422
    answer = submit(system, "me/password", {**change, "old": PASSWORD}, session=session)

    assert (answer.status, answer.header("Location").rpartition("/console")[2]) == (303, "/me")
    assert tokens(system, someone.email, LATER)


def test_who_is_disabled_gets_no_tokens_and_no_code(system: System, root: Root, someone: User) -> None:
    before, staff = tokens(system, someone.email, PASSWORD), system["staff"]
    admin = signed_in(system, staff["email"], staff["password"])

    done = submit(system, f"settings/people/{someone.id}/disable", {}, session=admin)

    assert done.status == 303, done.body
    assert refreshed(system, before) == 401
    assert submit(system, "sign-in", {"email": someone.email, "password": PASSWORD}).status == 422
    assert submit(system, "forgotten", {"email": someone.email}).status == 303
    assert mails_to(system, someone.email) == []
    known = root.client("cognito-idp").admin_get_user(UserPoolId=system["user_pool"]["id"], Username=someone.email)
    assert known["Enabled"] is False


def test_an_invitation_speaks_three_languages_and_comes_again_when_it_is_forgotten(system: System) -> None:
    staff, email = system["staff"], new_email()
    admin = signed_in(system, staff["email"], staff["password"])

    invited = submit(
        system, "settings/people/invite", {"name": "Ольга", "email": email, "role": "viewer"}, session=admin
    )
    assert invited.status == 303, invited.body
    (letter,) = eventually(lambda: mails_to(system, email))
    assert submit(system, "forgotten", {"email": email}).status == 303

    letters = eventually(lambda: mails_to(system, email), holds=lambda found: len(found) == 2)
    assert letters[0]["Subject"] == letters[1]["Subject"] == letter["Subject"]
    for words in ("Вас пригласили", "Le han invitado", "You are invited", email, f"{system['base_url']}/console"):
        assert words in letter["BodyHtml"]
    assert system["environment"]["MAIL_SENDER"] in letter["Source"]
