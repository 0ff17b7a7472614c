"""Pages of a claim's moves, each a form of its own, and the choice of the claim's handler."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from chalice.app import Response
from pydantic import BaseModel, ConfigDict

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import moving, patching, service
from chalicelib.features.claims.area.words import REJECTIONS
from chalicelib.features.claims.console.words import MOVES, WITH_REASON, path_of
from chalicelib.features.claims.documents.model import JUDGED, DocumentState
from chalicelib.features.claims.documents.uploading import list_documents
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import (
    ClaimMove,
    ClaimMoveWithReason,
    ClaimPaymentBody,
    ClaimRejection,
    ClaimStart,
    DocumentRequestBody,
)
from chalicelib.features.claims.patching import Changes
from chalicelib.features.claims.stages import Move
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, read_typed
from chalicelib.frame.console.numbers import typed_money, written_in_full
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

move_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("claims:write")
_CLAIM = "/console/claims/{claim_id}"
_MOVE = f"{_CLAIM}/moves/{{move}}"
_NO_MOVE = N_("There is no such page.")
_WHICH = N_("Write a reason beside at least one document.")
_WHY = N_("Choose the reason that the company gives.")
_NO_DAY = N_("Write a day such as {example}.")
_UNPROCESSABLE = 422
_PLACES = {
    "/reason": "reason",
    "/code": "code",
    "/asked": "asked",
    "/day": "day",
    "/amount/currency": "currency",
    "/amount": "amount",
    "/reference": "reference",
}
_QUESTIONS: Mapping[Move, str] = {
    Move.START: N_("Documents are asked for from now on, and deadlines run."),
    Move.SEND: N_("All required documents are there. The claim goes to review."),
    Move.REVIEW: N_("Required documents are missing. The claim goes to review without them."),
    Move.ACCEPT: N_("The client has agreed with the decision. The payment is prepared."),
    Move.CLOSE: N_("The claim ends here. It can be reopened at any time."),
    Move.UNDO_REJECTION: N_("The claim is announced again, and its client decides anew."),
}


class MoveForm(Fields):
    """The fields of a move as they are typed; reasons of documents are in fields of their codes, `reason_identity`."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    version: str = ""
    reason: str = ""
    code: str = ""
    asked: str = ""
    day: str = ""
    amount: str = ""
    currency: str = ""
    reference: str = ""

    def reasons(self) -> dict[str, str]:
        """Return the typed reasons of documents by their codes."""
        typed = {name: str(value).strip() for name, value in (self.model_extra or {}).items()}
        return {name.removeprefix("reason_"): value for name, value in typed.items() if name.startswith("reason_")}


class HandlerForm(Fields):
    """The chosen handler, the id of a user; empty for nobody."""

    version: str = ""
    handler: Id = ""


class SlotTyped(NamedTuple):
    """A document on the form that asks for some again."""

    code: str
    label: str
    typed: str


@move_pages.operation("GET", _MOVE, audience=_WRITE, media_type=_HTML, summary="Ask before a move of a claim")
def show_move(caller: Caller, claim_id: str, move: str, call: Call) -> Response:
    """Show the form of a move."""
    made, claim = _move(move), service.show_claim(caller, claim_id)
    awarded, today = claim.awarded, now().astimezone(accounts.load_account(caller.account_id).zone).date()
    known = {
        "version": str(claim.version),
        "day": localized.day(call.language, today),
        "amount": written_in_full(call.language, awarded.amount) if awarded else "",
        "currency": awarded.currency if awarded else "",
    }
    reasons = _refused_before(claim) if made is Move.REQUEST_DOCUMENTS else {}
    form = MoveForm.model_validate({**known, **reasons})
    return _page(call, caller, claim, made, form)


@move_pages.operation("POST", _MOVE, audience=_WRITE, status=303, media_type=_HTML, summary="Make a move of a claim")
def make_move(caller: Caller, claim_id: str, move: str, form: MoveForm, call: Call) -> Response:
    """Make a move, or show its form again as it was typed."""
    made, claim = _move(move), service.show_claim(caller, claim_id)
    try:
        _make(caller, claim, made, form, call)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_places(claim, form), language=call.language)
        return _page(call, caller, claim, made, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said, status = text(call.language, error.message, **error.params), int(kind_of(error)[0])
        return _page(call, caller, claim, made, form, status=status, troubles=[said])
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="claim_moved")


@move_pages.operation(
    "POST", f"{_CLAIM}/handler", audience=_WRITE, status=303, media_type=_HTML, summary="Assign a claim to a colleague"
)
def assign_claim(caller: Caller, claim_id: str, form: HandlerForm) -> Response:
    """Assign a claim; say so if it was changed meanwhile, or if the colleague has no access any more."""
    claim = service.show_claim(caller, claim_id)
    changes = Changes(facts={}, handler=form.handler or None, names_handler=True)
    try:
        patching.change_claim(caller, claim_id, changes, version=_whole(form.version))
    except (Invalid, Conflict):
        return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="claim_not_assigned")
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="claim_assigned")


