"""The address of the page on which a person answers without signing in. Its secret is derived, and never stored."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.settings import settings
from chalicelib.features.policies.links import LINK_UNKNOWN

_ULID, _BYTES, _HOUR, _HOURS = 26, 16, 3600, 6
LASTS = timedelta(days=7)


class Named(NamedTuple):
    """The conversation and the person that a token names, and the hour at which it ends."""

    account_id: str
    claim_id: str
    person_id: str
    ends: int


def reply_url(account_id: str, claim_id: str, person_id: str, *, at: datetime) -> str:
    """Return the address of the page on which a person answers in the conversation about a claim, for seven days."""
    ends = int((at + LASTS).timestamp()) // _HOUR
    return f"{settings().public_base_url}/m/{_token(Named(account_id, claim_id, person_id, ends))}"


def read_token(token: str, *, at: datetime) -> Named:
    """Return the conversation and the person that a token names. Raises LinkUnknown for one that ended, or not ours."""
    ids = [token[place : place + _ULID] for place in range(0, 3 * _ULID, _ULID)]
    hours = token[3 * _ULID : 3 * _ULID + _HOURS]
    ends = int(hours) if hours.isascii() and hours.isdigit() else 0
    named = Named(f"acc_{ids[0]}", f"claim_{ids[1]}", f"per_{ids[2]}", ends)
    is_ours = hmac.compare_digest(_token(named).encode(), token.encode())
    if not is_ours or datetime.fromtimestamp(ends * _HOUR, UTC) <= at:
        raise LinkUnknown(LINK_UNKNOWN)
    return named


def _token(named: Named) -> str:
    said = "\0".join(("claim-reply", *named[:3], str(named.ends))).encode()
    mac = base64.urlsafe_b64encode(hmac.new(identity_key(), said, hashlib.sha256).digest()[:_BYTES])
    ids = "".join(each.partition("_")[2] for each in named[:3])
    return f"{ids}{named.ends:0{_HOURS}d}{mac.decode().rstrip('=')}"
