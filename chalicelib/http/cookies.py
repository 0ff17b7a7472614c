"""The console's cookies (RFC 6265bis): `__Host-`, so that no other host and no plain HTTP can set them for us."""

from collections.abc import Mapping

SESSION = "__Host-osmotr"
LANGUAGE = "__Host-osmotr-language"
NOTICE = "__Host-osmotr-notice"
FORGOTTEN = "__Host-osmotr-forgotten"


def cookie(headers: Mapping[str, str], name: str) -> str:
    """Return the value of a cookie that was sent, empty if there is none; ours are of ASCII."""
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    return next((value for found, _, value in pairs if found == name and value.isascii()), "")


def set_cookie(name: str, value: str, *, seconds: int | None = None) -> str:
    """Return a Set-Cookie that scripts can't read and other sites can't send.

    Without `seconds` it ends with the browser. The value must be of characters that need no quoting: tokens and codes.
    """
    age = f"; Max-Age={seconds}" if seconds is not None else ""
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{age}"


def expire_cookie(name: str) -> str:
    """Return a Set-Cookie that removes a cookie."""
    return set_cookie(name, "", seconds=0)
