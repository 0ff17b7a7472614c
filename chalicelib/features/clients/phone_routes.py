"""HTTP of confirming a client's phone by a code in an SMS."""

from chalicelib.base.errors import Conflict, Gone, NotFound, QuotaExceeded
from chalicelib.features.clients import service
from chalicelib.features.clients.codes import PAUSE
from chalicelib.features.clients.phone_schemas import CodeBody, CodeSentView, PhoneBody
from chalicelib.features.clients.schemas import ClientView
from chalicelib.features.clients.views import client_view
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_WRITE = staff("clients:write")
_PHONE = "/v1/clients/{client_id}/phone"


def _check_phone(caller: Caller, client_id: str, body: PhoneBody) -> None:
    service.check_phone(caller, client_id, body.phone)


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
