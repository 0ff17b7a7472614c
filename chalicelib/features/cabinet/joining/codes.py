"""Codes that confirm the contacts of a registration: six digits, derived from a key, never stored."""

import hashlib
import hmac
from datetime import datetime, timedelta

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.channels import Channel
from chalicelib.features.cabinet.joining.model import Join, SentCode

DIGITS = 6
#: The life of a code, the tries that it allows, the time before another one is sent, and the codes of a registration.
LIFE = timedelta(minutes=5)
TRIES = 5
PAUSE = timedelta(seconds=60)
MOST_SENT = 5


def code_of(join: Join, channel: Channel, sent: SentCode) -> str:
    """Return the code that was sent to a channel, always the same one."""
    said = ("join-code", join.account_id, join.sha256, channel, str(sent.number))
    digest = hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"


def is_code(join: Join, channel: Channel, typed: str) -> bool:
    """Return True if a typed code is the last one of a channel.

    For a person with a cabinet every code is wrong: none was sent.
    """
    sent = join.codes.get(channel)
    if sent is None or join.is_registered:
        return False
    return hmac.compare_digest(code_of(join, channel, sent).encode(), typed.encode())


def is_live(sent: SentCode, moment: datetime) -> bool:
    """Return True if a code can still confirm its contact."""
    return sent.tries < TRIES and moment < sent.sent_at + LIFE


def can_send(sent: SentCode | None, moment: datetime) -> bool:
    """Return True if another code may be sent."""
    return sent is None or (sent.number < MOST_SENT and moment >= sent.sent_at + PAUSE)


def next_code(sent: SentCode | None, moment: datetime) -> SentCode:
    """Return the next code of a channel."""
    return SentCode(number=sent.number + 1 if sent else 1, sent_at=moment)
