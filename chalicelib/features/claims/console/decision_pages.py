"""Pages of a claim's decision: the form with its calculation, the second person's word."""

from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.console.currencies import currency_of
from chalicelib.features.claims.console.decision_form import MOST_ROWS, ROWS, DecisionForm, ItemRow, form_of, form_with
from chalicelib.features.claims.console.words import OUTCOMES
from chalicelib.features.claims.decision import service
from chalicelib.features.claims.decision.calculating import Calculation
from chalicelib.features.claims.decision.proposing import proposed_lines
from chalicelib.features.claims.decision.schemas import DecisionBody
from chalicelib.features.claims.decision.words import lines_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import ClaimMoveWithReason
from chalicelib.features.claims.repair.subjects import CASE_PAGE
from chalicelib.features.claims.stages import Outcome, Stage
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.numbers import written
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

decision_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("claims:write")
_CLAIM = "/console/claims/{claim_id}"
_UNPROCESSABLE = 422
_MADE, _PROPOSED = "claim_decided", "claim_decision_proposed"


#: Of a sum that is only looked at.
_STAND_INS = {"outcome": "payment", "reason": "-"}
#: Of the query: the form begins with proposed lines.
_PROPOSED_LINES = "proposed"


class DecisionQuery(Fields):
    """The lines that the form begins with."""

    lines: str = ""


class SendBackForm(Fields):
    """The reason for sending a decision back."""

    version: str = ""
    reason: str = ""


class VersionForm(Fields):
    """The version of the claim that was seen."""

    version: str = ""


class Choice(NamedTuple):
    """An outcome to choose."""

    value: str
    label: str


@decision_pages.operation("GET", f"{_CLAIM}/decide", audience=_WRITE, media_type=_HTML, summary="Decide a claim")
def show_decision_form(caller: Caller, claim_id: str, query: DecisionQuery, call: Call) -> Response:
    """Show the form of a decision, with the items of the one before, or with lines that a feature proposes."""
    claim = claims.show_claim(caller, claim_id)
    proposed = proposed_lines(caller, claim, call.language) if query.lines == _PROPOSED_LINES else None
    if proposed is not None:
        form = form_with(proposed.steps, call.language, version=claim.version, currency=proposed.currency)
        return _page(call, caller, claim, form)
    before = next(iter(service.decisions_of(claim)), None)
    form = form_of(before, call.language, version=claim.version, currency=currency_of(caller, claim))
    return _page(call, caller, claim, form)


@decision_pages.operation(
    "POST", f"{_CLAIM}/decide", audience=_WRITE, status=303, media_type=_HTML, summary="Decide a claim"
)
def decide_in_console(caller: Caller, claim_id: str, form: DecisionForm, call: Call) -> Response:
    """Decide a claim, or show the sum first; show the form again as it was typed if anything is wrong."""
    claim = claims.show_claim(caller, claim_id)
    is_preview = form.do == "calculate"
    try:
        # A sum can be looked at before the outcome is chosen and the reason written.
        told = {**(_STAND_INS if is_preview else {}), **form.told(call.language)}
        body = read_typed(DecisionBody, told, check=lambda read: service.read_for(claim, read.typed()))
        if is_preview:
            return _page(call, caller, claim, form, calculation=service.read_for(claim, body.typed()).calculation)
        decided = service.decide(caller, claim_id, body.typed(), version=body.version)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=form.places(call.language), language=call.language)
        return _page(call, caller, claim, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        return _page(call, caller, claim, form, **_refused(error, call.language))
    return see_other(CASE_PAGE.format(case_id=claim.case_id), notice=_PROPOSED if decided.proposal else _MADE)


@decision_pages.operation(
    "POST", f"{_CLAIM}/decision/confirm", audience=_WRITE, status=303, media_type=_HTML, summary="Confirm a decision"
)
def confirm_in_console(caller: Caller, claim_id: str, form: VersionForm) -> Response:
    """Confirm a proposed decision; say so if that is impossible by now."""
    claim = claims.show_claim(caller, claim_id)
    try:
        service.confirm(caller, claim_id, version=_whole(form.version))
    except Conflict:
        return see_other(CASE_PAGE.format(case_id=claim.case_id), notice="claim_decision_not_confirmed")
    return see_other(CASE_PAGE.format(case_id=claim.case_id), notice=_MADE)


@decision_pages.operation(
    "GET", f"{_CLAIM}/decision/send-back", audience=_WRITE, media_type=_HTML, summary="Send a decision back"
)
def show_send_back(caller: Caller, claim_id: str, call: Call) -> Response:
    """Ask for the reason."""
    claim = claims.show_claim(caller, claim_id)
    return _send_back_page(call, caller, claim, SendBackForm(version=str(claim.version)))


@decision_pages.operation(
    "POST",
    f"{_CLAIM}/decision/send-back",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Send a decision back",
)
def send_back_in_console(caller: Caller, claim_id: str, form: SendBackForm, call: Call) -> Response:
    """Send a proposed decision back, with the reason."""
    claim = claims.show_claim(caller, claim_id)
    try:
        body = read_typed(ClaimMoveWithReason, {"version": _whole(form.version) or 1, "reason": form.reason})
        service.send_back(caller, claim_id, reason=body.reason, version=body.version)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/reason": "reason"}, language=call.language)
        return _send_back_page(call, caller, claim, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        return _send_back_page(call, caller, claim, form, **_refused(error, call.language))
    return see_other(CASE_PAGE.format(case_id=claim.case_id), notice="claim_decision_sent_back")


def _refused(error: Conflict, language: Language) -> dict[str, Any]:
    return {"status": int(kind_of(error)[0]), "troubles": [text(language, error.message, **error.params)]}


def _page(
    call: Call,
    caller: Caller,
    claim: Claim,
    form: DecisionForm,
    *,
    calculation: Calculation | None = None,
    status: int = 200,
    **values: Any,
) -> Response:
    language, rows = call.language, form.rows()
    spare = range(len(rows), min(max(ROWS, len(rows) + 1), MOST_ROWS))
    most = claim.rules.second_person_over
    return page(
        call,
        "claim_decide.html",
        caller=caller,
        status=status,
        here=f"/console/claims/{claim.id}/decide",
        claim=claim,
        title=cases.show_case(caller, claim.case_id).shown_title,
        rows=[*rows, *(ItemRow(number) for number in spare)],
        outcomes=[
            Choice(each, text(language, label))
            for each, label in OUTCOMES.items()
            if each is not Outcome.REPAIR or claim.rules.uses(Stage.REPAIR)
        ],
        calculated=lines_of(calculation, language) if calculation else (),
        total=shown(language, calculation.total) if calculation else "",
        second=text(
            language, N_("Over {amount} another person has to confirm the decision."), amount=written(language, most)
        )
        if most is not None
        else "",
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )


def _send_back_page(
    call: Call, caller: Caller, claim: Claim, form: SendBackForm, *, status: int = 200, **values: Any
) -> Response:
    return page(
        call,
        "claim_send_back.html",
        caller=caller,
        status=status,
        here=f"/console/claims/{claim.id}/decision/send-back",
        claim=claim,
        title=cases.show_case(caller, claim.case_id).shown_title,
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0
