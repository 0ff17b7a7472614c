"""The page that moves all clients of an agent to another one, and shows the progress."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.base_moves import BaseMove
from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.clients.console.rebinding_pages import BaseOption
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.clients.rebinding_schemas import MoveBaseBody
from chalicelib.features.clients.service.base_moving import (
    check_base_move,
    count_base,
    find_base_move,
    move_base,
)
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.agents import list_agents
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

base_move_pages = console_pages(__name__)
_HTML, _MANAGE = "text/html", console("clients:manage")
_MOVE = "/console/clients/rebind"
_PLACES = {"/agent_id": "to", "/reason": "reason"}
_NO_BASE = N_("Choose to whom the clients move.")


class BaseQuery(Fields):
    """The base whose clients move."""

    base: Id = ""


class MoveForm(Fields):
    """The base whose clients move, the one that gets them, and the reason."""

    base: Id = ""
    to: Id = ""
    reason: str = ""


@base_move_pages.operation("GET", _MOVE, audience=_MANAGE, media_type=_HTML, summary="Choose who gets a base")
def show_move(caller: Caller, query: BaseQuery, call: Call) -> Response:
    """Show the number of clients, the agents to choose from, and the progress of a move."""
    return _page(call, caller, MoveForm(base=query.base))


@base_move_pages.operation("POST", _MOVE, audience=_MANAGE, status=303, media_type=_HTML, summary="Move a base")
def begin_move(caller: Caller, form: MoveForm, call: Call) -> Response:
    """Begin the move, or show the form as it was typed with errors."""
    try:
        told = {"former_agent_id": form.base, "agent_id": None if form.to == HOUSE else form.to, "reason": form.reason}
        body = read_typed(MoveBaseBody, told, check=lambda body: _check(caller, body))
        move_base(caller, former=body.former_agent_id, agent_id=body.agent_id, reason=body.reason)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        if not form.to:
            wrong = {**wrong, "to": text(call.language, _NO_BASE)}
        return _page(call, caller, form, status=422, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said = [text(call.language, error.message, **error.params)]
        return _page(call, caller, form, status=int(kind_of(error)[0]), troubles=said)
    return see_other(f"{_MOVE}?base={form.base}")


def _check(caller: Caller, body: MoveBaseBody) -> None:
    check_base_move(caller, former=body.former_agent_id, agent_id=body.agent_id)


def _page(call: Call, caller: Caller, form: MoveForm, *, status: int = 200, **values: Any) -> Response:
    names = name_bases(caller, [form.base], call.language)
    last = find_base_move(caller, form.base) if form.base else None
    return page(
        call,
        "clients_rebind.html",
        caller=caller,
        status=status,
        here=f"{_MOVE}?base={form.base}",
        form=form,
        name=names.get(form.base, ""),
        clients=count_base(caller.account_id, form.base) if form.base else 0,
        options=_options(caller, form, call.language),
        progress=_progress(caller, last, call.language) if last else "",
        is_under_way=last is not None and last.finished_at is None,
        **{"wrong": {}, "troubles": [], **values},
    )


def _progress(caller: Caller, last: BaseMove, language: Language) -> str:
    names = name_bases(caller, [last.present], language)
    zone = accounts.load_account(caller.account_id).zone
    said = (
        N_("Under way to {name} since {time}: {moved} of {clients} clients are moved, {kept} stay.")
        if last.finished_at is None
        else N_(
            "Moved to {name}, {time}: {moved} of {clients} clients; {kept} stay, since the new base has them already."
        )
    )
    return text(
        language,
        said,
        name=names.get(last.present, ""),
        time=localized.moment(language, last.finished_at or last.at, zone),
        moved=last.moved,
        clients=last.clients,
        kept=last.kept,
    )


def _options(caller: Caller, form: MoveForm, language: Language) -> list[BaseOption]:
    agents = [(each.id, each.shown_name) for each in list_agents(caller.account_id)]
    found = [*agents, (HOUSE, text(language, N_("The organisation's own")))]
    return [BaseOption(base, name, base == form.to) for base, name in found if base != form.base]
