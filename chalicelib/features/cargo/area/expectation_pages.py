"""The estimate of an own claim of cargo: a card on the claim's page, and the page of its calculation."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import Language
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.expectation.reading import expectation_of, is_of_cargo
from chalicelib.features.cargo.expectation.words import in_words
from chalicelib.features.claims.model import Claim
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
    "/area/{slug}/claims/{claim_id}/expectation",
    audience=area(AreaPermission.CLAIMS),
    errors=(NotFound,),
    media_type=HTML,
    summary="The estimate of an own claim of cargo",
)
def show_own_expectation(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> Response:
    """Show the calculation with rates, days, sources, and the facts that are missing."""
    found = own_of_cargo(caller, claim_id)
    shown = in_words(expectation_of(caller, found.claim, call.language), call.language)
    return page(call, open_site(slug), "area_expectation.html", caller=caller, **found._asdict(), found=shown)


def claim_part(caller: AreaCaller, claim: Claim, language: Language) -> dict[str, Any] | None:
    """Return the estimate for the page of a claim that is not decided yet; None of others."""
    if not is_of_cargo(claim) or not claim.is_open or claim.is_decided:
        return None
    return {"found": in_words(expectation_of(caller, claim, language), language)}
