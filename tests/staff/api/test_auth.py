"""Authentication: tokens of the pool, API keys, and nothing else."""

import base64
import hashlib
import hmac
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from chalicelib.identity import keys as api_keys
from chalicelib.identity import table
from chalicelib.identity.model import Role, Scope
from chalicelib.identity.scopes import all_scopes
from tests.support.api.client import Api, as_key, as_user
from tests.support.api.people import People, add_user
from tests.support.api.tokens import CLIENT, KEY_ID, claims, private_key, public_pem, token

ACCOUNT = "/v1/account"


def user_of(api: People) -> str:
    return f"sub-admin-{api.account.id}"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def forged(header: dict[str, str], body: dict[str, object], signature: bytes) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(body).encode())}.{b64(signature)}"


def test_access_and_id_tokens_are_let_in(api: People) -> None:
    access = api.admin.get(ACCOUNT)
    id_token = as_user(user_of(api), "admin", token_use="id", aud=CLIENT, client_id=None).get(ACCOUNT)

    assert access.expect(200)["id"] == api.account.id
    assert id_token.expect(200)["id"] == api.account.id


def test_scheme_is_read_in_any_case(api: People) -> None:
    assert Api(f"bearer  {token(user_of(api), ('admin',))}").get(ACCOUNT).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_other"},
        {"iss": None},
        {"client_id": "another client"},
        {"client_id": None},
        {"client_id": None, "aud": CLIENT},
        {"token_use": "id"},
        {"token_use": "id", "aud": "another client"},
        {"token_use": "refresh"},
        {"token_use": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nbf": 4_000_000_000},
    ],
    ids=lambda changes: ", ".join(f"{name}={type(value).__name__}" for name, value in changes.items()),
)
def test_tokens_with_other_claims_are_refused(api: People, changes: dict[str, object]) -> None:
    changed = claims(user_of(api), ("admin",)) | changes
    made = jwt.encode(
        {name: value for name, value in changed.items() if value is not None},
        private_key(),
        algorithm="RS256",
        headers={"kid": KEY_ID},
    )

    assert Api(f"Bearer {made}").get(ACCOUNT).status == 401


def test_unsigned_tokens_are_refused(api: People) -> None:
    body = claims(user_of(api), ("admin",))

    for algorithm in ("none", "None", "NONE"):
        unsigned = forged({"alg": algorithm, "typ": "JWT", "kid": KEY_ID}, body, b"")
        assert Api(f"Bearer {unsigned}").get(ACCOUNT).status == 401


def test_the_public_key_is_no_shared_secret(api: People) -> None:
    header = {"alg": "HS256", "typ": "JWT", "kid": KEY_ID}
    body = claims(user_of(api), ("admin",))
    signed = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(body).encode())}"
    signature = hmac.digest(public_pem().encode(), signed.encode(), hashlib.sha256)

    assert Api(f"Bearer {signed}.{b64(signature)}").get(ACCOUNT).status == 401


def test_other_keys_algorithms_and_changed_tokens_are_refused(api: People) -> None:
    body, headers = claims(user_of(api), ("admin",)), {"kid": KEY_ID}
    good = token(user_of(api), ("viewer",))
    head, _, signature = good.split(".")
    other = generate_private_key(public_exponent=65537, key_size=2048)
    attempts = [
        jwt.encode(body, other, algorithm="RS256", headers=headers),
        jwt.encode(body, other, algorithm="RS256", headers={"kid": "unknown"}),
        jwt.encode(body, private_key(), algorithm="RS256"),
        jwt.encode(body, private_key(), algorithm="RS512", headers=headers),
        f"{head}.{b64(json.dumps(body).encode())}.{signature}",
        good[:-2],
        good + "x",
        "x",
        "a.b.c",
        "....",
        "ключ",
        "\x00",
        "osk_",
        "osk_" + "x" * 43,
    ]

    for attempt in attempts:
        answer = Api(f"Bearer {attempt}").get(ACCOUNT)
        assert answer.status == 401, attempt
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic dTpw", "Token x", "osk_x"])
def test_other_schemes_are_refused(api: People, authorization: str) -> None:
    answer = Api(authorization).get(ACCOUNT)

    assert answer.status == 401
    assert answer.json["type"] == "urn:osmotr:problem:unauthenticated"


def test_users_that_the_account_does_not_know_are_refused(api: People) -> None:
    assert as_user("someone of the pool", "admin").get(ACCOUNT).status == 403


def test_disabled_users_are_refused(api: People) -> None:
    gone = as_user(add_user(api.account, Role.STAFF, id="sub-gone", disabled=True), Role.STAFF)

    assert gone.get(ACCOUNT).status == 403


def test_a_token_from_before_a_change_of_role_is_refused(api: People) -> None:
    demoted = as_user(add_user(api.account, Role.VIEWER, id="sub-demoted"), Role.ADMIN)
    promoted = as_user(add_user(api.account, Role.ADMIN, id="sub-promoted"), Role.VIEWER)

    assert demoted.get(ACCOUNT).status == 401
    assert promoted.get(ACCOUNT).status == 401


def test_a_role_that_was_just_given_counts_though_the_former_one_is_remembered(api: People) -> None:
    user_id = add_user(api.account, Role.STAFF, id="sub-moved")
    assert as_user(user_id, Role.STAFF).get(ACCOUNT).status == 200  # remembered from here on

    add_user(api.account, Role.VIEWER, id="sub-moved")

    assert as_user(user_id, Role.VIEWER).get(ACCOUNT).status == 200
    assert as_user(user_id, Role.VIEWER).patch(ACCOUNT, {"signature": "x"}).status == 403


def test_groups_give_no_rights_that_the_account_did_not(api: People) -> None:
    both = as_user(f"sub-viewer-{api.account.id}", Role.ADMIN, Role.VIEWER)

    assert both.get(ACCOUNT).status == 200
    assert both.patch(ACCOUNT, {"signature": "x"}).status == 403


def test_revoked_keys_are_refused(api: People) -> None:
    key, secret = api_keys.add_api_key(account_id=api.account.id, name="Old", scopes=all_scopes())
    digest = hashlib.sha256(secret.encode()).hexdigest()
    table.KeyRow(f"key#{digest}", "key").update(actions=[table.KeyRow.revoked.set(True)])

    assert as_key(secret).get(ACCOUNT).status == 401
    assert key.prefix == secret[:10]


def test_keys_are_stored_as_hashes_and_their_use_is_noted(api: People) -> None:
    _, secret = api_keys.add_api_key(account_id=api.account.id, name="New", scopes=frozenset({Scope.ACCOUNT_READ}))
    digest = hashlib.sha256(secret.encode()).hexdigest()

    assert as_key(secret).get(ACCOUNT).status == 200

    stored = table.get_api_key(digest)
    assert stored is not None
    assert stored.last_used_at is not None
    assert secret not in json.dumps(stored.model_dump(mode="json"), default=str)