def _make(caller: Caller, claim: Claim, made: Move, form: MoveForm, call: Call) -> None:
    if made is Move.PAY:
        body = _read(ClaimPaymentBody, form, lacking=_lacking_day(form, call), **_payment(form, call.language))
        moving.pay(caller, claim.id, body.payment(), version=body.version)
    elif made is Move.REQUEST_DOCUMENTS:
        wished = [{"slot": code, "reason": reason} for code, reason in form.reasons().items() if reason]
        lacking = [] if wished else [FieldError("", _WHICH)]
        asked = _read(DocumentRequestBody, form, lacking=lacking, documents=wished or [{"slot": "none", "reason": "-"}])
        moving.request_documents(caller, claim.id, asked.wished(), version=asked.version)
    elif made is Move.START:
        started = _read(ClaimStart, form, **_asked(form))
        moving.move(caller, claim.id, made, version=started.version, asked=started.asked or "")
    elif made is Move.REJECT:
        said = {name: getattr(form, name) for name in ("code", "reason") if getattr(form, name).strip()}
        lacking = [] if form.code else [FieldError("/code", _WHY)]
        rejection = read_typed(
            ClaimRejection,
            {"version": _whole(form.version) or 1, **said, **_asked(form)},
            lacking=lacking,
            check=ClaimRejection.rejection,
        )
        given: dict[str, Any] = {"rejected": rejection.rejection(), "asked": rejection.asked or ""}
        moving.move(caller, claim.id, made, version=rejection.version, **given)
    elif made in WITH_REASON:
        moved = _read(ClaimMoveWithReason, form, reason=form.reason)
        moving.move(caller, claim.id, made, version=moved.version, reason=moved.reason)
    else:
        moving.move(caller, claim.id, made, version=_read(ClaimMove, form).version)


def _refused_before(claim: Claim) -> Mapping[str, str]:
    """Return the reasons of documents that were refused and did not come anew, by the fields of the form. A Query."""
    latest = {each.slot: each for each in list_documents(claim) if each.state in JUDGED}
    return {f"reason_{slot}": each.reason for slot, each in latest.items() if each.state is DocumentState.REFUSED}


def _asked(form: MoveForm) -> dict[str, Any]:
    return {"asked": form.asked} if form.asked.strip() else {}


def _payment(form: MoveForm, language: Language) -> dict[str, Any]:
    found, currency = _day(form.day), form.currency.strip().upper()
    return {
        "day": found.isoformat() if found else "2000-01-01",
        "amount": {"amount": typed_money(form.amount, currency, language), "currency": currency},
        "reference": form.reference,
        **({"reason": form.reason} if form.reason.strip() else {}),
    }


def _lacking_day(form: MoveForm, call: Call) -> Sequence[FieldError]:
    example = localized.day(call.language, now().date())
    return [] if _day(form.day) else [FieldError("/day", _NO_DAY, {"example": example})]


def _day(written: str) -> date | None:
    try:
        return read_date(written)
    except ValueError:
        return None


def _read[T: BaseModel](kind: type[T], form: MoveForm, *, lacking: Sequence[FieldError] = (), **told: Any) -> T:
    return read_typed(kind, {"version": _whole(form.version) or 1, **told}, lacking=lacking)


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


def _move(written: str) -> Move:
    """Return the move of a page. Raises NotFound for others."""
    found = next((each for each in MOVES if path_of(each) == written), None)
    if found is None:
        raise NotFound(_NO_MOVE)
    return found


def _places(claim: Claim, form: MoveForm) -> Mapping[str, str]:
    codes = [code for code, reason in form.reasons().items() if reason]
    del claim
    return {**_PLACES, **{f"/documents/{place}": f"reason_{code}" for place, code in enumerate(codes)}}


def _page(
    call: Call, caller: Caller, claim: Claim, made: Move, form: MoveForm, *, status: int = 200, **values: Any
) -> Response:
    language, typed = call.language, form.reasons()
    awarded = claim.awarded
    hint = text(language, N_("By the decision: {sum}."), sum=shown(language, awarded)) if awarded else ""
    return page(
        call,
        "claim_move.html",
        caller=caller,
        status=status,
        here=_MOVE.format(claim_id=claim.id, move=path_of(made)),
        claim=claim,
        title=cases.show_case(caller, claim.case_id).shown_title,
        stage_label=claim.rules.stage_label(claim.stage, language),
        move=path_of(made),
        heading=text(language, MOVES[made]),
        takes_reason=made in WITH_REASON,
        codes=REJECTIONS if made is Move.REJECT else {},
        takes_asked=made in {Move.START, Move.REJECT},
        question=text(language, _QUESTIONS[made]) if made in _QUESTIONS else "",
        slots=[SlotTyped(each.code, each.label(language), typed.get(each.code, "")) for each in claim.slots],
        day_example=localized.day(language, now().date()),
        sum_hint=hint,
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )
