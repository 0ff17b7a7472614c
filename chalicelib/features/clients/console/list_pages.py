"""Pages of the list of clients, and of deleting some of them."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, plural, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.bases import base_choices, name_bases
from chalicelib.features.clients.console.listing import PAGE, list_view
from chalicelib.features.clients.console.values import name_and_birth
from chalicelib.features.clients.console.words import KEPT
from chalicelib.features.clients.model import Counted, Known
from chalicelib.features.clients.service.deleting import Deleted
from chalicelib.features.clients.service.listing import Order, Page, Wanted
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import position_of
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts

list_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console("clients:read"), console("clients:write")
_LIST = "/console/clients"
#: Letters of a search.
_LONGEST = 100
_AT_ONCE = 100


class ListQuery(Fields):
    """The filter of the list."""

    q: str = ""
    phone: str = ""
    order: str = ""
    base: Id = ""
    cursor: str = ""
    #: `request`: a client is chosen for a new request.
    choose: str = ""

    def wanted(self) -> Wanted:
        """Return the filter."""
        order: Order = "recent" if self.order == "recent" else "name"
        return Wanted(
            q=self.q.strip()[:_LONGEST],
            phone=self.phone.strip()[:_LONGEST],
            order=order,
            base=self.base.strip() or None,
        )


class DeleteForm(Fields):
    """Ticked clients; `sure`: the question was answered."""

    ids: tuple[Id, ...] = ()
    sure: str = ""


@list_pages.operation("GET", _LIST, audience=_READ, media_type=_HTML, summary="The list of clients")
def show_list(caller: Caller, query: ListQuery, call: Call) -> Response:
    """List or search clients."""
    wanted, position = query.wanted(), None
    try:
        position = position_of(query.cursor or None)
        listed = service.list_clients(caller, wanted, limit=PAGE, position=position)
    except Invalid as refused:
        return _list_page(caller, call, query, Page((), None), refused=refused)
    return _list_page(caller, call, query, listed, position=position)


@list_pages.operation(
    "POST", f"{_LIST}/delete", audience=_WRITE, status=303, media_type=_HTML, summary="Delete ticked clients"
)
def delete(caller: Caller, form: DeleteForm, call: Call) -> Response:
    """Ask whether to delete the ticked clients; then delete them."""
    ids = list(dict.fromkeys(form.ids))[:_AT_ONCE]
    if not ids:
        return see_other(_LIST, notice="none_ticked")
    found = service.read_clients(caller, ids)
    if not found:  # by the same form before, or by somebody else
        return see_other(_LIST, notice="clients_gone")
    if not form.sure:
        asked = [(each.client.id, name_and_birth(each.client, call.language)) for each in found]
        return page(call, "clients_delete.html", caller=caller, here=_LIST, clients=asked)
    result = service.delete_clients(caller, ids)
    if not result.kept:
        return see_other(_LIST, notice="clients_deleted")
    return page(call, "clients_kept.html", caller=caller, here=_LIST, **_outcome(call, result, found))


def _list_page(
    caller: Caller,
    call: Call,
    query: ListQuery,
    listed: Page[Known],
    *,
    position: str | None = None,
    refused: Invalid | None = None,
) -> Response:
    account, wanted = accounts.load_account(caller.account_id), query.wanted()
    wrong, troubles = (
        problems_at_fields(refused, places={"?q": "q", "?phone": "phone"}, language=call.language)
        if refused
        else ({}, [])
    )
    view = list_view(
        caller,
        listed,
        wanted=wanted,
        position=position,
        is_choice=query.choose == "request" and may(caller, "requests:write"),
        counted=Counted() if wanted.q or wanted.phone else service.count_clients(caller, base=wanted.base),
        agents=name_bases(caller, {each.client.base for each in listed.items}, call.language),
        language=call.language,
        zone=account.zone,
    )
    status = int(kind_of(refused)[0]) if refused else 200
    bases = base_choices(caller, wanted.base or "", call.language)
    return page(
        call, "clients.html", caller=caller, status=status, view=view, bases=bases, wrong=wrong, troubles=troubles
    )


def _outcome(call: Call, result: Deleted, found: list[Known]) -> dict[str, Any]:
    names = {each.client.id: name_and_birth(each.client, call.language) for each in found}
    kept = [
        (names.get(each, text(call.language, N_("Client"))), text(call.language, KEPT[reason]))
        for each, reason in result.kept
    ]
    said = plural(call.language, "{count} client was deleted.", "{count} clients were deleted.", len(result.deleted))
    return {"deleted": said, "kept": kept}
