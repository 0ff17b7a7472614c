"""A page of visits in the client area, and a card of its home page."""

from typing import Any

from chalice.app import Response

from chalicelib.base.languages import Language
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)


@pages.operation(
    "GET",
    "/area/{slug}/visits",
    audience=area(AreaPermission.CLAIMS),
    media_type=HTML,
    summary="Visits in the client area",
)
def show_area_visits(caller: AreaCaller, slug: str, call: Call) -> Response:
    """Show a page."""
    clients = caller.client_ids(AreaPermission.CLAIMS)
    return page(call, open_site(slug), "area_visits.html", caller=caller, clients=clients)


def card(caller: AreaCaller, _language: Language) -> dict[str, Any] | None:
    """Return the card of a person who acts for clients."""
    clients = caller.client_ids(AreaPermission.CLAIMS)
    return {"count": len(clients)} if clients else None
