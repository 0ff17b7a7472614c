"""Signatures of Stripe's notices (https://docs.stripe.com/webhooks#verify-manually): HMAC-SHA256 over the raw bytes."""

import hashlib
import hmac
from datetime import datetime, timedelta

#: The header, in lower case.
SIGNATURE = "stripe-signature"
#: An older notice may be a replayed one.
TOLERANCE = timedelta(minutes=5)
_SCHEME = "v1"
_MAX_DIGITS = 12


def sign(secret: str, body: bytes, *, moment: datetime) -> str:
    """Return the header of a notice, as Stripe makes it."""
    seconds = int(moment.timestamp())
    return f"t={seconds},{_SCHEME}={_digest(secret, str(seconds), body)}"


def is_signed(secret: str, header: str, body: bytes, *, moment: datetime) -> bool:
    """Return True if the secret signed the body, at most TOLERANCE before the moment."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    seconds = next((value for name, _, value in parts if name == "t"), "")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _MAX_DIGITS):
        return False
    if int(seconds) < int(moment.timestamp()) - TOLERANCE.total_seconds():
        return False
    wanted = _digest(secret, seconds, body).encode()
    return any(
        hmac.compare_digest(wanted, value.encode(errors="replace")) for name, _, value in parts if name == _SCHEME
    )


def _digest(secret: str, seconds: str, body: bytes) -> str:
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
