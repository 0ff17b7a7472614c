"""HTTP of a claim's changes and moves."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.claims import moving, patching
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import (
    ClaimChange,
    ClaimMove,
    ClaimMoveWithReason,
    ClaimPaymentBody,
    ClaimRejection,
    ClaimStart,
    DocumentRequestBody,
)
from chalicelib.features.claims.schemas import ClaimView
from chalicelib.features.claims.stages import Move
from chalicelib.features.claims.views import claim_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (routes,)
_WRITE = staff("claims:write")
_CLAIM = "/v1/claims/{claim_id}"
_ERRORS = (NotFound, Conflict)


def _check_change(caller: Caller, body: ClaimChange) -> None:
    patching.check_changes(caller, body.changes())


def _check_rejection(body: ClaimRejection) -> None:
    body.rejection()


def _check_documents(caller: Caller, claim_id: str, body: DocumentRequestBody) -> None:
    moving.check_wished(caller, claim_id, body.wished())


def _check_payment(caller: Caller, claim_id: str, body: ClaimPaymentBody) -> None:
    moving.check_payment(caller, claim_id, body.payment())


@routes.operation(
    "PATCH",
    _CLAIM,
    audience=_WRITE,
    errors=_ERRORS,
    check=_check_change,
    summary="Change facts of a claim, or assign it",
)
def change_claim(caller: Caller, claim_id: str, body: ClaimChange, call: Call) -> ClaimView:
    claim = patching.change_claim(caller, claim_id, body.changes(), version=body.version)
    return claim_view(claim, call.language)


@routes.operation(
    "POST", f"{_CLAIM}/send", audience=_WRITE, errors=_ERRORS, summary="Send a claim with all its documents for review"
)
def send_claim(caller: Caller, claim_id: str, body: ClaimMove, call: Call) -> ClaimView:
    return claim_view(moving.move(caller, claim_id, Move.SEND, version=body.version), call.language)


@routes.operation(
    "POST", f"{_CLAIM}/review", audience=_WRITE, errors=_ERRORS, summary="Review a claim, even if documents are missing"
)
def review_claim(caller: Caller, claim_id: str, body: ClaimMove, call: Call) -> ClaimView:
    return claim_view(moving.move(caller, claim_id, Move.REVIEW, version=body.version), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/request-documents",
    audience=_WRITE,
    errors=_ERRORS,
    check=_check_documents,
    summary="Ask the client for documents again, each with the reason",
)
def request_claim_documents(caller: Caller, claim_id: str, body: DocumentRequestBody, call: Call) -> ClaimView:
    return claim_view(moving.request_documents(caller, claim_id, body.wished(), version=body.version), call.language)


@routes.operation(
    "POST", f"{_CLAIM}/accept", audience=_WRITE, errors=_ERRORS, summary="Note that the client accepts the decision"
)
def accept_decision(caller: Caller, claim_id: str, body: ClaimMove, call: Call) -> ClaimView:
    return claim_view(moving.move(caller, claim_id, Move.ACCEPT, version=body.version), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/dispute",
    audience=_WRITE,
    errors=_ERRORS,
    summary="Note that the client disputes the decision: it is reviewed anew",
)
def dispute_decision(caller: Caller, claim_id: str, body: ClaimMoveWithReason, call: Call) -> ClaimView:
    return _with_reason(caller, claim_id, Move.DISPUTE, body, call)


@routes.operation(
    "POST",
    f"{_CLAIM}/pay",
    audience=_WRITE,
    errors=_ERRORS,
    check=_check_payment,
    summary="Note the payment, which closes the claim",
)
def pay_claim(caller: Caller, claim_id: str, body: ClaimPaymentBody, call: Call) -> ClaimView:
    return claim_view(moving.pay(caller, claim_id, body.payment(), version=body.version), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/close",
    audience=_WRITE,
    errors=_ERRORS,
    summary="Close a claim after the repair, or after a refusal",
)
def close_claim(caller: Caller, claim_id: str, body: ClaimMove, call: Call) -> ClaimView:
    return claim_view(moving.move(caller, claim_id, Move.CLOSE, version=body.version), call.language)


@routes.operation(
    "POST", f"{_CLAIM}/withdraw", audience=_WRITE, errors=_ERRORS, summary="Note that the client withdraws the claim"
)
def withdraw_claim(caller: Caller, claim_id: str, body: ClaimMoveWithReason, call: Call) -> ClaimView:
    return _with_reason(caller, claim_id, Move.WITHDRAW, body, call)


@routes.operation(
    "POST", f"{_CLAIM}/reopen", audience=_WRITE, errors=_ERRORS, summary="Reopen a closed claim: it is reviewed anew"
)
def reopen_claim(caller: Caller, claim_id: str, body: ClaimMoveWithReason, call: Call) -> ClaimView:
    return _with_reason(caller, claim_id, Move.REOPEN, body, call)


@routes.operation(
    "POST", f"{_CLAIM}/start", audience=_WRITE, errors=_ERRORS, summary="Start an announced claim for its client"
)
def start_claim(caller: Caller, claim_id: str, body: ClaimStart, call: Call) -> ClaimView:
    claim = moving.move(caller, claim_id, Move.START, version=body.version, asked=body.asked or "")
    return claim_view(claim, call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/reject",
    audience=_WRITE,
    errors=_ERRORS,
    check=_check_rejection,
    summary="Reject an announced claim for its client",
)
def reject_claim(caller: Caller, claim_id: str, body: ClaimRejection, call: Call) -> ClaimView:
    rejected, asked = body.rejection(), body.asked or ""
    claim = moving.move(caller, claim_id, Move.REJECT, version=body.version, rejected=rejected, asked=asked)
    return claim_view(claim, call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/undo-rejection",
    audience=_WRITE,
    errors=_ERRORS,
    summary="Undo a rejection: the claim is announced again",
)
def undo_rejection(caller: Caller, claim_id: str, body: ClaimMove, call: Call) -> ClaimView:
    return claim_view(moving.move(caller, claim_id, Move.UNDO_REJECTION, version=body.version), call.language)


def _with_reason(caller: Caller, claim_id: str, move: Move, body: ClaimMoveWithReason, call: Call) -> ClaimView:
    claim: Claim = moving.move(caller, claim_id, move, version=body.version, reason=body.reason)
    return claim_view(claim, call.language)
