"""Pages on which a company announces a claim itself: a few questions a step, without script.

Each step carries the fields of the others, so that nothing is lost and nothing is written before the last one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_, Language
from chalicelib.features.cargo.announcing import service
from chalicelib.features.cargo.area.announce_schemas import OwnAnnouncementBody
from chalicelib.features.claims.area.declaring import companies_of
from chalicelib.features.claims.console import goods_form
from chalicelib.features.claims.console.goods_form import DAYS, GoodsForm
from chalicelib.features.clients import service as clients
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import Id, problems_at_fields, read_typed
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_HERE = "/area/{slug}/claims/announce"
#: By step, its fields.
STEPS: Mapping[str, tuple[str, ...]] = {
    "kind": ("client_id", "kind", "goods"),
    "route": ("route", "mode", "zone"),
    "when": ("delivered_at", "discovered_at", "taken_over_at", "agreed_at", "description"),
    "goods": (
        "contents",
        "packages",
        "gross_kg",
        "claimed",
        "value",
        "currency",
        "carrier",
        "waybill",
        "place_of_delivery",
        "own_reference",
    ),
}
#: Stands for a mode that nobody knows.
UNKNOWN = "unknown"
_ORDER = tuple(STEPS)
_DAYS = ("delivered_at", "discovered_at", "taken_over_at", "agreed_at")
_STAND_INS = {"kind": "breakage", "goods": "parcel", "route": "national"}
_ASKED: Mapping[str, str] = {
    "kind": N_("Choose what happened to the goods."),
    "goods": N_("Choose a parcel or a pallet."),
    "route": N_("Choose where the goods were going."),
    "mode": N_("Choose how the goods travelled."),
}
_EURO = "EUR"
_UNREAD = 422


class OwnAnnounceForm(GoodsForm):
    """A claim as it was typed so far. `once` names the intention: sent twice, it is one claim."""

    once: Id = ""
    step: str = ""
    #: The wish to see the step before.
    back: str = ""
    client_id: Id = ""


@pages.operation("GET", _HERE, audience=_MINE, media_type=HTML, summary="The page to announce an own claim on")
def show_own_announcement(caller: AreaCaller, slug: str, call: Call) -> Response:
    """Show the first step; lead a person without a company that announces claims to the notice of loss."""
    chosen = companies_of(caller)
    if not chosen:
        return see_other(page_path(slug, "/claims/new"))
    only = chosen[0] if len(chosen) == 1 else ""
    zone = accounts.load_account(caller.account_id).time_zone
    return _step(call, caller, slug, OwnAnnounceForm(once=new_id("case"), client_id=only, zone=zone), "kind")


@pages.operation(
    "POST",
    _HERE,
    audience=_MINE,
    status=303,
    media_type=HTML,
    summary="Announce an own claim, step by step",
)
def fill_own_announcement(caller: AreaCaller, slug: str, form: OwnAnnounceForm, call: Call) -> Response:
    """Show the next step, or the first one with errors; after the last lead to the claim and its documents."""
    if not companies_of(caller):
        return see_other(page_path(slug, "/claims/new"))
    present = form.step if form.step in STEPS else _ORDER[0]
    place = _ORDER.index(present)
    if form.back:
        return _step(call, caller, slug, form, _ORDER[max(0, place - 1)])
    body, wrong, others = _read(caller, form, call.language)
    is_last = present == _ORDER[-1]
    for step in _ORDER[: place + 1]:
        found = {name: message for name, message in wrong.items() if name in STEPS[step]}
        if found:
            return _step(call, caller, slug, form, step, found)
    if not is_last or body is None:
        following = _ORDER[min(place + 1, len(_ORDER) - 1)]
        return _step(call, caller, slug, form, following, others=others if is_last else ())
    claim = service.announce(caller, body.announcement(companies_of(caller)), once=form.once)
    return see_other(page_path(slug, f"/claims/{claim.id}"), notice="own_claim_start")


def _read(
    caller: AreaCaller, form: OwnAnnounceForm, language: Language
) -> tuple[OwnAnnouncementBody | None, dict[str, str], list[str]]:
    """Return the body that a form says, or None and the errors: those of its fields, and others."""
    said = goods_form.typed(
        form.model_copy(update={"mode": "" if form.mode == UNKNOWN else form.mode}),
        goods_form.zone_in(form, accounts.load_account(caller.account_id).zone),
        language,
        before={},
        currency=_EURO,
    )
    facts = {name: each for name, each in said.facts.items() if each is not None}
    told = {
        **_STAND_INS,
        "description": "",
        **facts,
        "cargo": {name: each for name, each in said.facts["cargo"].items() if each is not None},
        **({"client_id": form.client_id} if form.client_id else {}),
    }
    lacking = [FieldError(f"/{name}", message) for name, message in _ASKED.items() if not getattr(form, name).strip()]

    def check(body: OwnAnnouncementBody) -> None:
        service.check_announcement(caller, body.announcement(companies_of(caller)))

    try:
        body = read_typed(OwnAnnouncementBody, told, lacking=[*lacking, *said.lacking], check=check)
        check(body)
        return body, {}, []
    except Invalid as error:
        places = {"/client_id": "client_id", **goods_form.places()}
        return None, *problems_at_fields(error, places=places, language=language)


def _step(
    call: Call,
    caller: AreaCaller,
    slug: str,
    form: OwnAnnounceForm,
    step: str,
    wrong: Mapping[str, str] | None = None,
    others: Sequence[str] = (),
) -> Response:
    place, companies = _ORDER.index(step), companies_of(caller)
    values: dict[str, Any] = {
        "form": form,
        "step": step,
        "number": place + 1,
        "steps": len(_ORDER),
        "kept": [(name, getattr(form, name)) for each in _ORDER if each != step for name in STEPS[each]],
        "companies": _names(caller, companies) if len(companies) > 1 and not place else (),
        "options": goods_form.options(call.language, zone=form.zone),
        "labels": goods_form.names(call.language),
        "days": [(name, DAYS[name]) for name in _DAYS],
        "unknown": UNKNOWN,
        "wrong": wrong or {},
        "others": others,
    }
    status = _UNREAD if wrong or others else 200
    return page(call, open_site(slug), "area_announce.html", caller=caller, status=status, is_step=True, **values)


def _names(caller: AreaCaller, companies: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ids and names of companies to choose from."""
    found = (clients.find_client(caller.account_id, each) for each in companies)
    return [(each.id, each.shown_name) for each in found if each is not None]
