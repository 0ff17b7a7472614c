"""The page for addresses of client areas that are no page's, or not for that method."""

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.frame.area.audience import NOTHING_HERE
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import see_other
from chalicelib.frame.shown import page_of_form
from chalicelib.http.blueprint import Call
from chalicelib.http.proxies import UNKNOWN
from chalicelib.identity.audiences import PUBLIC

unknown_pages = area_pages(__name__)
_PATH = f"/area/{UNKNOWN}"


@unknown_pages.operation(
    "GET", _PATH, audience=PUBLIC, errors=(NotFound,), media_type="text/html", summary="Show that no page is here"
)
def show_unknown_area_page(unknown: str, call: Call) -> Response:
    """Lead from an address that takes forms alone to the page above it; raise NotFound of any other."""
    if above := page_of_form(call.here.partition("?")[0]):
        return see_other(above)
    raise NotFound(NOTHING_HERE)


@unknown_pages.operation(
    "POST", _PATH, audience=PUBLIC, errors=(NotFound,), media_type="text/html", summary="Refuse a form without a page"
)
def refuse_area_form(unknown: str) -> None:
    """Raise NotFound."""
    raise NotFound(NOTHING_HERE)
