"""Codes of an authenticator app: RFC 6238 with its usual choices, six digits, half a minute, SHA-1."""

import base64
import hmac
import struct
import time


def totp(key: str) -> str:
    """Return the present code of a key in base32, with any spaces in it."""
    secret = base64.b32decode("".join(key.split()))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"
