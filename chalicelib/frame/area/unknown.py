"""The page for addresses of client areas that are no page's, or not for that method."""

from chalicelib.base.errors import NotFound
from chalicelib.frame.area.audience import NOTHING_HERE
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.http.proxies import UNKNOWN
from chalicelib.identity.audiences import PUBLIC

unknown_pages = area_pages(__name__)
_PATH = f"/area/{UNKNOWN}"


@unknown_pages.operation(
    "GET", _PATH, audience=PUBLIC, errors=(NotFound,), media_type="text/html", summary="Show that no page is here"
)
def show_unknown_area_page(unknown: str) -> None:
    """Raise NotFound."""
    raise NotFound(NOTHING_HERE)


@unknown_pages.operation(
    "POST", _PATH, audience=PUBLIC, errors=(NotFound,), media_type="text/html", summary="Refuse a form without a page"
)
def refuse_area_form(unknown: str) -> None:
    """Raise NotFound."""
    raise NotFound(NOTHING_HERE)
