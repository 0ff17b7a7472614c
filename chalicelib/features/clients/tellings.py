"""Messages that tell clients of their agents, each with a link to contest, which is derived and never stored."""

import base64
import hashlib
import hmac
import re
from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.clock import stamp
from chalicelib.base.models import Frozen
from chalicelib.base.settings import settings

#: The life of a link.
LIFE = timedelta(days=90)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")

#: A sale bound the client, or an administrator moved it.
Cause = Literal["sale", "move"]


class Telling(Frozen):
    """A message to a client: in whose base it is, since when, and why."""

    account_id: str
    client_id: str
    base: str
    at: AwareDatetime
    cause: Cause
    contested_at: AwareDatetime | None = None

    @property
    def ends_at(self) -> AwareDatetime:
        """The moment at which its link ends."""
        return self.at + LIFE


def token_of(telling: Telling) -> str:
    """Return the token of a link, 128 bits, always the same one."""
    said = ("telling", telling.account_id, telling.client_id, telling.base, stamp(telling.at))
    digest = hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def digest_of(token: str) -> str | None:
    """Return the stored form of a token; None if it can't be one."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None


def address_of(telling: Telling) -> str:
    """Return the address of the page to contest."""
    return f"{settings().public_base_url}/c/{token_of(telling)}"
