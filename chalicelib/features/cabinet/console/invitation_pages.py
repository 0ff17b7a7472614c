"""The tab of a client's way into the client area, and the page that sends an invitation."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import Language, text
from chalicelib.base.phones import display
from chalicelib.features.cabinet.joining.model import DeskTask, Invitation
from chalicelib.features.cabinet.joining.service import inviting
from chalicelib.features.cabinet.joining.views import invitation_view
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.model import Client, ClientKind, Known, Standing
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import label_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

invitation_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("clients:write")
_PATH = "/console/invitations/{client_id}"
_CLIENT = "/console/clients/{client_id}?tab=cabinet"


class InvitationForm(Fields):
    """The tick that the document was seen."""

    document_seen: str = ""


def cabinet_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's cabinet: whether there is one, invitations, and tasks for staff."""
    account, language = accounts.load_account(shown.caller.account_id), shown.language
    found = inviting.show(shown.caller, shown.known.client.id)
    names = directory.name_users(account.id, {each.actor for each in found.invitations})
    return {
        "has_cabinet": found.has_cabinet,
        "other_contacts": ", ".join(found.other_contacts),
        "invitations": [_invitation(each, account, language, names) for each in found.invitations],
        "tasks": [_task(each, account, language) for each in found.tasks],
    }


def can_invite(known: Known) -> bool:
    """Return True if a client may be invited by staff: a person with a phone, not bound to another agent."""
    client = known.client
    is_person = client.facts.kind is ClientKind.PERSON and client.facts.phone is not None
    return is_person and client.blocked is None and known.standing is not Standing.BOUND_ELSEWHERE


@invitation_pages.operation(
    "GET", _PATH, audience=_WRITE, media_type=_HTML, summary="Ask before a client is invited to the client area"
)
def show_invitation(caller: Caller, client_id: str, call: Call) -> Response:
    """Show the addresses of the link and of the code, and ask whether the document was seen."""
    client = clients.show_client(caller, client_id).client
    return _page(call, caller, client, trouble=_hindrance(client, call.language))


@invitation_pages.operation(
    "POST", _PATH, audience=_WRITE, status=303, media_type=_HTML, summary="Invite a client to the client area"
)
def send_invitation(caller: Caller, client_id: str, form: InvitationForm, call: Call) -> Response:
    """Send the link, or show the page with the reason against it."""
    client = clients.show_client(caller, client_id).client
    try:
        inviting.invite(caller, client_id, document_seen=bool(form.document_seen))
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/document_seen": "document_seen"}, language=call.language)
        return _page(call, caller, client, status=422, wrong=wrong, troubles=troubles)
    except Conflict as error:
        trouble = text(call.language, error.message, **error.params)
        return _page(call, caller, client, status=409, trouble=trouble)
    return see_other(_CLIENT.format(client_id=client_id), notice="client_invited")


def _page(call: Call, caller: Caller, client: Client, *, status: int = 200, **values: Any) -> Response:
    return page(
        call,
        "client_invitation.html",
        caller=caller,
        status=status,
        here=_PATH.format(client_id=client.id),
        client=client,
        to=client.facts.email or display(client.facts.phone or ""),
        phone=display(client.facts.phone) if client.facts.phone else "",
        **{"wrong": {}, "troubles": [], "trouble": "", **values},
    )


def _hindrance(client: Client, language: Language) -> str:
    try:
        inviting.demand_invitable(client)
    except Conflict as error:
        return text(language, error.message, **error.params)
    return ""


def _invitation(each: Invitation, account: Account, language: Language, names: dict[str, str]) -> dict[str, Any]:
    return {
        "to": invitation_view(each).to,
        "made": localized.moment(language, each.made_at, account.zone),
        "ends": localized.moment(language, each.ends_at, account.zone),
        "used": localized.moment(language, each.used_at, account.zone) if each.used_at else "",
        "who": names.get(each.actor) or text(language, label_of(each.actor)),
        "automatic": each.registration == "automatic",
    }


def _task(each: DeskTask, account: Account, language: Language) -> dict[str, Any]:
    return {
        "at": localized.moment(language, each.at, account.zone),
        "policy_id": each.policy_id,
        "phone": display(each.phone),
        "email": each.email,
    }
