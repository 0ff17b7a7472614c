"""The address of the page on which a client pays a deductible. Its secret is derived, and never stored."""

import base64
import hashlib
import hmac
from typing import NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.settings import settings
from chalicelib.features.claims.model import Claim
from chalicelib.features.policies.links import LINK_UNKNOWN

_ULID, _BYTES = 26, 16


class Named(NamedTuple):
    """The claim that a token names."""

    account_id: str
    claim_id: str


def deductible_url(claim: Claim) -> str:
    """Return the address of the page on which the deductible of a claim is paid."""
    return f"{settings().public_base_url}/f/{_token(Named(claim.account_id, claim.id))}"


def read_token(token: str) -> Named:
    """Return the claim that a token names. Raises LinkUnknown for a token that is not ours."""
    named = Named(f"acc_{token[:_ULID]}", f"claim_{token[_ULID : 2 * _ULID]}")
    if not hmac.compare_digest(_token(named).encode(), token.encode()):
        raise LinkUnknown(LINK_UNKNOWN)
    return named


def _token(named: Named) -> str:
    said = "\0".join(("claim-deductible", *named)).encode()
    mac = base64.urlsafe_b64encode(hmac.new(identity_key(), said, hashlib.sha256).digest()[:_BYTES])
    ids = named.account_id.removeprefix("acc_") + named.claim_id.removeprefix("claim_")
    return f"{ids}{mac.decode().rstrip('=')}"
