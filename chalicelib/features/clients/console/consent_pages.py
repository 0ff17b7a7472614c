"""The tab of a client's consents, and the pages that it leads to: record one, withdraw one."""

from datetime import datetime, time
from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.console.words import CHANNELS, PURPOSES
from chalicelib.features.clients.personal import Consent
from chalicelib.features.clients.personal_schemas import ConsentBody
from chalicelib.features.clients.service.consenting import erasure_is_due_by, present_texts
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import label_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

consent_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("clients:write")
_CLIENT = "/console/clients/{client_id}"
_NEW = f"{_CLIENT}/consents"
_WITHDRAW = f"{_NEW}/{{consent_id}}/withdraw"
_PLACES = {"/purpose": "purpose", "/language": "purpose", "/channel": "channel", "/given_at": "given_at"}


class ConsentForm(Fields):
    """A consent as it is typed."""

    purpose: str = ""
    channel: str = ""
    given_at: str = ""


class WithdrawalForm(Fields):
    """The reason for a withdrawal."""

    reason: str = ""


def consents_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's consents."""
    caller, client, language = shown.caller, shown.known.client, shown.language
    account = accounts.load_account(caller.account_id)
    found = service.list_consents(caller, client.id)
    names = directory.name_users(account.id, {each.actor for each in found.items})
    due = erasure_is_due_by(found.items)
    return {
        "consents": [_shown(each, account, language, names) for each in found.items],
        "texts": found.texts,
        "can_record": may(caller, "clients:write") and client.blocked is None,
        "can_withdraw": may(caller, "clients:write"),
        "erase_by": localized.day(language, due.astimezone(account.zone)) if due and client.blocked is None else "",
    }


@consent_pages.operation("GET", _NEW, audience=_WRITE, media_type=_HTML, summary="The form of a new consent")
def show_new(caller: Caller, client_id: str, call: Call) -> Response:
    """Show the texts that the client can consent to."""
    account = accounts.load_account(caller.account_id)
    purposes = [each.value for each in present_texts(account, service.show_client(caller, client_id).client)]
    return _form(call, caller, client_id, ConsentForm(purpose=purposes[0] if len(purposes) == 1 else ""))


@consent_pages.operation("POST", _NEW, audience=_WRITE, status=303, media_type=_HTML, summary="Record a consent")
def record(caller: Caller, client_id: str, form: ConsentForm, call: Call) -> Response:
    """Record a consent, or show the form as it was typed with errors."""
    account = accounts.load_account(caller.account_id)
    client = service.show_client(caller, client_id).client
    try:
        told, lacking = _told(form, account)
        text_of = {purpose.value: each.language for purpose, each in present_texts(account, client).items()}
        told["language"] = text_of.get(form.purpose)
        body = read_typed(
            ConsentBody, told, lacking=lacking, check=lambda body: service.check_consent(caller, client_id, body.new())
        )
        service.record_consent(caller, client_id, body.new())
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        return _form(call, caller, client_id, form, status=422, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said = [text(call.language, error.message, **error.params)]
        return _form(call, caller, client_id, form, status=int(kind_of(error)[0]), troubles=said)
    return see_other(f"{_CLIENT.format(client_id=client_id)}?tab=consents", notice="consent_recorded")


@consent_pages.operation("GET", _WITHDRAW, audience=_WRITE, media_type=_HTML, summary="Ask before a withdrawal")
def confirm_withdrawal(caller: Caller, client_id: str, consent_id: str, call: Call) -> Response:
    """Ask for confirmation and a reason."""
    client = service.show_client(caller, client_id).client
    found = next((each for each in service.list_consents(caller, client_id).items if each.id == consent_id), None)
    if found is None or not found.is_given:
        return see_other(f"{_CLIENT.format(client_id=client_id)}?tab=consents")
    return page(
        call,
        "client_consent_withdraw.html",
        caller=caller,
        client=client,
        purpose=text(call.language, PURPOSES[found.purpose]),
        processing=found.purpose == "personal_data",
    )


@consent_pages.operation("POST", _WITHDRAW, audience=_WRITE, status=303, media_type=_HTML, summary="Withdraw a consent")
def withdraw(caller: Caller, client_id: str, consent_id: str, form: WithdrawalForm) -> Response:
    """Withdraw a consent; somebody may have done so already."""
    service.withdraw_consent(caller, client_id, consent_id, reason=form.reason[:500])
    return see_other(f"{_CLIENT.format(client_id=client_id)}?tab=consents", notice="consent_withdrawn")


def _told(form: ConsentForm, account: Account) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the body that a form says, and errors of fields that only the form has."""
    told: dict[str, Any] = {"purpose": form.purpose, "channel": form.channel}
    lacking = [] if form.purpose else [FieldError("/purpose", N_("Choose the purpose of the consent."))]
    if not form.given_at.strip():
        return told, lacking
    try:
        day = read_date(form.given_at)
    except ValueError as error:
        return told, [*lacking, FieldError("/given_at", str(error))]
    # The last moment of the day, or now: nobody notes on paper at what hour a person signed.
    ends = datetime.combine(day, time(23, 59, 59), account.zone)
    is_today = day == now().astimezone(account.zone).date()
    told["given_at"] = (now() if is_today else ends).isoformat()
    return told, lacking


def _shown(consent: Consent, account: Account, language: Language, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": consent.id,
        "purpose": text(language, PURPOSES[consent.purpose]),
        "channel": text(language, CHANNELS[consent.channel]),
        "given": localized.moment(language, consent.given_at, account.zone),
        "who": names.get(consent.actor) or text(language, label_of(consent.actor)),
        "version": consent.version,
        "sha256": consent.sha256,
        "withdrawn": localized.moment(language, consent.withdrawn_at, account.zone) if consent.withdrawn_at else "",
        "reason": consent.withdrawal_reason or "",
    }


def _form(
    call: Call, caller: Caller, client_id: str, form: ConsentForm, *, status: int = 200, **wrong: Any
) -> Response:
    account = accounts.load_account(caller.account_id)
    client = service.show_client(caller, client_id).client
    return page(
        call,
        "client_consent_form.html",
        caller=caller,
        status=status,
        here=_NEW.format(client_id=client.id),
        client=client,
        form=form,
        purposes=[
            (purpose.value, text(call.language, PURPOSES[purpose]), found)
            for purpose, found in present_texts(account, client).items()
        ],
        channels=[(code, text(call.language, label)) for code, label in CHANNELS.items()],
        **{"wrong": {}, "troubles": [], **wrong},
    )
