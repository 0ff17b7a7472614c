"""The page to confirm a client's phone by a code in an SMS."""

from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, Gone, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display
from chalicelib.features.clients import service
from chalicelib.features.clients.ages import is_confirmed
from chalicelib.features.clients.code_texts import render_code
from chalicelib.features.clients.codes import DIGITS, TRIES, Challenge
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.phone_schemas import CodeBody, PhoneBody
from chalicelib.features.clients.refusals import code_ended
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.messaging.model import MessageStatus
from chalicelib.messaging.reasons import in_words
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

phone_pages = console_pages(__name__)
_HTML = "text/html"
_WRITE = console("clients:write")
_CLIENT = "/console/clients/{client_id}"
_PHONE = f"{_CLIENT}/phone"
_PLACES = {"/phone": "phone", "/code": "code"}
_HIDDEN = "0" * DIGITS


class PhoneForm(Fields):
    """The phone as typed; empty: the client's own."""

    phone: str = ""


class CodeForm(Fields):
    """The code as typed."""

    code: str = ""


class PhoneShown(NamedTuple):
    """The state of a confirmation, in the reader's language."""

    number: str
    #: A code can be typed.
    waits: bool
    tries_left: int
    ends: str
    #: Seconds until another code can be sent; 0: now.
    seconds: int
    #: The sentence about the SMS that did not leave or arrive; empty if nothing of that is known.
    failure: str
    #: `queued`, `sent`, `delivered` or `failed`; empty without a code.
    status: str
    #: The text of the SMS, its code hidden, and its language.
    text: str
    text_language: Language


@phone_pages.operation("GET", _PHONE, audience=_WRITE, media_type=_HTML, summary="The page to confirm a phone")
def show_phone(caller: Caller, client_id: str, call: Call) -> Response:
    """Show the number and the text of the SMS, and ask for the code that was sent."""
    known = service.show_client(caller, client_id)
    service.demand_own(known)
    return _phone_page(call, caller, client_id)


@phone_pages.operation("POST", _PHONE, audience=_WRITE, status=303, media_type=_HTML, summary="Send a code to a phone")
def send(caller: Caller, client_id: str, form: PhoneForm, call: Call) -> Response:
    """Send a code, and lead to the page that asks for it."""
    service.show_client(caller, client_id)
    return _sent(call, caller, client_id, form.phone)


@phone_pages.operation(
    "POST", f"{_PHONE}/check", audience=_WRITE, status=303, media_type=_HTML, summary="Confirm a phone by the code"
)
def check(caller: Caller, client_id: str, form: CodeForm, call: Call) -> Response:
    """Confirm the phone, or show the form again with its errors."""
    service.show_client(caller, client_id)
    try:
        body = read_typed(CodeBody, {"code": "".join(form.code.replace("-", " ").split())})
        service.check_code(caller, client_id, body.code)
    except (Invalid, Conflict, Gone, QuotaExceeded) as error:
        # Sent twice, the form has done its work the first time.
        done = isinstance(error, Gone) and is_confirmed(service.show_client(caller, client_id).client)
        if not done:
            return _phone_page(call, caller, client_id, error=error, code=form.code)
    return see_other(_CLIENT.format(client_id=client_id), notice="phone_confirmed")


def send_first_code(call: Call, caller: Caller, client_id: str) -> Response:
    """Send a code to a client that was just added, and lead to the page that asks for it."""
    return _sent(call, caller, client_id, "")


def _sent(call: Call, caller: Caller, client_id: str, phone: str) -> Response:
    try:
        told = {"phone": phone if phone.strip() else None}
        body = read_typed(PhoneBody, told, check=lambda body: service.check_phone(caller, client_id, body.phone))
        service.send_code(caller, client_id, phone=body.phone)
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _phone_page(call, caller, client_id, error=error, phone=phone)
    return see_other(_PHONE.format(client_id=client_id), notice="code_sent")


def _phone_page(
    call: Call,
    caller: Caller,
    client_id: str,
    *,
    error: DomainError | None = None,
    phone: str = "",
    code: str = "",
) -> Response:
    client, challenge = service.show_confirmation(caller, client_id)
    account = accounts.load_account(caller.account_id)
    number = display(client.facts.phone) if client.facts.phone else ""
    view = _shown(account, client, challenge, call.language)
    return page(
        call,
        "client_phone.html",
        caller=caller,
        here=_PHONE.format(client_id=client_id),
        client=client,
        view=view,
        phone=phone or number,
        code=code,
        **_said(call, error, waits=view.waits),
    )


def _said(call: Call, error: DomainError | None, *, waits: bool) -> dict[str, Any]:
    """Return status, headers and messages of a page after an error. `waits`: the page has the field of a code."""
    if error is None:
        return {"wrong": {}, "troubles": []}
    status = int(kind_of(error)[0])
    headers: Headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    wrong: dict[str, str] = {}
    troubles = [text(call.language, error.message, **error.params)]
    if isinstance(error, Invalid):
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
    if not waits and "code" in wrong:  # the last try was a wrong one
        del wrong["code"]
        troubles = [text(call.language, code_ended().message)]
    return {"status": status, "headers": headers, "wrong": wrong, "troubles": troubles}


def _shown(account: Account, client: Client, challenge: Challenge | None, language: Language) -> PhoneShown:
    moment = now()
    said, _ = render_code(account, client, _HIDDEN)
    return PhoneShown(
        number=display(client.facts.phone) if client.facts.phone else "",
        waits=challenge is not None and challenge.is_live(moment),
        tries_left=TRIES - challenge.tries if challenge else TRIES,
        ends=f"{challenge.ends_at.astimezone(account.zone):%H:%M:%S}" if challenge else "",
        seconds=challenge.seconds_until_next(moment) if challenge else 0,
        failure=_failure(challenge, language) if challenge else "",
        status=challenge.status if challenge else "",
        text=said.replace(_HIDDEN, "•" * DIGITS),
        text_language=client.facts.language or account.language,
    )


def _failure(challenge: Challenge, language: Language) -> str:
    if challenge.failure is None or challenge.status is MessageStatus.DELIVERED:
        return ""
    reason = text(language, in_words(challenge.failure))
    if challenge.provider_id is None:
        return text(language, N_("The SMS was not sent: {reason}."), reason=reason)
    return text(language, N_("The SMS did not arrive: {reason}. Check the number, or send a new code."), reason=reason)
