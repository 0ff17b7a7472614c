"""The page that closes the matter of a client who contested the agent."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.clients import service
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.rebinding_schemas import CloseContestBody
from chalicelib.features.clients.service.contesting import close_contest
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

contest_pages = console_pages(__name__)
_HTML, _MANAGE = "text/html", console("clients:manage")
_CLIENT = "/console/clients/{client_id}"
_CONTEST = f"{_CLIENT}/contest"


class CloseForm(Fields):
    """The reason for leaving a client with its agent."""

    reason: str = ""


@contest_pages.operation("GET", _CONTEST, audience=_MANAGE, media_type=_HTML, summary="Ask before a contest is closed")
def show_contest(caller: Caller, client_id: str, call: Call) -> Response:
    """Ask for the reason."""
    client = service.show_client(caller, client_id).client
    if client.contested_at is None or client.blocked is not None:
        return see_other(_CLIENT.format(client_id=client_id))
    return _page(call, caller, client, CloseForm())


@contest_pages.operation("POST", _CONTEST, audience=_MANAGE, status=303, media_type=_HTML, summary="Close a contest")
def close(caller: Caller, client_id: str, form: CloseForm, call: Call) -> Response:
    """Close the matter; a colleague may have done so already."""
    client = service.show_client(caller, client_id).client
    try:
        body = read_typed(CloseContestBody, {"reason": form.reason})
        close_contest(caller, client_id, reason=body.reason)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/reason": "reason"}, language=call.language)
        return _page(call, caller, client, form, status=422, wrong=wrong, troubles=troubles)
    except Conflict:
        return see_other(_CLIENT.format(client_id=client_id))
    return see_other(_CLIENT.format(client_id=client_id), notice="contest_closed")


def _page(call: Call, caller: Caller, client: Client, form: CloseForm, *, status: int = 200, **values: Any) -> Response:
    account = accounts.load_account(caller.account_id)
    at = client.contested_at
    return page(
        call,
        "client_contest.html",
        caller=caller,
        status=status,
        here=_CONTEST.format(client_id=client.id),
        client=client,
        contested_on=localized.day(call.language, at.astimezone(account.zone)) if at else "",
        reason=form.reason,
        **{"wrong": {}, "troubles": [], **values},
    )
