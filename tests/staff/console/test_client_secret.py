"""The secret of the pool's client: it proves our function for calls that IAM does not sign."""

import base64
import hmac
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws import staff_pool
from chalicelib.base.settings import settings
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.client import Api
from tests.support.api.desk import Desk
from tests.support.api.office import LASTING, NEWCOMER, invited, keys, signed_in, with_temporary
from tests.support.faults import between
from tests.support.world import World

__all__ = ["keys", "pool"]
SECRET = "the-clients-secret"
SAID = {"InitiateAuth": "AuthParameters", "RespondToAuthChallenge": "ChallengeResponses"}
Proofs = list[tuple[str, str | None]]


@pytest.fixture
def proofs(keys: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proofs]:
    """Every call of the pool's client with the proof that it carried; moto, whose client has no secret, checks none."""
    monkeypatch.setattr(staff_pool, "_client_secret", lambda _pool, _client: SECRET)
    seen: Proofs = []

    def note(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        if "ClientId" in parameters:
            said = parameters[SAID[operation]] if operation in SAID else parameters
            seen.append((operation, said.get("SECRET_HASH", said.get("SecretHash"))))
        return call()

    with between(note):
        yield seen


def proof_of(username: str) -> str:
    said = f"{username}{settings().staff_client_id}".encode()
    return base64.b64encode(hmac.digest(SECRET.encode(), said, "sha256")).decode()


def test_signing_in_and_prolonging_are_proven(proofs: Proofs) -> None:
    session = Api().post("/v1/sessions", {"email": EMAIL, "password": PASSWORD}).expect(200)
    Api().post("/v1/sessions/refresh", {"refresh_token": session["refresh_token"]}).expect(200)

    sub = staff_pool.user_of({"AccessToken": session["access_token"]})
    assert proofs == [("InitiateAuth", proof_of(EMAIL)), ("InitiateAuth", proof_of(sub))]


def test_a_first_sign_in_is_proven(proofs: Proofs) -> None:
    assert invited(signed_in()).status == 303
    proofs.clear()
    desk = Desk()
    desk.post("/console/sign-in", {"email": NEWCOMER, "password": with_temporary(NEWCOMER)})

    assert desk.post("/console/password", {"password": LASTING, "again": LASTING}).status == 303

    assert {proof for _, proof in proofs} == {proof_of(NEWCOMER)}
    assert [operation for operation, _ in proofs] == ["InitiateAuth", "RespondToAuthChallenge"]


def test_codes_for_a_new_password_are_proven(proofs: Proofs) -> None:
    Desk().post("/console/forgotten", {"email": EMAIL})
    Desk().post("/console/forgotten/code", {"email": EMAIL, "code": "123456", "password": LASTING, "again": LASTING})

    assert proofs == [("ForgotPassword", proof_of(EMAIL)), ("ConfirmForgotPassword", proof_of(EMAIL))]


def test_the_pool_is_asked_for_the_secret_once(keys: World) -> None:
    staff_pool._client_secret.cache_clear()  # pools of tests before have the same id
    asked: list[str] = []

    def note(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        asked.append(operation)
        return call()

    with between(note):
        for _ in range(2):
            Api().post("/v1/sessions", {"email": EMAIL, "password": PASSWORD}).expect(200)

    assert asked.count("DescribeUserPoolClient") == 1
