"""Codes by which the holder of a phone confirms it: derived from a key, never stored."""

import hashlib
import hmac
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.models import Frozen
from chalicelib.features.clients.identities import identities_of
from chalicelib.features.clients.model import Client, StoredText
from chalicelib.messaging.model import MessageStatus

DIGITS = 6
#: The life of a code, the tries that it allows, and the time before another one is sent.
LIFE = timedelta(minutes=5)
TRIES = 5
PAUSE = timedelta(seconds=60)


class Challenge(Frozen):
    """A code on its way to a client's phone. The code itself is `code_of` it."""

    id: str
    account_id: str
    client_id: str
    #: The hash of the phone (identities.py): a code for a former phone confirms nothing.
    phone: str
    tries: int = 0
    sent_at: AwareDatetime
    ends_at: AwareDatetime
    #: Of its SMS: the progress, the reason for a failure or a delay, and SNS's id once it was handed over.
    status: MessageStatus = MessageStatus.QUEUED
    failure: StoredText | None = None
    delivered_at: AwareDatetime | None = None
    provider_id: StoredText | None = None

    def is_live(self, moment: datetime) -> bool:
        """Return True if the code can still confirm its phone."""
        return self.tries < TRIES and moment < self.ends_at

    def seconds_until_next(self, moment: datetime) -> int:
        """Return the whole seconds after which another code may be sent; 0: now."""
        left = self.sent_at + PAUSE - moment
        return max(0, -(-left // timedelta(seconds=1)))


def code_of(challenge: Challenge) -> str:
    """Return the code of a challenge, always the same one."""
    said = ("code", challenge.account_id, challenge.client_id, challenge.phone, challenge.id)
    digest = hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()
    # 256 bits: the remainder favours no code by more than 1 in 10^70.
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"


def is_code_of(challenge: Challenge, typed: str) -> bool:
    """Return True if a typed code is that of a challenge; compared in constant time."""
    return hmac.compare_digest(code_of(challenge).encode(), typed.encode())


def phone_hash(client: Client) -> str | None:
    """Return the hash of a client's phone; None without one."""
    return next((each.hash for each in identities_of(client.account_id, client.facts) if each.kind == "tel"), None)
