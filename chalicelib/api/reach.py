"""How pages are reached: HEAD answers as GET does, and a link with the punctuation of a sentence behind it leads on.

Messengers and mail programs ask by HEAD what a link is, and take a full stop or a bracket behind it for a part of it.
No id and no token of ours ends in a sign other than a hyphen or an underscore: such a link can only mean what is left
without the signs, and a redirect to that tells nothing of whether it exists.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlencode

from chalice.app import Request, Response

#: A token or an id of ours with signs behind it.
_WITH_SIGNS = re.compile(r"([A-Za-z0-9_-]+)[^\w-]+")


def methods(method: str, media_type: str) -> list[str]:
    """Return the methods that a view answers: of a page, HEAD too."""
    return ["GET", "HEAD"] if _is_page(method, media_type) else [method]


def to_be_sent(request: Request, answer: Response) -> Response:
    """Return an answer as its method wants it: HEAD has no body (RFC 9110, 9.3.2)."""
    if request.method == "HEAD":
        answer.body = ""
    return answer


def lead_on(
    method: str, media_type: str, path: str, parameters: Mapping[str, str], request: Request
) -> Response | None:
    """Return a redirect to a page's address without punctuation behind it; None if there is none, or nothing else.

    `path` has its last part as `{name}`, or none is looked at. To be asked before anything is looked up.
    """
    if not (_is_page(method, media_type) and path.endswith("}")):
        return None
    found = _WITH_SIGNS.fullmatch(unquote(parameters[path.rpartition("{")[2][:-1]]))
    if not found:
        return None
    query = urlencode(request.query_params or {}, errors="surrogatepass")
    location = f"./{found[1]}"  # relative, since stages have prefixes
    headers: dict[str, str | list[str]] = {
        "Location": f"{location}?{query}" if query else location,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=headers)


def _is_page(method: str, media_type: str) -> bool:
    """Return whether this is looked at by people; programs make their own addresses."""
    return (method, media_type) == ("GET", "text/html")
