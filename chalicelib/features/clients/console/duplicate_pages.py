"""Pages of clients that may be the same person: the tab, merging with a choice for each field, telling apart."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalice.app import Response
from pydantic import ConfigDict

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, DomainError, Invalid, Unavailable
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display
from chalicelib.features.clients import service
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.console.values import name_and_birth
from chalicelib.features.clients.console.words import FACTS
from chalicelib.features.clients.documents import find_kind, masked
from chalicelib.features.clients.model import Client, Facts
from chalicelib.features.clients.service.duplicates import list_duplicates, tell_apart
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

duplicate_pages = console_pages(__name__)
_HTML = "text/html"
_WRITE, _MANAGE = console("clients:write"), console("clients:manage")
_CLIENT = "/console/clients/{client_id}"
_MERGE, _APART = f"{_CLIENT}/merge", f"{_CLIENT}/not-same"
#: Names of the form's choices begin so.
_KEEP = "keep-"
_BY = {"doc": N_("the same document"), "nd": N_("the same name and birth date"), "tel": N_("the same phone")}


class OtherQuery(Fields):
    """The other client."""

    other: Id = ""


class ApartForm(Fields):
    """The other client, and the reason for telling it apart."""

    other: Id = ""
    reason: str = ""


class MergeForm(TypedFields):
    """The other client, the version of the one that stays, and the chosen client for each field."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    other: Id = ""
    version: str = ""

    def keep(self) -> dict[str, str]:
        """Return the chosen client by field."""
        typed = self.model_extra or {}
        return {name.removeprefix(_KEEP): str(value) for name, value in typed.items() if name.startswith(_KEEP)}


class Choice(NamedTuple):
    """A field in which two clients differ: its values, and whether the other's is chosen."""

    name: str
    label: str
    own: str
    others: str
    takes_other: bool


def duplicates_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of clients that may be the same person."""
    client = shown.known.client
    found = [
        {
            "id": each.known.client.id,
            "name": name_and_birth(each.known.client, shown.language),
            "by": localized.listed([text(shown.language, _BY[kind]) for kind in each.by]),
            "is_namesake": "nd" in each.by,
            "is_mergeable": each.known.client.base == client.base and each.known.client.bound_at is None,
        }
        for each in list_duplicates(shown.caller, client.id)
    ]
    return {"duplicates": found}


@duplicate_pages.operation("GET", _MERGE, audience=_WRITE, media_type=_HTML, summary="Choose what stays of two clients")
def show_merge(caller: Caller, client_id: str, query: OtherQuery, call: Call) -> Response:
    """Show both clients side by side."""
    return _merge_page(call, caller, client_id, query.other, {})


@duplicate_pages.operation("POST", _MERGE, audience=_WRITE, status=303, media_type=_HTML, summary="Merge two clients")
def merge(caller: Caller, client_id: str, form: MergeForm, call: Call) -> Response:
    """Merge the other client into this one."""
    version = int(form.version) if form.version.isascii() and form.version.isdigit() else 0
    try:
        merge_clients(caller, client_id, merged=[form.other], keep=form.keep(), version=version)
    except (Invalid, Conflict, Unavailable) as error:
        return _merge_page(call, caller, client_id, form.other, form.keep(), error=error)
    return see_other(_CLIENT.format(client_id=client_id), notice="clients_merged")


@duplicate_pages.operation("GET", _APART, audience=_MANAGE, media_type=_HTML, summary="Ask why two clients differ")
def ask_apart(caller: Caller, client_id: str, query: OtherQuery, call: Call) -> Response:
    """Ask for the reason."""
    return _apart_page(call, caller, client_id, query.other)


@duplicate_pages.operation(
    "POST", _APART, audience=_MANAGE, status=303, media_type=_HTML, summary="Tell two clients apart"
)
def state_apart(caller: Caller, client_id: str, form: ApartForm, call: Call) -> Response:
    """Save the statement that two clients are different persons."""
    try:
        if not form.reason.strip():
            return _apart_page(call, caller, client_id, form.other, wrong=text(call.language, _NO_REASON))
        tell_apart(caller, client_id, reason=form.reason, other_id=form.other)
    except Invalid as error:
        said = text(call.language, error.errors[0].message, **error.errors[0].params)
        return _apart_page(call, caller, client_id, form.other, reason=form.reason, wrong=said)
    return see_other(f"{_CLIENT.format(client_id=client_id)}?tab=duplicates", notice="clients_told_apart")


_NO_REASON = N_("Write how you know that these are two persons: it is kept with the client.")


def _merge_page(
    call: Call,
    caller: Caller,
    client_id: str,
    other_id: str,
    keep: Mapping[str, str],
    *,
    error: DomainError | None = None,
) -> Response:
    known, other = service.show_client(caller, client_id), service.show_client(caller, other_id)
    said = [text(call.language, each.message, **each.params) for each in _messages(error)]
    return page(
        call,
        "client_merge.html",
        caller=caller,
        status=int(kind_of(error)[0]) if error else 200,
        here=f"{_MERGE.format(client_id=client_id)}?other={other_id}",
        client=known.client,
        other=other.client,
        choices=_choices(known.client, other.client, keep, call.language),
        keep=_KEEP,
        wrong={},
        troubles=said,
    )


def _messages(error: DomainError | None) -> Any:
    return () if error is None else error.errors or (error,)


def _choices(client: Client, other: Client, keep: Mapping[str, str], language: Language) -> list[Choice]:
    choices = []
    for name in Facts.model_fields:
        own, others = _said(client.facts, name, language), _said(other.facts, name, language)
        if name not in ("kind", "no_patronymic") and own != others:
            takes_other = keep[name] == other.id if name in keep else not own
            choices.append(Choice(name, text(language, FACTS[name]), own, others, takes_other))
    return choices


def _said(facts: Facts, name: str, language: Language) -> str:
    """Return a fact as people read it; of a document its kind and mask."""
    value = getattr(facts, name)
    if name == "document" and facts.document:
        kind = find_kind(facts.document.kind)
        return f"{text(language, kind.label) if kind else ''} {masked(facts.document)}".strip()
    if name == "birth_date" and facts.birth_date:
        return localized.day(language, facts.birth_date)
    return display(value) if name == "phone" and value else str(value or "")


def _apart_page(
    call: Call, caller: Caller, client_id: str, other_id: str, *, reason: str = "", wrong: str = ""
) -> Response:
    known, other = service.show_client(caller, client_id), service.show_client(caller, other_id)
    return page(
        call,
        "client_apart.html",
        caller=caller,
        status=422 if wrong else 200,
        here=f"{_APART.format(client_id=client_id)}?other={other_id}",
        client=known.client,
        other=other.client,
        reason=reason,
        wrong={"reason": wrong} if wrong else {},
        troubles=[],
    )
