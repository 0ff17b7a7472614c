"""The cookies of console and client area (RFC 6265bis).

Their names begin with `__Host-`, so that no other host and no plain HTTP can set them for us.
"""

from collections.abc import Mapping

SESSION = "__Host-osmotr"
LANGUAGE = "__Host-osmotr-language"
NOTICE = "__Host-osmotr-notice"
FORGOTTEN = "__Host-osmotr-forgotten"
AREA_LANGUAGE = "__Host-osmotr-lang"
AREA_NOTICE = "__Host-osmotr-said"
#: Before the address of a client area; the session of each is a cookie of its own.
_AREA_JOIN = "__Host-osmotr-join-"
_AREA, _AREA_DEVICE, _AREA_STEP = "__Host-osmotr-area-", "__Host-osmotr-device-", "__Host-osmotr-step-"


def area_session(slug: str) -> str:
    """Return the name of the session's cookie of a client area."""
    return _AREA + slug


def area_device(slug: str) -> str:
    """Return the name of the cookie by which a client area knows a device."""
    return _AREA_DEVICE + slug


def area_join(slug: str) -> str:
    """Return the name of the cookie of a registration under way in a client area."""
    return _AREA_JOIN + slug


def area_step(slug: str) -> str:
    """Return the name of the cookie of a step that waits for codes in a client area."""
    return _AREA_STEP + slug


def cookie(headers: Mapping[str, str], name: str) -> str:
    """Return the value of a cookie that was sent, empty if there is none; ours are of ASCII."""
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    return next((value for found, _, value in pairs if found == name and value.isascii()), "")


def set_cookie(name: str, value: str, *, seconds: int | None = None, lax: bool = False) -> str:
    """Return a Set-Cookie that scripts can't read and other sites can't send.

    `lax`: a link elsewhere that leads here brings it, such as the way back from a bank. Without `seconds` it ends with
    the browser. The value must be of characters that need no quoting: tokens and codes.
    """
    age = f"; Max-Age={seconds}" if seconds is not None else ""
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite={'Lax' if lax else 'Strict'}{age}"


def expire_cookie(name: str, *, lax: bool = False) -> str:
    """Return a Set-Cookie that removes a cookie."""
    return set_cookie(name, "", seconds=0, lax=lax)
