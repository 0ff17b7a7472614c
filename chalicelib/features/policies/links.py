"""Addresses of pages about a policy. Their secrets are derived, and never stored."""

import base64
import hashlib
import hmac
from typing import Literal, NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings

#: `check`: everybody who sees the document may see that it is in force. `file`: the client alone has the document.
Purpose = Literal["check", "file"]
_PATHS: dict[Purpose, str] = {"check": "/p/", "file": "/d/"}
_ULID, _BYTES = 26, 16
#: One answer for a link that is wrong, and for one whose policy is not kept any more.
LINK_UNKNOWN = N_("This link does not open. A part of it may be missing, or it has ended.")


class Named(NamedTuple):
    """The policy that a token names."""

    account_id: str
    policy_id: str


def url_of(purpose: Purpose, account_id: str, policy_id: str) -> str:
    """Return the address of a page about a policy."""
    return f"{settings().public_base_url}{_PATHS[purpose]}{_token(purpose, Named(account_id, policy_id))}"


def read_token(purpose: Purpose, token: str) -> Named:
    """Return the policy that a token names. Raises LinkUnknown for a token that is not ours."""
    named = Named(f"acc_{token[:_ULID]}", f"pol_{token[_ULID : 2 * _ULID]}")
    if not hmac.compare_digest(_token(purpose, named).encode(), token.encode()):
        raise LinkUnknown(LINK_UNKNOWN)
    return named


def _token(purpose: Purpose, named: Named) -> str:
    said = f"policy-{purpose}\0{named.account_id}\0{named.policy_id}".encode()
    mac = base64.urlsafe_b64encode(hmac.new(identity_key(), said, hashlib.sha256).digest()[:_BYTES])
    return f"{named.account_id.removeprefix('acc_')}{named.policy_id.removeprefix('pol_')}{mac.decode().rstrip('=')}"
