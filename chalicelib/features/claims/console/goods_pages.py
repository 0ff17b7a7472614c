"""The page of the facts of a claim of cargo."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import patching, service
from chalicelib.features.claims.consignment_words import LAWS
from chalicelib.features.claims.console import goods_form
from chalicelib.features.claims.console.currencies import currency_of
from chalicelib.features.claims.console.goods_form import CLAIMANTS, DAYS, GoodsForm
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import ClaimChange
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

goods_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("claims:write")
_GOODS = "/console/claims/{claim_id}/goods"
_UNPROCESSABLE = 422
_LIKELY = N_("By the Incoterm the risk is borne by: {party}. It decides nothing.")


@goods_pages.operation("GET", _GOODS, audience=_WRITE, media_type=_HTML, summary="The form of the facts of cargo")
def show_goods(caller: Caller, claim_id: str, call: Call) -> Response:
    """Show the facts that are known."""
    claim = service.show_claim(caller, claim_id)
    known = goods_form.filled(claim.facts, zone_of(claim), call.language)
    return _page(call, caller, claim, GoodsForm(version=str(claim.version), **known))


@goods_pages.operation(
    "POST", _GOODS, audience=_WRITE, status=303, media_type=_HTML, summary="Change the facts of a claim of cargo"
)
def save_goods(caller: Caller, claim_id: str, form: GoodsForm, call: Call) -> Response:
    """Save the facts, or show the form again as it was typed."""
    claim = service.show_claim(caller, claim_id)
    zone = zone_of(claim)
    before = goods_form.filled(claim.facts, zone, call.language)
    said = goods_form.typed(
        form, zone, call.language, before=before, known=claim.facts, at="/facts", currency=currency_of(caller, claim)
    )
    try:
        told = {"version": _whole(form.version) or 1, "facts": said.facts}
        body = read_typed(ClaimChange, told, lacking=said.lacking, check=ClaimChange.changes)
        patching.change_claim(caller, claim_id, body.changes(), version=body.version)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=goods_form.places("/facts"), language=call.language)
        return _page(call, caller, claim, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        told_why, status = text(call.language, error.message, **error.params), int(kind_of(error)[0])
        return _page(call, caller, claim, form, status=status, troubles=[told_why])
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="claim_facts_saved")


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


def _page(call: Call, caller: Caller, claim: Claim, form: GoodsForm, *, status: int = 200, **values: Any) -> Response:
    language, goods = call.language, claim.facts.cargo
    likely = goods.likely_claimant if goods else None
    return page(
        call,
        "claim_goods.html",
        caller=caller,
        status=status,
        here=_GOODS.format(claim_id=claim.id),
        claim=claim,
        title=cases.show_case(caller, claim.case_id).shown_title,
        law=LAWS.get(claim.law or "", claim.law or ""),
        options=goods_form.options(language, zone=form.zone, law=form.law),
        days=DAYS,
        done=goods_form.days_done(claim),
        labels=goods_form.names(language),
        day_example=localized.day(language, now().date()),
        hint=text(language, _LIKELY, party=text(language, CLAIMANTS[likely])) if likely else "",
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )
