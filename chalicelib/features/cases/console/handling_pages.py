"""Taking a case, and handing it over: forms of a case's page."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.cases import handling
from chalicelib.features.cases.console.case_page import case_page
from chalicelib.features.cases.console.handling import NOBODY, HandOver
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Id
from chalicelib.frame.console.render import see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.model import Caller, Scope

handling_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console(Scope.CASES_WRITE)


class TakeForm(TypedFields):
    """The case's handler as the page showed it, '' for nobody."""

    instead_of: str = ""


class HandOverForm(TakeForm):
    """The person to hand the case over to: the id of a user, NOBODY, or '' without a choice."""

    to: Id = ""


@handling_pages.operation(
    "POST",
    "/console/cases/{case_id}/take",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Take a case: become its handler",
)
def take(caller: Caller, case_id: str, form: TakeForm, call: Call) -> Response:
    """Assign a case to the caller, in place of the handler that the page showed.

    If it has another one by now, show the choice again.
    """
    try:
        handling.take_case(caller, case_id, instead_of=form.instead_of or None)
    except Conflict as error:
        return _conflict(caller, case_id, call, error)
    return see_other(f"/console/cases/{case_id}", notice="taken")


@handling_pages.operation(
    "POST",
    "/console/cases/{case_id}/hand-over",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Hand a case over to a colleague",
)
def hand_over(caller: Caller, case_id: str, form: HandOverForm, call: Call) -> Response:
    """Hand a case over; show a refusal beside the choice."""
    try:
        to = None if form.to == NOBODY else form.to
        handling.hand_over(caller, case_id, to=to, instead_of=form.instead_of or None)
    except Conflict as error:
        return _conflict(caller, case_id, call, error)
    except Invalid as error:
        wrong = error.errors[0].message if form.to else N_("Choose whom to hand the case over to.")
        refused = HandOver(to=form.to, wrong=text(call.language, wrong))
        return case_page(caller, case_id, call, status=422, hand_over=refused)
    return see_other(f"/console/cases/{case_id}", notice="handed_over")


def _conflict(caller: Caller, case_id: str, call: Call, error: Conflict) -> Response:
    said = text(call.language, error.message, **error.params)
    return case_page(caller, case_id, call, status=409, trouble=said)
