"""The page on which a company completes the facts of the goods: the estimate and the letters follow them."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.languages import text
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.completing import OwnGoodsBody, complete_goods, takes_facts
from chalicelib.features.claims.area.own import OwnClaim
from chalicelib.features.claims.console import goods_form
from chalicelib.features.claims.console.goods_form import GoodsForm
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import problems_at_fields, read_typed
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_HERE = "/area/{slug}/claims/{claim_id}/goods"
_EURO = "EUR"
#: The facts of the page, by the fields of the form.
_FACTS: Mapping[str, str] = {
    **{name: name for name in ("packages", "affected_packages", "gross_kg", "affected_kg")},
    **{name: name for name in ("value", "declared_value", "carriage_charges")},
    **goods_form.TEXTS,
}


@pages.operation(
    "GET", _HERE, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The facts of the goods of an own claim"
)
def show_own_goods(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> Response:
    """Show the facts that are known; of a decided claim, that they stay as they are."""
    found = own_of_cargo(caller, claim_id)
    claim = found.claim
    known = goods_form.filled(claim.facts, zone_of(claim), call.language)
    return _page(call, caller, slug, found, GoodsForm(version=str(claim.version), **known))


@pages.operation(
    "POST",
    _HERE,
    audience=_MINE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Complete the facts of the goods of an own claim",
)
def save_own_goods(caller: AreaCaller, slug: str, claim_id: str, form: GoodsForm, call: Call) -> Response:
    """Save the facts and lead to the estimate, or show the form again as it was typed."""
    claim = own_of_cargo(caller, claim_id).claim
    said = goods_form.typed(form, zone_of(claim), call.language, before={}, known=claim.facts, currency=_EURO).facts
    goods = {name: said["cargo"][name] for name in _FACTS.values()}
    told = {"version": form.version, **{name: said[name] for name in ("claimed", "description")}, "cargo": goods}
    try:
        body = read_typed(OwnGoodsBody, told, check=OwnGoodsBody.changes)
        complete_goods(caller, claim, body)
    except (Invalid, Conflict) as error:
        return _page(call, caller, slug, own_of_cargo(caller, claim_id), form, error)
    return see_other(page_path(slug, f"/claims/{claim_id}/expectation"), notice="own_goods_saved")


def _page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    found: OwnClaim,
    form: GoodsForm,
    error: Invalid | Conflict | None = None,
) -> Response:
    language = call.language
    wrong: dict[str, str] = {}
    others: list[str] = []
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(error, places=goods_form.places(), language=language)
    elif error is not None:
        others = [text(language, error.message, **error.params)]
    values: dict[str, Any] = {
        **found._asdict(),
        "form": form,
        "labels": goods_form.names(language),
        "takes_facts": takes_facts(found.claim),
        "wrong": wrong,
        "others": others,
    }
    status = int(kind_of(error)[0]) if error else 200
    return page(call, open_site(slug), "area_goods.html", caller=caller, status=status, **values)
