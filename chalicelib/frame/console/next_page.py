"""The page after signing in, named by `next` in each step until then.

The steps are the sign-in itself, the first password, and a forgotten one. Only pages of the console are ever led to.
"""

from urllib.parse import parse_qs, quote

from chalicelib.frame.console.addresses import HOME, PASSWORD, address, origin, own_page
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.shown import page_above
from chalicelib.http.blueprint import Call


class NextQuery(Fields):
    """The page to go to after signing in."""

    next: str = ""

    @property
    def onward(self) -> str:
        """The page, empty if it is none of the console's."""
        return own_page(self.next, otherwise="")


def with_next(path: str, onward: str) -> str:
    """Return the address of a step of signing in that leads on to a page; empty means home."""
    return f"{path}?next={quote(onward, safe='/')}" if onward else path


def wanted_page(call: Call) -> str:
    """Return the page that a signed-out reader wanted, empty for home.

    Of a form it is the page that the form was on: the address that it was sent to shows nothing.
    """
    path, _, query = call.here.partition("?")
    if path == PASSWORD:
        return own_page(parse_qs(query).get("next", [""])[0], otherwise="")
    wanted = call.here if call.method == "GET" else _page_of(call.headers.get("referer", ""))
    return own_page(wanted, otherwise="") if wanted != HOME else ""


def _page_of(referer: str) -> str:
    """Return the page that a form was on. For a form's answer that is the page above it."""
    path, mark, query = referer.removeprefix(origin() + address("")).partition("?")
    if not path.startswith("/"):
        return ""
    page = page_above(path) if path.startswith(HOME) else ""
    return f"{page}{mark}{query}" if page == path else page
