"""Sessions of staff, with the user pool as moto plays it."""

import dataclasses
import gzip
import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import jwt
import moto.cognitoidp
import pytest
from botocore.exceptions import ClientError

from chalicelib.aws import clients
from chalicelib.base.settings import settings
from chalicelib.identity import people, sign_ins
from chalicelib.identity.model import Role
from tests.support.api.client import Api
from tests.support.moto_states import remembered
from tests.support.world import World

SESSIONS = "/v1/sessions"
EMAIL, PASSWORD = "irina@insurer.example", "Correct-horse-7"


@pytest.fixture
def pool(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A user pool with its client and groups, and an administrator in it."""
    pool_id, client_id = remembered("pool", _made)
    issuer = f"https://cognito-idp.{os.environ['AWS_DEFAULT_REGION']}.amazonaws.com/{pool_id}"
    for name, value in {
        "STAFF_USER_POOL_ID": pool_id,
        "STAFF_CLIENT_ID": client_id,
        "STAFF_TOKEN_ISSUER": issuer,
        "STAFF_JWKS_URL": f"{issuer}/.well-known/jwks.json",
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    irina = partial(people.add_user, account_id=world.account.id, email=EMAIL, role=Role.ADMIN, password=PASSWORD)
    remembered("its administrator", irina)
    yield world
    settings.cache_clear()


def _made() -> tuple[str, str]:
    cognito = boto3.client("cognito-idp")
    pool_id: str = cognito.create_user_pool(PoolName="staff", UsernameAttributes=["email"])["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="api",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]
    for role in Role:
        cognito.create_group(UserPoolId=pool_id, GroupName=role)
    return pool_id, client["ClientId"]


def signed_in() -> Any:
    return Api().post(SESSIONS, {"email": EMAIL, "password": PASSWORD}).expect(200)


def test_signing_in_gives_a_token_that_the_api_takes(pool: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = signed_in()
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _client: moto_keys())

    answer = Api(f"Bearer {session['access_token']}").get("/v1/account")

    assert (session["token_type"], session["expires_in"]) == ("Bearer", 3600)
    assert answer.expect(200)["id"] == pool.account.id


def moto_keys() -> Any:
    """Return the keys that moto publishes for every pool, by HTTP that only `requests` would see."""
    packed = Path(str(moto.cognitoidp.__file__)).parent / "resources" / "jwks-public.json.gz"
    return json.loads(gzip.decompress(packed.read_bytes()))


def test_no_token_that_the_api_gives_is_taken_by_the_pools_own_self_service(pool: World) -> None:
    first = signed_in()
    again = Api().post(f"{SESSIONS}/refresh", {"refresh_token": first["refresh_token"]}).expect(200)

    for session in (first, again):
        claims = jwt.decode(session["access_token"], options={"verify_signature": False})
        # Why: by an access token Cognito lets its holder try passwords, enrol a second factor, delete the user
        assert (claims["token_use"], claims.get("scope")) == ("id", None)


def test_refreshing_prolongs_the_session(pool: World) -> None:
    refreshed = Api().post(f"{SESSIONS}/refresh", {"refresh_token": signed_in()["refresh_token"]}).expect(200)

    assert refreshed["access_token"]


@pytest.mark.parametrize(
    "body", [{"email": EMAIL, "password": "wrong"}, {"email": "nobody@insurer.example", "password": PASSWORD}]
)
def test_a_wrong_password_and_an_unknown_user_are_answered_alike(pool: World, body: dict[str, str]) -> None:
    answer = Api().post(SESSIONS, body, headers={"Accept-Language": "ru"})

    assert answer.expect(401)["detail"] == "Неверный адрес или пароль."


@pytest.mark.parametrize("token", ["x", "x.y.z", "Я", " "])
def test_other_refresh_tokens_are_refused(pool: World, token: str) -> None:
    assert Api().post(f"{SESSIONS}/refresh", {"refresh_token": token}).expect(401)["title"]


def test_an_invited_user_must_change_the_password_first(pool: World) -> None:
    cognito, email = boto3.client("cognito-idp"), "new@insurer.example"
    people.add_user(account_id=pool.account.id, email=email, role=Role.STAFF)
    cognito.admin_set_user_password(
        UserPoolId=settings().staff_user_pool_id, Username=email, Password=PASSWORD, Permanent=False
    )

    answer = Api().post(SESSIONS, {"email": email, "password": PASSWORD})

    assert answer.expect(409)["challenge"] == "NEW_PASSWORD_REQUIRED"


def test_an_email_is_one_users(pool: World) -> None:
    with pytest.raises(Exception, match="user with this e-mail"):
        people.add_user(account_id=pool.account.id, email=EMAIL, role=Role.VIEWER, password=PASSWORD)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TooManyRequestsException", 429),
        ("PasswordResetRequiredException", 409),
        ("InternalErrorException", 503),
    ],
)
def test_the_pools_failures_are_told_as_what_to_do(
    pool: World, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    def fails(**_: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": ""}}, "InitiateAuth")

    monkeypatch.setattr(clients.client("cognito-idp"), "initiate_auth", fails)

    assert Api().post(SESSIONS, {"email": EMAIL, "password": PASSWORD}).status == status


def test_one_address_cannot_try_for_ever(pool: World) -> None:
    body = {"email": "nobody@insurer.example", "password": "guess"}

    statuses = [Api().post(SESSIONS, body).status for _ in range(31)]

    assert statuses == [401] * 30 + [429]
    assert dataclasses.replace(Api(), address="198.51.100.7").post(SESSIONS, body).status == 401


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/email", "/password"]),
        ({"email": "x", "password": "y"}, ["/email"]),
        ({"email": EMAIL, "password": ""}, ["/password"]),
        ({"email": EMAIL, "password": "x" * 257}, ["/password"]),
        ({"email": EMAIL, "password": None}, ["/password"]),
    ],
    ids=str,
)
def test_each_wrong_field_is_named(world: World, body: dict[str, str], pointers: list[str]) -> None:
    assert world.account.id
    assert Api().post(SESSIONS, body).pointers == pointers


def test_one_address_cannot_prolong_for_ever(pool: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "REFRESHES", 1)
    body = {"refresh_token": "nobody.nothing"}
    Api().post(f"{SESSIONS}/refresh", body).expect(401)

    assert Api().post(f"{SESSIONS}/refresh", body).expect(429)["type"] == "urn:osmotr:problem:quota-exceeded"

    Api(address="192.0.2.77").post(f"{SESSIONS}/refresh", body).expect(401)
