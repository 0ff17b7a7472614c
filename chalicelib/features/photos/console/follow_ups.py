"""The staff's actions on a photo request: send it again, extend it, withdraw it."""

from collections.abc import Sequence

from chalice.app import Response

from chalicelib.base.channels import Channel
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, text
from chalicelib.features.cases.console.case_page import case_page
from chalicelib.features.photos import service
from chalicelib.features.photos.console.request_cards import Refusal
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller, Scope

follow_up_pages = console_pages(__name__)
_HTML = "text/html"
_ASK = console(Scope.REQUESTS_WRITE)
_MOST_DAYS = 30


class ResendForm(TypedFields):
    """The channels that were ticked."""

    channels: tuple[Channel, ...] = ()


class ExtendForm(TypedFields):
    """The number of further days, as it was typed."""

    days: str = ""


@follow_up_pages.operation(
    "POST",
    "/console/requests/{request_id}/resend",
    audience=_ASK,
    status=303,
    media_type=_HTML,
    summary="Send a request's messages again",
)
def resend(caller: Caller, request_id: str, form: ResendForm, call: Call) -> Response:
    """Send a request again by the ticked channels."""
    case_id = service.show_request(caller, request_id).request.case_id
    channels = tuple(dict.fromkeys(form.channels))
    try:
        if not channels:
            raise Invalid([FieldError("/channels", N_("Tick how to send the request: SMS, e-mail or both."))])
        service.resend(caller, request_id, channels=channels)
    except (Invalid, Conflict, QuotaExceeded) as error:
        refusal = _refusal(error, call, request_id=request_id, at="channels", channels=channels)
        return case_page(caller, case_id, call, tab="requests", status=kind_of(error)[0], refused=refusal)
    return see_other(_tab(case_id), notice="resent")


@follow_up_pages.operation(
    "POST",
    "/console/requests/{request_id}/extend",
    audience=_ASK,
    status=303,
    media_type=_HTML,
    summary="Give the owner more days",
)
def extend(caller: Caller, request_id: str, form: ExtendForm, call: Call) -> Response:
    """Extend a request by some days."""
    case_id = service.show_request(caller, request_id).request.case_id
    try:
        service.extend(caller, request_id, days=_days(form.days))
    except (Invalid, Conflict) as error:
        refusal = _refusal(error, call, request_id=request_id, at="days", days=form.days)
        return case_page(caller, case_id, call, tab="requests", status=kind_of(error)[0], refused=refusal)
    return see_other(_tab(case_id), notice="extended")


@follow_up_pages.operation(
    "GET",
    "/console/requests/{request_id}/revoke",
    audience=_ASK,
    media_type=_HTML,
    summary="Ask whether a request is to be withdrawn",
)
def confirm_revocation(caller: Caller, request_id: str, call: Call) -> Response:
    """Ask first: a withdrawn request can't be opened again."""
    shown = service.show_request(caller, request_id)
    return page(
        call,
        "confirm.html",
        caller=caller,
        question=text(call.language, N_("Withdraw this request?")),
        warning=text(
            call.language, N_("Its link and code stop working at once. Photos that have come stay in the case.")
        ),
        yes=text(call.language, N_("Withdraw the request")),
        name="",
        picture="",
        back=address(_tab(shown.request.case_id)),
    )


@follow_up_pages.operation(
    "POST",
    "/console/requests/{request_id}/revoke",
    audience=_ASK,
    status=303,
    media_type=_HTML,
    summary="Withdraw a request",
)
def revoke(caller: Caller, request_id: str, call: Call) -> Response:
    case_id = service.show_request(caller, request_id).request.case_id
    try:
        service.revoke(caller, request_id)
    except Conflict as error:
        refusal = _refusal(error, call, request_id=request_id, at="")
        return case_page(caller, case_id, call, tab="requests", status=kind_of(error)[0], refused=refusal)
    return see_other(_tab(case_id), notice="withdrawn")


def _days(typed: str) -> int:
    days = int(typed) if typed.strip().isdecimal() and len(typed) <= len("30") else 0
    if not 1 <= days <= _MOST_DAYS:
        raise Invalid([FieldError("/days", N_("Give 1 to 30 days."))])
    return days


def _refusal(
    error: DomainError, call: Call, *, request_id: str, at: str, days: str = "", channels: Sequence[str] = ()
) -> Refusal:
    """Return the message at the button; of Invalid, the fields' own sentences."""
    if isinstance(error, Invalid):
        message = " ".join(text(call.language, field.message, **field.params) for field in error.errors)
    else:
        at, message = "", text(call.language, error.message, **error.params)
    return Refusal(request_id=request_id, at=at, message=message, days=days, channels=channels)


def _tab(case_id: str) -> str:
    return f"/console/cases/{case_id}?tab=requests"
