"""People with a second factor, and the codes of their authenticator, in the user pool as moto plays it."""

import html
import re
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from moto.cognitoidp import utils
from moto.cognitoidp.models import COGNITO_TOTP_MFA_SECRET

from chalicelib.identity.model import User
from tests.staff.api.test_sessions import PASSWORD, moto_keys
from tests.support import outbox
from tests.support.api.desk import Desk
from tests.support.api.office import signed_in
from tests.support.moto_states import remembered
from tests.support.world import World

FACTOR = "/console/me/factor"
CODE, RECOVERY = "/console/sign-in/code", "/console/sign-in/recovery"
#: The moment at which all authenticators, and moto, are: no test meets the turn of a code.
_MOMENT = 2_000_000_000


class _Stopped:
    @staticmethod
    def time() -> float:
        return _MOMENT


@pytest.fixture
def factors(pool: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The pool (tests/staff/api/test_sessions.py), which looks at codes, with its keys published."""
    monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")
    monkeypatch.setattr(utils, "time", _Stopped)
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _client: moto_keys())
    yield pool


def code_now() -> str:
    """Return the code of every authenticator: moto has one key for all."""
    key: Any = utils.cognito_totp(COGNITO_TOTP_MFA_SECRET)
    assert isinstance(key, TOTP)
    assert isinstance(key._hotp._algorithm, SHA1)
    return key.generate(_MOMENT).decode()


def wrong_code() -> str:
    return f"{(int(code_now()) + 1) % 1_000_000:06}"


def enrolled(desk: Desk, password: str = PASSWORD) -> list[str]:
    """Set up a second factor in the profile; return the recovery codes."""
    assert desk.post(f"{FACTOR}/start").status == 303
    answer = desk.post(FACTOR, {"old": password, "code": code_now()})
    assert answer.status == 200, answer.text
    return recovery_codes(answer.text)


def recovery_codes(page: str) -> list[str]:
    """Return the recovery codes that a page shows."""
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, flags=re.DOTALL)
    assert shown, page
    return html.unescape(shown[1]).split()


def with_factor(email: str, password: str = PASSWORD) -> list[str]:
    """Enable a person's second factor; return the recovery codes. Read back where nothing was called before."""
    return remembered(f"second factor of {email}", lambda: enrolled(signed_in(email, password), password))


def told(user: User) -> list[str]:
    """Return a person's notices about their second factor, oldest first."""
    of_theirs = [item.data for item in outbox.messages() if item.data.get("user_id") == user.id]
    return [data["notice"].removeprefix("factor_") for data in of_theirs]
