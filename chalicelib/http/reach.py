"""Tolerance of addresses: HEAD answers as GET does, and a link with a sentence's end behind it redirects.

Messengers and mail programs look a link up by HEAD. They also take following characters for a part of it: a full stop,
a bracket, a line break with the next word. No id and no token of ours has such a character, and a token has one length.
So such a link can only mean the part before it, and redirecting there does not tell whether it exists.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlencode

from chalice.app import Request, Response

#: Patterns of a path's last part, by its name; all others are ids and codes of ours. An unknown address is all parts.
_WHOLE = {"token": r"[A-Za-z0-9_-]{22}", "place": "c|console|docs", "unknown": "[A-Za-z0-9_/-]+"}
_ID = "[A-Za-z0-9_-]+"
#: A hyphen or an underscore may end an id, but not follow a value that is whole without it.
_NO_LETTER = {"token": "[^A-Za-z0-9]", "place": "[^A-Za-z0-9]", "unknown": "[^A-Za-z0-9_/-](?!.*/)"}
_NO_SIGN_OF_AN_ID = "[^A-Za-z0-9_-]"


def methods(method: str) -> list[str]:
    """Return the methods that a view answers: HEAD beside GET (RFC 9110, 9.1)."""
    return ["GET", "HEAD"] if method == "GET" else [method]


def to_be_sent(request: Request, answer: Response) -> Response:
    """Return an answer as its method wants it: HEAD has no body (RFC 9110, 9.3.2)."""
    if request.method == "HEAD":
        answer.body = b"" if isinstance(answer.body, bytes) else ""
    return answer


def lead_on(
    method: str, media_type: str, path: str, parameters: Mapping[str, str], request: Request
) -> Response | None:
    """Return a redirect to a page's address without trailing characters; None without such, or without any other part.

    `path` has its last part as `{name}`, or none is looked at. To be asked before anything is looked up.
    """
    if not may_lead_on(method, media_type, path):
        return None
    name = path.rpartition("{")[2][:-1]
    found = _with_more_behind(name, unquote(parameters[name]))
    if not found:
        return None
    query = urlencode(request.query_params or {}, errors="surrogatepass")
    location = f"./{found[1].rpartition('/')[2]}"  # relative, since stages have prefixes
    headers: dict[str, str | list[str]] = {
        "Location": f"{location}?{query}" if query else location,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=headers)


def may_lead_on(method: str, media_type: str, path: str) -> bool:
    """Return True if trailing characters redirect: for calls of people, since programs make their own addresses."""
    return (method, media_type) == ("GET", "text/html") and path.endswith("}")


def _with_more_behind(name: str, given: str) -> re.Match[str] | None:
    whole, sign = _WHOLE.get(name, _ID), _NO_LETTER.get(name, _NO_SIGN_OF_AN_ID)
    return re.fullmatch(rf"({whole}){sign}.*", given, re.DOTALL)
