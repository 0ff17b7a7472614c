"""Pages of photos from the holder of the goods: a part of the claim's page, and the form."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, NotFound, QuotaExceeded
from chalicelib.base.ids import new_id
from chalicelib.base.languages import Language, text
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.holders.asking import (
    NOTHING_TICKED,
    HolderWish,
    ask_holder,
    asked_holders,
    can_ask,
    check_wish,
    choices_of,
)
from chalicelib.features.cargo.holders.schemas import HolderPhotosBody
from chalicelib.features.cargo.holders.words import in_words
from chalicelib.features.claims.model import Claim
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_REQUESTS = "/area/{slug}/claims/{claim_id}/photo-requests"
_PLACES = {"/phone": "phone", "/email": "email", "/name": "name", "/categories": "categories"}


class HolderForm(Fields):
    """A request to the holder of the goods, as it was typed; `once` names the intention."""

    once: str = ""
    phone: str = ""
    email: str = ""
    name: str = ""
    categories: tuple[str, ...] = ()


@pages.operation(
    "GET",
    _REQUESTS,
    audience=_MINE,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page to ask the holder of an own claim's goods for photos",
)
def show_holder_form(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> Response:
    """Show the form with the photos that the claim lacks, and the requests so far."""
    claim = own_of_cargo(caller, claim_id).claim
    return _page(call, caller, slug, claim_id, _preset(claim))


@pages.operation(
    "POST",
    _REQUESTS,
    audience=_MINE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Ask the holder of an own claim's goods for photos, by the page",
)
def ask_own_holder(caller: AreaCaller, slug: str, claim_id: str, form: HolderForm, call: Call) -> Response:
    """Send the link and lead back to the claim, or show the form with its errors."""
    try:
        wish = _read(caller, claim_id, form)
        ask_holder(caller, claim_id, wish, once=form.once or new_id("hld"))
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _page(call, caller, slug, claim_id, form, error)
    return see_other(page_path(slug, f"/claims/{claim_id}"), notice="holder_asked")


def holder_part(caller: AreaCaller, claim: Claim, language: Language) -> dict[str, Any] | None:
    """Return form and requests for the page of a claim of cargo that takes photos; None of others."""
    if not is_of_cargo(claim) or not claim.is_open:
        return None
    takes = can_ask(claim)
    asked = _asked(claim, language)
    if not takes and not asked:
        return None
    return {"takes": takes, "asked": asked, **_form_values(claim, _preset(claim), language)}


def _preset(claim: Claim) -> HolderForm:
    account = accounts.load_account(claim.account_id)
    lacking = tuple(each.code for each in choices_of(claim, account) if each.is_lacking)
    return HolderForm(once=new_id("hld"), categories=lacking)


def _read(caller: AreaCaller, claim_id: str, form: HolderForm) -> HolderWish:
    """Return the wish that a form says. Raises Invalid with all errors."""
    typed = {name: getattr(form, name).strip() for name in ("phone", "email", "name")}
    told: dict[str, Any] = {name: value for name, value in typed.items() if value}
    ticked = {"categories": list(dict.fromkeys(form.categories))} if form.categories else {}
    lacking = [] if ticked else [FieldError("/categories", NOTHING_TICKED)]
    body = read_typed(
        HolderPhotosBody,
        {**told, **ticked},
        lacking=lacking,
        check=lambda read: check_wish(caller, claim_id, read.wish()),
    )
    return body.wish()


def _asked(claim: Claim, language: Language) -> list[Any]:
    account = accounts.load_account(claim.account_id)
    return [in_words(each, account, language) for each in asked_holders(claim)]


def _form_values(claim: Claim, form: HolderForm, language: Language) -> dict[str, Any]:
    choices = choices_of(claim, accounts.load_account(claim.account_id))
    return {
        "form": form,
        "choices": [
            (each.code, each.category.label(language), each.least, each.code in form.categories) for each in choices
        ],
    }


def _page(
    call: Call, caller: AreaCaller, slug: str, claim_id: str, form: HolderForm, error: DomainError | None = None
) -> Response:
    found, language = own_of_cargo(caller, claim_id), call.language
    wrong: dict[str, str] = {}
    others: list[str] = []
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(error, places=_PLACES, language=language)
    elif error is not None:
        others = [text(language, error.message, **error.params)]
    values: dict[str, Any] = {
        **found._asdict(),
        **_form_values(found.claim, form, language),
        "takes": can_ask(found.claim),
        "asked": _asked(found.claim, language),
        "wrong": wrong,
        "others": others,
    }
    status = int(kind_of(error)[0]) if error else 200
    return page(call, open_site(slug), "area_holder_photos.html", caller=caller, status=status, **values)
