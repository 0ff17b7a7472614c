"""The page of a client: its facts, its document's number with a reason, and the tabs that features bring."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Invalid
from chalicelib.base.feature import Feature, PageTab
from chalicelib.base.installed import client_actions, client_tabs
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.moves import change_said
from chalicelib.features.clients.console.summary import client_head
from chalicelib.features.clients.console.values import changed_facts
from chalicelib.features.clients.console.words import CHANGES, WARNINGS
from chalicelib.features.clients.documents import display, find_kind
from chalicelib.features.clients.model import Client, Known
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import label_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

client_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _REVEAL = console("clients:read"), console("clients:reveal")
_CLIENT = "/console/clients/{client_id}"
#: Changes that the history's tab shows.
_CHANGES = 50


class ClientPage(NamedTuple):
    """The content of a tab. `position` is the beginning of the page of its list, None at the start."""

    caller: Caller
    known: Known
    language: Language
    position: str | None = None


class TabQuery(Fields):
    """The tab to show, and the page of its list."""

    tab: str = ""
    cursor: str = ""


class ReasonForm(Fields):
    """The reason for reading a document's number."""

    reason: str = ""


class TabShown(NamedTuple):
    """A tab as the page links to it."""

    label: str
    query: str
    current: bool
    number: int | None


@client_pages.operation("GET", _CLIENT, audience=_READ, media_type=_HTML, summary="A client")
def show_client(caller: Caller, client_id: str, query: TabQuery, call: Call) -> Response:
    """Show a client: its facts, and one of its tabs."""
    known = service.show_client(caller, client_id)
    account = accounts.load_account(caller.account_id)
    tabs = _tabs(caller, known)
    feature, current = next((pair for pair in tabs if pair[1].code == query.tab), tabs[0])
    return page(
        call,
        "client.html",
        caller=caller,
        head=client_head(caller, known, account=account, language=call.language),
        warnings=_warnings(account, known, call.language),
        actions=_actions(caller, known),
        tabs=_shown(known.client, tabs, current, call.language),
        tab=current,
        **feature.load(current.values)(ClientPage(caller, known, call.language, position_of(query.cursor or None))),
    )


def _tabs(caller: Caller, known: Known) -> list[tuple[Feature, PageTab]]:
    """Return the tabs that the caller may see of this client, each with its feature."""
    return [
        (feature, tab)
        for feature, tab in client_tabs()
        if (not tab.scope or may(caller, tab.scope)) and (not tab.offered or feature.load(tab.offered)(known))
    ]


def _actions(caller: Caller, known: Known) -> list[dict[str, str]]:
    """Return the buttons that features bring; none for a blocked client."""
    if known.client.blocked is not None:
        return []
    return [
        {"label": action.label, "path": f"{action.path}{known.client.id}"}
        for feature, action in client_actions()
        if may(caller, action.scope) and (not action.offered or feature.load(action.offered)(known))
    ]


@client_pages.operation(
    "GET", f"{_CLIENT}/document", audience=_REVEAL, media_type=_HTML, summary="Ask for the reason to read a document"
)
def ask_reason(caller: Caller, client_id: str, call: Call) -> Response:
    """Ask why the number is needed."""
    return _document_page(call, caller, service.show_client(caller, client_id).client)


@client_pages.operation(
    "POST", f"{_CLIENT}/document", audience=_REVEAL, media_type=_HTML, summary="Read a document's full number"
)
def reveal(caller: Caller, client_id: str, form: ReasonForm, call: Call) -> Response:
    """Show the full number, and keep who read it and why."""
    client = service.show_client(caller, client_id).client
    try:
        document = service.reveal_document(caller, client_id, reason=form.reason)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/reason": "reason"}, language=call.language)
        return _document_page(call, caller, client, status=422, reason=form.reason, wrong=wrong, troubles=troubles)
    return _document_page(call, caller, client, number=display(document), reason=form.reason)


def history_tab(shown_page: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's history."""
    caller, language = shown_page.caller, shown_page.language
    account = accounts.load_account(caller.account_id)
    changes, more = service.list_history(
        caller, shown_page.known.client.id, limit=_CHANGES, position=shown_page.position
    )
    names = directory.name_users(caller.account_id, {each.actor for each in changes})
    lines = [
        {
            "what": text(language, CHANGES.get(each.type, CHANGES["updated"])),
            "who": names.get(each.actor) or text(language, label_of(each.actor)),
            "when": localized.moment(language, each.at, account.zone),
            "iso": each.at.isoformat(),
            "said": change_said(caller, each, language),
            "fields": [values for _, *values in changed_facts(caller, each, language)],
        }
        for each in changes
    ]
    return {"lines": lines, "older": cursor(more) if more else "", "reveals": _reveals(shown_page)}


def _warnings(account: Account, known: Known, language: Language) -> list[str]:
    """Return sentences about things that somebody should look at."""
    since = known.bound_since
    day = localized.day(language, since.astimezone(account.zone)) if since else ""
    return [text(language, WARNINGS[each], day=day) for each in service.warnings_of(account, known)]


def _reveals(shown_page: ClientPage) -> list[dict[str, Any]]:
    caller, account = shown_page.caller, accounts.load_account(shown_page.caller.account_id)
    found = service.list_reveals(caller, shown_page.known.client.id)
    names = directory.name_users(caller.account_id, {each.actor for each in found})
    return [
        {
            "who": names.get(each.actor) or text(shown_page.language, label_of(each.actor)),
            "when": localized.moment(shown_page.language, each.at, account.zone),
            "iso": each.at.isoformat(),
            "reason": each.reason,
            "is_export": each.what == "export",
        }
        for each in found
    ]


def _shown(
    client: Client, tabs: Sequence[tuple[Feature, PageTab]], current: PageTab, language: Language
) -> list[TabShown]:
    return [
        TabShown(
            label=text(language, tab.label),
            query="" if tab == tabs[0][1] else f"?tab={tab.code}",
            current=tab == current,
            number=feature.load(tab.counter)(client) if tab.counter else None,
        )
        for feature, tab in tabs
    ]


def _document_page(
    call: Call, caller: Caller, client: Client, *, status: int = 200, number: str = "", **values: Any
) -> Response:
    document = client.facts.document
    kind = find_kind(document.kind) if document else None
    label = text(call.language, kind.label if kind else N_("Document"))
    return page(
        call,
        "client_document.html",
        caller=caller,
        status=status,
        here=f"{_CLIENT.format(client_id=client.id)}/document",
        client=client,
        label=label,
        number=number,
        **{"wrong": {}, "troubles": [], "reason": "", **values},
    )
