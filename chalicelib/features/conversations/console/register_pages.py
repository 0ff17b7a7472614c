"""The page on which staff register the request of a client who called, wrote or came."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, Invalid, NotFound
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_, text
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.conversations.console.words import CHANNELS
from chalicelib.features.conversations.model import STAFF_CHANNELS
from chalicelib.features.conversations.schemas import TicketBody
from chalicelib.features.conversations.service import registering
from chalicelib.features.conversations.service.opening import NewTicket
from chalicelib.features.conversations.service.registering import Concern
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.things import ABOUT, named_by, things_of_client
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

register_pages = console_pages(__name__)
_WRITE = console("tickets:write")
_HERE = "/console/tickets/new"
_NO_CLIENT = N_("You see no client with this id.")
_PLACES = {"/topic": "topic", **ABOUT, "/channel": "channel", "/text": "text"}


class RegisterForm(Fields):
    """A request as it is typed. `once` names it, so that it is registered once."""

    once: str = ""
    client: Id = ""
    topic: str = ""
    about: Id = ""
    channel: str = "phone"
    text: str = ""


@register_pages.operation(
    "GET",
    _HERE,
    audience=_WRITE,
    errors=(NotFound,),
    media_type="text/html",
    summary="The form of a client's request by phone or letter",
)
def show_register_form(caller: Caller, query: RegisterForm, call: Call) -> Response:
    """Show the form, for a client if the address names one."""
    return _page(call, caller, query.model_copy(update={"once": new_ulid()}))


@register_pages.operation(
    "POST",
    _HERE,
    audience=_WRITE,
    status=303,
    errors=(NotFound,),
    media_type="text/html",
    summary="Register a client's request by phone or letter",
)
def register_request(caller: Caller, form: RegisterForm, call: Call) -> Response:
    """Register the request and lead to it, or show the form again as it was typed."""
    try:
        body = read_typed(TicketBody, _typed(form), check=lambda part: _check(caller, part))
        ticket = registering.register(caller, NewTicket(**body.model_dump()))
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, error)
    return see_other(f"/console/tickets/{ticket.id}", notice="request_registered")


def _typed(form: RegisterForm) -> dict[str, str]:
    named = {"id": form.once, "client_id": form.client, "channel": form.channel, **named_by(form.about)}
    return {"topic": form.topic, "text": form.text, **{name: each for name, each in named.items() if each.strip()}}


def _check(caller: Caller, body: TicketBody) -> None:
    concern = Concern(client_id=body.client_id, policy_id=body.policy_id, claim_id=body.claim_id)
    registering.check(caller, body.topic, concern)


def _page(call: Call, caller: Caller, form: RegisterForm, error: DomainError | None = None) -> Response:
    client, language = _client(caller, form.client), call.language
    wrong: dict[str, str] = {}
    troubles: list[str] = []
    if isinstance(error, Invalid):
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=language)
    elif error is not None:
        troubles = [text(language, error.message, **error.params)]
    return page(
        call,
        "ticket_new.html",
        caller=caller,
        status=int(kind_of(error)[0]) if error else 200,
        here=_HERE,
        form=form,
        client=client,
        topics=[(each.code, each.label(language)) for each in feedback_settings(caller.account_id).offered_topics],
        things=[*things_of_client(caller, client.id, language)] if client else [],
        channels=[(each, CHANNELS[each]) for each in STAFF_CHANNELS],
        wrong=wrong,
        troubles=troubles,
    )


def _client(caller: Caller, client_id: str) -> Client | None:
    client = clients.find_seen(caller, client_id) if client_id else None
    if client_id and client is None:
        raise NotFound(_NO_CLIENT)
    return client
