"""Tokens as the user pool issues them, signed by a key of our own. Its public half is served as the pool's."""

import json
import time
from functools import cache, lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt import PyJWS
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_test"
CLIENT = "client"
KEY_ID = "pool-key"
# Why: PyJWT looks at each of a token's 900 letters in Python, twice at each call of the API.
_decoded = lru_cache(maxsize=1000)(PyJWS._decode_base64url_segment)
PyJWS._decode_base64url_segment = staticmethod(_decoded)  # type: ignore[method-assign]


@cache
def private_key() -> RSAPrivateKey:
    """Return the pool's key."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def public_pem() -> str:
    """Return the public half, as anybody can make it of the pool's published keys."""
    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def published_keys() -> dict[str, Any]:
    """Return the pool's published keys."""
    key = json.loads(RSAAlgorithm.to_jwk(private_key().public_key()))
    return {"keys": [{**key, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}


def claims(sub: str, groups: tuple[str, ...] = (), **changes: object) -> dict[str, Any]:
    """Return the claims of an access token, changed; a change to None leaves a claim out."""
    now = int(time.time())
    usual: dict[str, Any] = {
        "sub": sub,
        "iss": ISSUER,
        "client_id": CLIENT,
        "token_use": "access",
        "cognito:groups": list(groups),
        "iat": now - 10,
        "exp": now + 3600,
        "username": sub,
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def token(sub: str, groups: tuple[str, ...] = (), **changes: object) -> str:
    """Return a token that the pool could have issued, but for the changes to its claims."""
    return jwt.encode(claims(sub, groups, **changes), private_key(), algorithm="RS256", headers={"kid": KEY_ID})
