"""Pages of referrals: the form, and the download of the document."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, FieldError, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.console.currencies import currency_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair import billing, service
from chalicelib.features.claims.repair.checking import check_body
from chalicelib.features.claims.repair.model import Workshop
from chalicelib.features.claims.repair.schemas import ReferralBody
from chalicelib.features.claims.repair.subjects import CASE_PAGE
from chalicelib.features.claims.stages import Stage
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.numbers import typed_money, written_in_full
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

referral_pages = console_pages(__name__)
_HTML, _READ, _WRITE = "text/html", console("claims:read"), console("claims:write")
_REFERRAL = "/console/claims/{claim_id}/referral"
_UNPROCESSABLE = 422
_NO_DAY = N_("Write a day such as {example}.")
_PLACES = {
    "/workshop/name": "name",
    "/workshop/address": "workshop_address",
    "/workshop/phone": "phone",
    "/until": "until",
    "/deductible/amount": "deductible",
    "/deductible/currency": "currency",
}


class WorkshopQuery(Fields):
    """The number of the workshop to fill the form with, among those used last."""

    workshop: str = ""


class ReferralForm(Fields):
    """The fields of a referral as they are typed."""

    version: str = ""
    name: str = ""
    workshop_address: str = ""
    phone: str = ""
    until: str = ""
    deductible: str = ""
    currency: str = ""


@referral_pages.operation("GET", _REFERRAL, audience=_WRITE, media_type=_HTML, summary="Refer a vehicle to a workshop")
def show_referral_form(caller: Caller, claim_id: str, query: WorkshopQuery, call: Call) -> Response:
    """Show the form, with the deductible of the referral before and the chosen workshop."""
    claim = claims.show_claim(caller, claim_id)
    known = service.show_referrals(claim)
    before = service.present([each.referral for each in known.items])
    deductible = before.deductible if before else None
    chosen = next((each for place, each in enumerate(known.workshops, 1) if str(place) == query.workshop), None)
    form = ReferralForm(
        version=str(claim.version),
        name=chosen.name if chosen else "",
        workshop_address=chosen.address if chosen else "",
        phone=chosen.phone if chosen else "",
        deductible=written_in_full(call.language, deductible.amount) if deductible else "",
        currency=deductible.currency if deductible else currency_of(caller, claim),
    )
    return _page(call, caller, claim, form, workshops=known.workshops)


@referral_pages.operation(
    "POST", _REFERRAL, audience=_WRITE, status=303, media_type=_HTML, summary="Refer a vehicle to a workshop"
)
def refer_in_console(caller: Caller, claim_id: str, form: ReferralForm, call: Call) -> Response:
    """Refer the vehicle, or show the form again as it was typed."""
    claim = claims.show_claim(caller, claim_id)
    try:
        body = read_typed(
            ReferralBody,
            _told(form, call.language),
            lacking=_lacking_day(form, call.language),
            check=lambda read: check_body(caller, claim_id, read),
        )
        service.refer(caller, claim_id, body.typed(body.money()), version=body.version)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        return _page(call, caller, claim, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said, status = text(call.language, error.message, **error.params), int(kind_of(error)[0])
        return _page(call, caller, claim, form, status=status, troubles=[said])
    return see_other(CASE_PAGE.format(case_id=claim.case_id), notice="claim_referred")


@referral_pages.operation(
    "GET",
    "/console/claims/{claim_id}/referrals/{referral_id}/file",
    audience=_READ,
    status=303,
    media_type=_HTML,
    summary="Download a referral",
)
def download_referral(caller: Caller, claim_id: str, referral_id: str) -> Response:
    """Lead to the file; back to the claim until there is one."""
    claim = claims.show_claim(caller, claim_id)
    try:
        url = service.download(caller, claim_id, referral_id)
    except Conflict:
        return see_other(CASE_PAGE.format(case_id=claim.case_id))
    headers: Headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=headers)


@referral_pages.operation(
    "POST",
    f"{_REFERRAL}/payment-link",
    audience=console("payments:write"),
    status=303,
    media_type=_HTML,
    summary="Send the client a link to pay the deductible",
)
def send_deductible_link(caller: Caller, claim_id: str) -> Response:
    """Send the link, or say why not."""
    place = CASE_PAGE.format(case_id=claims.show_claim(caller, claim_id).case_id)
    try:
        is_sent = billing.send_link(caller, claim_id)
    except Conflict:
        return see_other(place, notice="claim_deductible_link_not_due")
    except QuotaExceeded:
        return see_other(place, notice="claim_deductible_links_used_up")
    return see_other(place, notice="claim_deductible_link_sent" if is_sent else "claim_deductible_link_unsent")


def _told(form: ReferralForm, language: Language) -> dict[str, Any]:
    found, currency = _day(form.until), form.currency.strip().upper()
    deductible = {"amount": typed_money(form.deductible, currency, language), "currency": currency}
    return {
        "version": int(form.version) if form.version.isascii() and form.version.isdigit() else 1,
        "workshop": {"name": form.name, "address": form.workshop_address, "phone": form.phone},
        "until": found.isoformat() if found else "9999-12-31",
        **({"deductible": deductible} if form.deductible.strip() else {}),
    }


def _lacking_day(form: ReferralForm, language: Language) -> Sequence[FieldError]:
    example = localized.day(language, now().date())
    return [] if _day(form.until) else [FieldError("/until", _NO_DAY, {"example": example})]


def _day(written: str) -> date | None:
    try:
        return read_date(written)
    except ValueError:
        return None


def _page(
    call: Call,
    caller: Caller,
    claim: Claim,
    form: ReferralForm,
    *,
    status: int = 200,
    workshops: Sequence[Workshop] = (),
    **values: Any,
) -> Response:
    return page(
        call,
        "claim_referral.html",
        caller=caller,
        status=status,
        here=_REFERRAL.format(claim_id=claim.id),
        claim=claim,
        title=cases.show_case(caller, claim.case_id).shown_title,
        replaces=claim.stage is Stage.REPAIR,
        workshops=workshops,
        day_example=localized.day(call.language, now().date()),
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )
