"""The home page: the person's name, and a card of each feature that has something for them."""

from chalice.app import Response

from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.cards import cards_for
from chalicelib.frame.area.render import HTML, page
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)


@pages.operation("GET", "/area/{slug}", audience=area(AreaPermission.ME), media_type=HTML, summary="The home page")
def show_area_home(caller: AreaCaller, slug: str, call: Call) -> Response:
    cards = cards_for(caller, call.language)
    return page(call, open_site(slug), "area_home.html", caller=caller, cards=cards)
