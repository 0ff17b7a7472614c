"""Addresses of pages about a policy or a quote. Their secrets are derived, and never stored."""

import base64
import hashlib
import hmac
from typing import Literal, NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings

#: `check`: everybody who sees the document may see that it is in force. The others are the client's alone. `file`: its
#: document, or the receipt of a part. `offer`: a quote to pay. `demand`: an instalment to pay.
Purpose = Literal["check", "file", "offer", "demand"]
_PATHS: dict[Purpose, str] = {"check": "/p/", "file": "/d/", "offer": "/o/", "demand": "/o/"}
_ULID, _BYTES, _MAC = 26, 16, 22
#: One answer for a link that is wrong, and for one whose policy is not kept any more.
LINK_UNKNOWN = N_("This link does not open. A part of it may be missing, or it has ended.")


class Named(NamedTuple):
    """The policy or quote that a token names; `part`: the number of an instalment, 0 for the whole."""

    account_id: str
    thing_id: str
    part: int = 0


def url_of(purpose: Purpose, account_id: str, thing_id: str, part: int = 0) -> str:
    """Return the address of a page about a policy or a quote."""
    return f"{settings().public_base_url}{path_of(purpose, account_id, thing_id, part)}"


def path_of(purpose: Purpose, account_id: str, thing_id: str, part: int = 0) -> str:
    """Return the path of a page about a policy or a quote."""
    return f"{_PATHS[purpose]}{_token(purpose, Named(account_id, thing_id, part))}"


def read_token(purpose: Purpose, token: str) -> Named:
    """Return the policy or quote that a token names. Raises LinkUnknown for a token that is not ours."""
    kind, part = "quo" if purpose == "offer" else "pol", token[2 * _ULID + _MAC :]
    number = int(part) if part.isascii() and part.isdigit() and len(part) < _MAC else 0
    named = Named(f"acc_{token[:_ULID]}", f"{kind}_{token[_ULID : 2 * _ULID]}", number)
    if not hmac.compare_digest(_token(purpose, named).encode(), token.encode()):
        raise LinkUnknown(LINK_UNKNOWN)
    return named


def _token(purpose: Purpose, named: Named) -> str:
    part = str(named.part or "")
    said = "\0".join(filter(None, (f"policy-{purpose}", named.account_id, named.thing_id, part))).encode()
    mac = base64.urlsafe_b64encode(hmac.new(identity_key(), said, hashlib.sha256).digest()[:_BYTES])
    ids = named.account_id.removeprefix("acc_") + named.thing_id.partition("_")[2]
    return f"{ids}{mac.decode().rstrip('=')}{part}"
