"""The page that waives a deadline of a claim."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.languages import text
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.deadlines import service
from chalicelib.features.claims.deadlines.schemas import WaiveBody
from chalicelib.features.claims.deadlines.words import line_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.subjects import CASE_PAGE
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

deadline_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("claims:write")
_WAIVE = "/console/claims/{claim_id}/deadlines/{deadline}/waive"
_UNPROCESSABLE = 422


class WaiveForm(Fields):
    """The reason for waiving a deadline."""

    reason: str = ""


@deadline_pages.operation("GET", _WAIVE, audience=_WRITE, media_type=_HTML, summary="Waive a deadline of a claim")
def show_waiver(caller: Caller, claim_id: str, deadline: str, call: Call) -> Response:
    """Ask for the reason."""
    return _page(call, caller, claims.show_claim(caller, claim_id), deadline, WaiveForm())


@deadline_pages.operation(
    "POST", _WAIVE, audience=_WRITE, status=303, media_type=_HTML, summary="Waive a deadline of a claim"
)
def waive_in_console(caller: Caller, claim_id: str, deadline: str, form: WaiveForm, call: Call) -> Response:
    """Waive a deadline, with the reason."""
    claim = claims.show_claim(caller, claim_id)
    try:
        reason = read_typed(WaiveBody, {"reason": form.reason}).reason
        service.waive(caller, claim_id, deadline, reason=reason)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/reason": "reason"}, language=call.language)
        return _page(call, caller, claim, deadline, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said, status = text(call.language, error.message, **error.params), int(kind_of(error)[0])
        return _page(call, caller, claim, deadline, form, status=status, troubles=[said])
    return see_other(CASE_PAGE.format(case_id=claim.case_id), notice="claim_deadline_waived")


def _page(
    call: Call, caller: Caller, claim: Claim, code: str, form: WaiveForm, *, status: int = 200, **values: Any
) -> Response:
    known = next((each for each in service.deadlines_of(claim) if each.rule.code == code), None)
    if known is None:
        raise NotFound(service.NO_DEADLINE)
    return page(
        call,
        "claim_waive.html",
        caller=caller,
        status=status,
        here=_WAIVE.format(claim_id=claim.id, deadline=code),
        claim=claim,
        deadline=code,
        title=cases.show_case(caller, claim.case_id).shown_title,
        line_of_deadline=line_of(known.rule, known.deadline, call.language),
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )
