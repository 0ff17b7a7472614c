"""The page that moves a client to another agent."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, Invalid, Unavailable
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.clients.console.values import name_and_birth
from chalicelib.features.clients.model import HOUSE, Client, Known, Standing
from chalicelib.features.clients.rebinding_schemas import RebindBody
from chalicelib.features.clients.service.rebinding import check_agent, rebind_client
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.agents import list_agents
from chalicelib.identity.model import Caller

rebinding_pages = console_pages(__name__)
_HTML, _MANAGE = "text/html", console("clients:manage")
_CLIENT = "/console/clients/{client_id}"
_REBIND = f"{_CLIENT}/rebind"
_PLACES = {"/agent_id": "base", "/reason": "reason"}
_NO_BASE = N_("Choose to whom the client moves.")


class RebindForm(Fields):
    """The base, an agent's id or `house`, the reason, and the tick that merges."""

    base: Id = ""
    reason: str = ""
    merge: str = ""


class BaseOption(NamedTuple):
    """A base that a client can move to."""

    id: str
    name: str
    chosen: bool


@rebinding_pages.operation("GET", _REBIND, audience=_MANAGE, media_type=_HTML, summary="Choose another agent")
def show_rebind(caller: Caller, client_id: str, call: Call) -> Response:
    """Show the agents to choose from, and the consequences of a move."""
    known = service.show_client(caller, client_id)
    if known.client.blocked is not None:
        return see_other(_CLIENT.format(client_id=client_id))
    return _page(call, caller, known, RebindForm())


@rebinding_pages.operation(
    "POST", _REBIND, audience=_MANAGE, status=303, media_type=_HTML, summary="Move a client to another agent"
)
def rebind(caller: Caller, client_id: str, form: RebindForm, call: Call) -> Response:
    """Move the client, or show the form as it was typed with errors."""
    try:
        body = read_typed(RebindBody, _told(form), check=lambda body: check_agent(caller, body.agent_id))
        known = rebind_client(caller, client_id, agent_id=body.agent_id, reason=body.reason, merge=body.merge)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        if not form.base:
            wrong = {"base": text(call.language, _NO_BASE), **wrong}
        known = service.show_client(caller, client_id)
        return _page(call, caller, known, form, status=422, wrong=wrong, troubles=troubles)
    except (Conflict, Unavailable) as error:
        return _refused(call, caller, client_id, form, error)
    return see_other(_CLIENT.format(client_id=known.client.id), notice="client_rebound")


def _told(form: RebindForm) -> Mapping[str, Any]:
    agent = {"agent_id": None if form.base == HOUSE else form.base}
    return {**agent, "reason": form.reason, "merge": bool(form.merge)}


def _refused(call: Call, caller: Caller, client_id: str, form: RebindForm, error: DomainError) -> Response:
    """Show why the client did not move; a card of the same person in that base can be merged."""
    known = service.show_client(caller, client_id)
    extra = error.extra or {}
    other = service.show_client(caller, extra["client_id"]).client if extra.get("reason") == "client-exists" else None
    said = [text(call.language, error.message, **error.params)]
    return _page(call, caller, known, form, status=int(kind_of(error)[0]), troubles=said, other=other)


def _page(
    call: Call,
    caller: Caller,
    known: Known,
    form: RebindForm,
    *,
    status: int = 200,
    other: Client | None = None,
    **values: Any,
) -> Response:
    client = known.client
    names = name_bases(caller, [client.base], call.language)
    return page(
        call,
        "client_rebind.html",
        caller=caller,
        status=status,
        here=_REBIND.format(client_id=client.id),
        client=client,
        present=names.get(client.base, ""),
        is_bound=known.standing is Standing.BOUND,
        options=_options(caller, client, form.base, call.language),
        form=form,
        other=other,
        other_name=name_and_birth(other, call.language) if other else "",
        **{"wrong": {}, "troubles": [], **values},
    )


def _options(caller: Caller, client: Client, chosen: str, language: Language) -> list[BaseOption]:
    """Return the agents with access by name, and the house; not the base where the client is."""
    agents = [(each.id, each.shown_name) for each in list_agents(caller.account_id)]
    found = [*agents, (HOUSE, text(language, N_("The organisation's own")))]
    return [BaseOption(base, name, base == chosen) for base, name in found if base != client.base]
