"""The page for addresses of the console that are no page's, or not for that method."""

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import see_other
from chalicelib.frame.shown import page_of_form
from chalicelib.http.blueprint import Call
from chalicelib.http.proxies import UNKNOWN
from chalicelib.identity.audiences import PUBLIC

unknown_pages = console_pages(__name__)
_PATH = f"/console/{UNKNOWN}"
_MESSAGE = N_("There is nothing at this address.")


@unknown_pages.operation(
    "GET", _PATH, audience=PUBLIC, errors=(NotFound,), media_type="text/html", summary="Show that no page is here"
)
def show_unknown(unknown: str, call: Call) -> Response:
    """Lead from an address that takes forms alone to the page above it; raise NotFound of any other."""
    if above := page_of_form(call.here.partition("?")[0]):
        return see_other(above)
    raise NotFound(_MESSAGE)


@unknown_pages.operation(
    "POST", _PATH, audience=PUBLIC, errors=(NotFound,), media_type="text/html", summary="Refuse a form without a page"
)
def refuse_form(unknown: str) -> None:
    """Raise NotFound."""
    raise NotFound(_MESSAGE)
