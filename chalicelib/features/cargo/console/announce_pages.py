"""The page on which staff announce a claim to a company."""

from collections.abc import Sequence
from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cargo.announcing import service
from chalicelib.features.cargo.announcing.schemas import AnnouncementBody
from chalicelib.features.claims.console import goods_form
from chalicelib.features.claims.console.goods_form import GoodsForm
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Id, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

announce_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("claims:write")
_HERE = "/console/claims/announce"
_NO_COMPANY = N_("You see no company with this id.")
_REQUIRED = N_("This field is required.")
#: Companies that a search shows.
_MOST = 25
_EURO = "EUR"


class AnnounceForm(GoodsForm):
    """A claim as it is typed. `once` names it, so that it is announced once."""

    once: Id = ""
    client: Id = ""
    q: str = ""
    reference: str = ""


@announce_pages.operation(
    "GET", _HERE, audience=_WRITE, errors=(NotFound,), media_type=_HTML, summary="The form that announces a claim"
)
def show_announce_form(caller: Caller, query: AnnounceForm, call: Call) -> Response:
    """Show the form for a company, or the search for one."""
    return _page(call, caller, query.model_copy(update={"once": new_id("case")}))


@announce_pages.operation(
    "POST",
    _HERE,
    audience=_WRITE,
    status=303,
    errors=(NotFound,),
    media_type=_HTML,
    summary="Announce a claim to a company",
)
def announce_on_page(caller: Caller, form: AnnounceForm, call: Call) -> Response:
    """Announce the claim and lead to it, or show the form again as it was typed."""
    try:
        body, lacking = _typed(caller, form, call.language)
        read = read_typed(
            AnnouncementBody,
            body,
            lacking=lacking,
            check=lambda part: service.check_announcement(caller, part.announcement()),
        )
        claim = service.announce(caller, read.announcement(), once=form.once)
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, error)
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="claim_announced")


def _typed(caller: Caller, form: AnnounceForm, language: Language) -> tuple[dict[str, Any], Sequence[FieldError]]:
    """Return the body that a form says, and the errors of choices and days; stand-ins are in their places."""
    zone = goods_form.zone_in(form, accounts.load_account(caller.account_id).zone)
    said = goods_form.typed(form, zone, language, before={}, currency=_EURO)
    goods = {name: each for name, each in said.facts["cargo"].items() if each is not None}
    facts = {name: each for name, each in said.facts.items() if each is not None}
    stand_ins = {"kind": "breakage", "goods": "parcel", "route": "national"}
    lacking = [FieldError(f"/{name}", _REQUIRED) for name in stand_ins if name not in facts]
    body = {
        **stand_ins,
        **facts,
        "cargo": goods,
        "client_id": form.client,
        **({"reference": form.reference} if form.reference.strip() else {}),
    }
    return body, [*lacking, *said.lacking]


def _page(call: Call, caller: Caller, form: AnnounceForm, error: DomainError | None = None) -> Response:
    language, company = call.language, _company(caller, form.client)
    wrong, troubles = dict[str, str](), list[str]()
    if isinstance(error, Invalid):
        places = {**goods_form.places(), "/reference": "reference", "/client_id": "client"}
        wrong, troubles = problems_at_fields(error, places=places, language=language)
    elif error is not None:
        troubles = [text(language, error.message, **error.params)]
    found = _companies(caller, form.q) if company is None and form.q.strip() else None
    return page(
        call,
        "claim_announce.html",
        caller=caller,
        status=int(kind_of(error)[0]) if error else 200,
        here=_HERE,
        form=form,
        company=company,
        found=found,
        options=goods_form.options(language, zone=form.zone),
        labels={**goods_form.names(language), "reference": text(language, N_("Your reference"))},
        day_example=localized.day(language, now().date()),
        hint="",
        wrong=wrong,
        troubles=troubles,
    )


def _company(caller: Caller, client_id: str) -> Client | None:
    """Return the company of a form; None without one. Raises NotFound for an id that names none."""
    company = clients.find_seen(caller, client_id) if client_id else None
    if client_id and (company is None or company.facts.kind is not ClientKind.COMPANY):
        raise NotFound(_NO_COMPANY)
    return company


def _companies(caller: Caller, words: str) -> list[Client]:
    page_of = clients.list_clients(caller, Wanted(q=words.strip()), limit=_MOST, position=None)
    return [each.client for each in page_of.items if each.client.facts.kind is ClientKind.COMPANY]
