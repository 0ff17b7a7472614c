"""Pages that change a policy: instalments received in cash or by transfer, and the cancellation with its refund."""

from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid
from chalicelib.base.languages import plural, text
from chalicelib.base.money import shown
from chalicelib.features.policies import service
from chalicelib.features.policies.console.policy_pages import policy_head
from chalicelib.features.policies.model import Source
from chalicelib.features.policies.schemas import CancelBody
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

change_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("policies:write")
_POLICY = "/console/policies/{policy_id}"
_CANCEL, _RECEIVED = f"{_POLICY}/cancel", f"{_POLICY}/received"
_PLACES = {"/effective": "effective", "/reason": "reason"}


class ReceivedForm(Fields):
    """The number of an instalment that was received, and the version of the policy."""

    number: str = ""
    version: str = ""


class ReturnedForm(Fields):
    """The version of the policy whose money was returned."""

    version: str = ""


class CancelForm(Fields):
    """The last day in force, the reason, and the answer to the question; `do`: `count` shows the refund first."""

    effective: str = ""
    reason: str = ""
    version: str = ""
    do: str = ""


@change_pages.operation(
    "POST", _RECEIVED, audience=_WRITE, status=303, media_type=_HTML, summary="Note an instalment as received"
)
def receive(caller: Caller, policy_id: str, form: ReceivedForm) -> Response:
    """Note the instalment; somebody may have done so already."""
    place = f"{_POLICY.format(policy_id=policy_id)}?tab=payments"
    try:
        service.receive_instalments(caller, policy_id, numbers={_whole(form.number)}, version=_whole(form.version))
    except (Invalid, Conflict):
        return see_other(place, notice="policy_changed_meanwhile")
    return see_other(place, notice="instalment_received")


@change_pages.operation(
    "POST", f"{_POLICY}/returned", audience=_WRITE, status=303, media_type=_HTML, summary="Note money as returned"
)
def note_returned(caller: Caller, policy_id: str, form: ReturnedForm) -> Response:
    """Note that the money was returned by hand; somebody may have done so already."""
    place = _POLICY.format(policy_id=policy_id)
    try:
        service.note_returned(caller, policy_id, version=_whole(form.version))
    except Conflict:
        return see_other(place, notice="policy_changed_meanwhile")
    return see_other(place, notice="money_returned_by_hand")


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


@change_pages.operation("GET", _CANCEL, audience=_WRITE, media_type=_HTML, summary="Ask before a cancellation")
def show_cancel(caller: Caller, policy_id: str, call: Call) -> Response:
    """Ask for the last day and the reason."""
    policy = service.show_policy(caller, policy_id)
    if policy.cancelled is not None:
        return see_other(_POLICY.format(policy_id=policy_id))
    return _page(call, caller, policy_id, CancelForm(version=str(policy.version)))


@change_pages.operation("POST", _CANCEL, audience=_WRITE, status=303, media_type=_HTML, summary="Cancel a policy")
def cancel(caller: Caller, policy_id: str, form: CancelForm, call: Call) -> Response:
    """Show the refund of that day; then, with the other button, cancel the policy."""
    try:
        lacking: list[FieldError] = []
        typed = {"effective": _date(form.effective, lacking), "reason": form.reason.strip() or None}
        told = {"version": form.version or "1", **{name: each for name, each in typed.items() if each is not None}}
        body = read_typed(CancelBody, told, lacking=lacking)
        if form.do != "cancel":
            return _page(call, caller, policy_id, form, effective=body.effective)
        service.cancel_policy(caller, policy_id, effective=body.effective, reason=body.reason, version=body.version)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        return _page(call, caller, policy_id, form, status=422, wrong=wrong, troubles=troubles)
    except Conflict as error:
        return _refused(call, caller, policy_id, form, error)
    return see_other(_POLICY.format(policy_id=policy_id), notice="policy_cancelled")


def _refused(call: Call, caller: Caller, policy_id: str, form: CancelForm, error: DomainError) -> Response:
    said = [text(call.language, error.message, **error.params)]
    return _page(call, caller, policy_id, form, status=int(kind_of(error)[0]), troubles=said)


def _date(written: str, lacking: list[FieldError]) -> str | None:
    if not written.strip():
        return None
    try:
        return read_date(written).isoformat()
    except ValueError as error:
        lacking.append(FieldError("/effective", str(error)))
        return None


def _page(
    call: Call,
    caller: Caller,
    policy_id: str,
    form: CancelForm,
    *,
    status: int = 200,
    effective: date | None = None,
    **values: Any,
) -> Response:
    policy = service.show_policy(caller, policy_id)
    outcome = None
    if effective is not None:
        found = service.preview_refund(caller, policy_id, effective=effective)
        is_own = policy.source is Source.OWN
        outcome = {
            "until": localized.day(call.language, effective) if effective >= policy.insured.begins else "",
            "amount": shown(call.language, found.amount) if is_own else "",
            "days": plural(
                call.language, "{count} day of cover is used.", "{count} days of cover are used.", found.days_used
            ),
            "in_cooling_off": found.in_cooling_off,
        }
    return page(
        call,
        "policy_cancel.html",
        caller=caller,
        status=status,
        here=_CANCEL.format(policy_id=policy_id),
        head=policy_head(caller, policy, call.language),
        form=form,
        outcome=outcome,
        **{"wrong": {}, "troubles": [], **values},
    )
