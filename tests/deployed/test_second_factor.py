"""The second factor in the emulator's pool, with the rights of the deployed function and codes of the right moment."""

import html
import re
from typing import Any

import pytest

from chalicelib.identity import people
from chalicelib.identity.model import Role, User
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.deployed.test_staff_pool import LATER, PASSWORD, mails_to, new_email, refreshed, signed_in, submit
from tests.support.running import Answer, call, eventually, new_address
from tests.support.totp import totp


@pytest.fixture
def someone(system: System, root: Root) -> User:
    """A new user of the staff with a lasting password."""
    with root.in_production():
        return people.add_user(
            account_id=system["account_id"], email=new_email(), role=Role.STAFF, name="Ольга", password=PASSWORD
        )


def session_of(answer: Answer) -> str:
    assert answer.status in {200, 303}, answer.body
    return answer.header("Set-Cookie").partition(";")[0]


def textarea(body: bytes) -> str:
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", body.decode(), flags=re.DOTALL)
    assert shown, body
    return html.unescape(shown[1])


def enrolled(system: System, user: User) -> tuple[str, list[str], str]:
    """Set up a second factor by the forms; return the authenticator's key, the recovery codes and the session."""
    session = signed_in(system, user.email, PASSWORD)
    assert submit(system, "me/factor/start", {}, session=session).status == 303
    page = call("GET", f"{system['base_url']}/console/me/factor", headers={"Cookie": session})
    key = textarea(page.body)
    wrong = submit(system, "me/factor", {"old": PASSWORD, "code": "000000"}, session=session)
    assert (wrong.status, textarea(wrong.body)) == (422, key)
    shown = submit(system, "me/factor", {"old": PASSWORD, "code": totp(key)}, session=session)
    return key, textarea(shown.body).split(), session_of(shown)


def login(system: System, **body: str) -> Any:
    return call("POST", f"{system['base_url']}/v1/sessions", body=body, headers=new_address())


def test_password_and_code_let_in_and_a_recovery_code_once(system: System, someone: User) -> None:
    key, codes, session = enrolled(system, someone)
    ours = {"email": someone.email, "password": PASSWORD}

    assert login(system, **ours).json()["challenge"] == "SOFTWARE_TOKEN_MFA"
    assert login(system, **ours, code="000000").status == 422
    tokens = login(system, **ours, code=totp(key)).json()
    assert refreshed(system, tokens) == 200

    half = session_of(submit(system, "sign-in", ours))
    recovery = {"password": PASSWORD, "recovery": codes[0]}
    assert submit(system, "sign-in/recovery", recovery, session=half).status == 303
    half = session_of(submit(system, "sign-in", ours))
    assert submit(system, "sign-in/recovery", recovery, session=half).status == 422
    assert submit(system, "sign-in/code", {"code": totp(key)}, session=half).status == 303
    letters = eventually(lambda: mails_to(system, someone.email), holds=lambda found: len(found) == 2)
    assert {letter["Subject"] for letter in letters} == {
        "Второй фактор в Osmotr включён",
        "В Osmotr использован ваш резервный код",
    }
    changed = submit(system, "me/password", {"old": PASSWORD, "password": LATER, "again": LATER}, session=session)
    assert changed.header("Location").endswith("/console/sign-in/code?next=/console/me")


def test_an_administrators_reset_lets_in_by_the_password(system: System, someone: User) -> None:
    key, _, session = enrolled(system, someone)
    admin = signed_in(system, system["staff"]["email"], system["staff"]["password"])

    reset = submit(system, f"settings/people/{someone.id}/reset-factor", {}, session=admin)

    assert reset.status == 303
    assert login(system, email=someone.email, password=PASSWORD).status == 200
    assert login(system, email=someone.email, password=PASSWORD, code=totp(key)).status == 200
    assert refreshed(system, {"refresh_token": session}) == 401
