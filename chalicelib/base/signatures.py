"""Standard Webhooks 1.0: secrets that are derived and never stored, and signatures over the raw bytes, both ways.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime

from standardwebhooks import Webhook, WebhookVerificationError

#: The prefix of secrets: 24 to 64 bytes follow, written as base64 (the specification).
PREFIX = "whsec_"
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
#: The longest id that is taken: it becomes part of keys of ours.
MAX_ID = 200


class WrongSignature(Exception):
    """The bytes were not signed by this secret within five minutes from now."""


def derive_secret(key: bytes, *, subject: str, generation: int) -> str:
    """Return the secret of a subject (an API key's or an endpoint's id), another one for each generation."""
    digest = hmac.new(key, f"webhook-secret\0{subject}\0{generation}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(digest).decode()


def sign(secrets: Iterable[str], *, message_id: str, moment: datetime, body: str) -> dict[str, str]:
    """Return the three headers of a message, with a signature by each secret that is live."""
    signatures = [Webhook(secret).sign(message_id, moment, body) for secret in secrets]
    return {ID: message_id, TIMESTAMP: str(int(moment.timestamp())), SIGNATURE: " ".join(signatures)}


def verify(secrets: Iterable[str], *, headers: Mapping[str, str], body: bytes) -> str:
    """Return the id of a message that one of the secrets signed; raise WrongSignature for any other."""
    wanted = {name: headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE)}
    if len(wanted[ID]) > MAX_ID or not wanted[TIMESTAMP].isascii() or not wanted[TIMESTAMP].isdigit():
        raise WrongSignature
    if not any(_is_signed(secret, wanted, body) for secret in secrets):
        raise WrongSignature
    return wanted[ID]


def _is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # the library lets malformed signatures and bytes through as these
        return False
    return True
