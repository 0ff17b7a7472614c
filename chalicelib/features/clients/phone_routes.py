"""HTTP of confirming a client's phone by a code in an SMS."""

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Gone, NotFound, QuotaExceeded
from chalicelib.features.clients import service
from chalicelib.features.clients.codes import PAUSE, TRIES, Challenge
from chalicelib.features.clients.phone_schemas import CodeBody, CodeSentView, CodeView, PhoneBody, PhoneStateView
from chalicelib.features.clients.schemas import ClientView
from chalicelib.features.clients.views import client_view, phone_view
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.messaging.reasons import in_words, known
from chalicelib.tenancy import service as accounts

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_WRITE = staff("clients:write")
_PHONE = "/v1/clients/{client_id}/phone"


def _check_phone(caller: Caller, client_id: str, body: PhoneBody) -> None:
    service.check_phone(caller, client_id, body.phone)


@routes.operation(
    "GET",
    _PHONE,
    audience=staff("clients:read"),
    errors=(NotFound,),
    summary="Show whether a client's phone is confirmed, and whether its code arrived",
)
def show_phone(caller: Caller, client_id: str) -> PhoneStateView:
    shown, challenge = service.show_confirmation(caller, client_id)
    return PhoneStateView(phone=phone_view(caller, shown), code=_code_view(challenge) if challenge else None)


@routes.operation(
    "POST",
    _PHONE,
    audience=_WRITE,
    status=202,
    errors=(NotFound, Conflict, QuotaExceeded),
    check=_check_phone,
    summary="Send a code to a client's phone",
)
def send_code(caller: Caller, client_id: str, body: PhoneBody) -> CodeSentView:
    sent = service.send_code(caller, client_id, phone=body.phone)
    return CodeSentView(to=sent.to, ends_at=sent.challenge.ends_at, resend_after=int(PAUSE.total_seconds()))


@routes.operation(
    "POST",
    f"{_PHONE}/check",
    audience=_WRITE,
    errors=(NotFound, Conflict, Gone, QuotaExceeded),
    summary="Confirm a client's phone by the code",
)
def check_code(caller: Caller, client_id: str, body: CodeBody) -> ClientView:
    known = service.check_code(caller, client_id, body.code)
    return client_view(caller, known, warnings=service.warnings_of(accounts.load_account(caller.account_id), known))


def _code_view(challenge: Challenge) -> CodeView:
    return CodeView(
        sent_at=challenge.sent_at,
        ends_at=challenge.ends_at,
        tries_left=TRIES - challenge.tries,
        resend_after=challenge.seconds_until_next(now()),
        status=challenge.status,
        delivered_at=challenge.delivered_at,
        reason=in_words(challenge.failure) if challenge.failure else None,
        reason_code=known(challenge.failure),
    )
