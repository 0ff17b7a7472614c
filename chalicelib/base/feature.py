"""The manifest of a feature: its contributions to the platform, by names and import paths.

A manifest imports nothing of its feature. So it costs nothing to read all of them, and a process loads only the parts
of a feature that it runs.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

#: The default of fields that are mappings.
NONE: Mapping[str, Any] = MappingProxyType({})


class Routes(NamedTuple):
    """Blueprints, registered by the first request at or below some paths, in which `{name}` stands for any part."""

    #: Import path of a blueprint or a tuple of them; BLUEPRINTS of a module.
    module: str
    below: tuple[str, ...]
    #: Paths that register them, and nothing below these.
    at: tuple[str, ...] = ()
    #: The API resource whose greedy child passes these requests on; empty: each path is a resource of its own.
    proxy: str = ""
    #: Registered with the app. For pages that strangers wait for on their phones.
    at_once: bool = False
    #: True if OpenAPI describes them.
    described: bool = True

    def may_have(self, path: str) -> bool:
        """Return True if a request for a path has to register these first."""
        parts = path.split("/")
        return any(_begins(parts, place.split("/")) for place in self.below) or any(
            len(parts) == place.count("/") + 1 and _begins(parts, place.split("/")) for place in self.at
        )


def console_routes(module: str, *below: str, at: tuple[str, ...] = ()) -> Routes:
    """Return routes of the console: people look at them, and they share one resource of the API."""
    return Routes(module, below, at=at, proxy="/console", described=False)


def area_routes(module: str, *below: str) -> Routes:
    """Return routes of pages of client areas, at paths below an area's address, such as "/policies"."""
    return Routes(module, tuple(f"/area/{{slug}}{path}" for path in below), proxy="/area", described=False)


def area_api_routes(module: str, *below: str) -> Routes:
    """Return routes of the API of client areas, at paths below an area's address, such as "/policies"."""
    return Routes(module, tuple(f"/v1/area/{{slug}}{path}" for path in below), proxy="/v1/area")


def _begins(parts: list[str], place: list[str]) -> bool:
    return len(parts) >= len(place) and all(
        wanted == part or wanted.startswith("{") for part, wanted in zip(parts, place, strict=False)
    )


class Nav(NamedTuple):
    """An entry of the console's menu."""

    #: A msgid.
    label: str
    path: str
    #: The scope that it takes to see it; empty: any of the staff.
    scope: str = ""
    #: Paths that begin with this are part of it, beside its own.
    below: str = ""
    #: A template that says more inside the link.
    extra: str = ""
    #: Entries stand in this order.
    place: int = 50


class Section(NamedTuple):
    """An entry of the settings' menu, at /console/settings/<code>."""

    code: str
    #: A msgid.
    label: str
    #: Entries stand in this order.
    place: int = 50


class GrantableScope(NamedTuple):
    """A scope: API keys can be given it, roles have it."""

    name: str
    #: A msgid.
    label: str
    #: Roles that have it beside administrators, who have every scope.
    roles: tuple[str, ...] = ()
    #: Scopes are listed in this order.
    place: int = 50


class PageTab(NamedTuple):
    """A tab of a page in the console that features share: a case's, a client's, or a policy's."""

    code: str
    #: A msgid.
    label: str
    template: str
    #: Import path of the function that returns the template's values, of a CasePage, a ClientPage or a PolicyPage.
    #: A case's may have `allow` among them: further sources of the page, by directive of its policy.
    values: str
    #: Returns the number beside the label, of a CaseCollection or a Client; a policy's tabs have none.
    counter: str = ""
    #: Of a client's page: the import path of a function that returns False for a Known without it.
    offered: str = ""
    #: The scope that it takes to see it; empty: any reader of the page.
    scope: str = ""
    #: Scripts of the page while the tab is open.
    scripts: tuple[str, ...] = ()
    #: Tabs stand in this order.
    place: int = 50


class PageAction(NamedTuple):
    """A link among the actions of a page that features share: a client's, or a policy's."""

    #: A msgid.
    label: str
    #: The address of the console; the id of the page's thing is added to it.
    path: str
    #: The scope that it takes to see it.
    scope: str
    #: Of a client's page: the import path of a function that returns False for a Known without it.
    offered: str = ""
    #: Links stand in this order.
    place: int = 50


class PagePart(NamedTuple):
    """A part of a page in the console that features share: a quote's."""

    template: str
    #: Import path of the function that returns the template's `part`, of a QuotePage.
    values: str
    #: The scope that it takes to see it.
    scope: str


class AreaNav(NamedTuple):
    """An entry of the client area's menu."""

    #: A msgid.
    label: str
    #: Below the area's address; empty: its home page.
    path: str
    #: The permission in the area that it takes to see it.
    permission: str
    #: A msgid for people who act for companies alone; empty: `label`.
    company_label: str = ""
    #: Import path of the function that returns the number beside the label, such as "3", of an AreaCaller; empty: none.
    counter: str = ""
    #: Entries stand in this order.
    place: int = 50


class AreaAction(NamedTuple):
    """A link on the page of an own thing in the client area."""

    #: The thing: `policy` or `claim`.
    of: str
    #: A msgid.
    label: str
    #: Below the area's address; the id of the thing is added to it.
    path: str
    #: The permission in the area that it takes to see it.
    permission: str
    #: Links stand in this order.
    place: int = 50


class AreaCard(NamedTuple):
    """A part of the home page of client areas."""

    #: In `area/templates` of the feature; it reads its values in `card`.
    template: str
    #: Import path of the function that returns the values, of an AreaCaller and a language; None: nothing to show.
    values: str
    #: The permission in the area that it takes to see it.
    permission: str
    #: Cards stand in this order.
    place: int = 50


class Feature(NamedTuple):
    """The contributions of a feature. Each import path is `module` or `module:name` below its package."""

    package: str
    routes: tuple[Routes, ...] = ()
    #: Modules that declare classes of rows.
    rows: tuple[str, ...] = ()
    #: By kind of an item of the outbox: its Courier.
    messages: Mapping[str, str] = NONE
    #: E-mails to people of an account, by kind: a Notice each. The outbox's items of kind `notice` name them.
    staff_notices: Mapping[str, str] = NONE
    #: By kind of archives of cases: the function (account, case) -> its content, as photos' `archiving` says.
    archives: Mapping[str, str] = NONE
    #: By kind of a document: how it is printed, a Printed of the feature `printing`.
    printed: Mapping[str, str] = NONE
    #: The function for delivery reports; it returns False if the message is none of this feature's.
    reports: str = ""
    #: By kind of a row that falls due: the function that handles it.
    due: Mapping[str, str] = NONE
    #: Tables of its own with due rows, by name: the root of their rows, with an index `by_due`.
    due_tables: Mapping[str, str] = NONE
    #: By kind of a subject that payments are made for, the part of its name before `#`: its Payable.
    payables: Mapping[str, str] = NONE
    #: Types of events that back-ends can be told, by name: each an EventKind.
    events: str = ""
    #: The function that returns its own parts of AsyncAPI: servers, channels, operations, messages, schemas.
    asyncapi: str = ""
    #: Writers of timeline entries by type.
    timeline: str = ""
    scopes: tuple[GrantableScope, ...] = ()
    #: Types of principals that act in this feature, by kind (identity/principals.py).
    principals: Mapping[str, str] = NONE
    nav: tuple[Nav, ...] = ()
    sections: tuple[Section, ...] = ()
    #: Its settings of an account by code of a section: a frozen type each, whose defaults hold until it is saved.
    settings: Mapping[str, str] = NONE
    case_tabs: tuple[PageTab, ...] = ()
    #: The function that writes its own in the transaction that converts a case into a process: (transaction, caller,
    #: the case before, the case after). It may raise Conflict, and be called again if something changed meanwhile.
    case_converted: str = ""
    #: The function that writes its own in the transaction that changes a case's facts, likewise.
    case_changed: str = ""
    #: The function that writes its own in the transaction that begins or changes a claim: (transaction, the claim
    #: before or None, the claim after). It reads little.
    claim_changed: str = ""
    #: The function that writes its own in the transaction that changes a document of a claim: (transaction, the
    #: document as it is after it, True if it is removed). It reads nothing.
    document_changed: str = ""
    #: The function that is told of a notice to a person of the client area: (the notice's transaction or None, account,
    #: person id). Of a notice outside of a transaction it is told after it.
    notice_put: str = ""
    #: The function that closes the open connections of somebody whose access or permission ended: (account, actor, the
    #: session that ended, empty for all of theirs). Idempotent; it raises nothing.
    access_ended: str = ""
    #: The function that says which photos of goods a case about goods lacks: (account, case) -> their numbers by
    #: category; None of a case about anything else. One feature brings it.
    goods_of_case: str = ""
    client_tabs: tuple[PageTab, ...] = ()
    client_actions: tuple[PageAction, ...] = ()
    #: The function that writes its own in the transaction that issues a policy: (transaction, policy). It reads little.
    policy_issued: str = ""
    #: The function that writes its own in the transaction that refers a vehicle: (transaction, claim, referral).
    vehicle_referred: str = ""
    policy_tabs: tuple[PageTab, ...] = ()
    policy_actions: tuple[PageAction, ...] = ()
    quote_parts: tuple[PagePart, ...] = ()
    #: Parts of a claim's tab in the console. Their values are of a ClaimShown; None: nothing to show.
    claim_parts: tuple[PagePart, ...] = ()
    #: Parts of the page of an own claim in the client area. Their values are of an AreaCaller, a Claim and a language.
    area_claim_parts: tuple[AreaCard, ...] = ()
    #: The function that counts the messages of claims that a person of the staff has not read: (caller, ids of claims)
    #: -> number by id, of those with some. Two BatchGetItem at most; one feature brings it.
    unread_of_claims: str = ""
    #: The function that proposes lines of a decision, of a Caller, a Claim and a language: ProposedLines, or None.
    proposed_lines: str = ""
    #: The function that returns the predicate of an account's working days: Account -> (date -> bool).
    working_days: str = ""
    area_nav: tuple[AreaNav, ...] = ()
    area_cards: tuple[AreaCard, ...] = ()
    area_actions: tuple[AreaAction, ...] = ()
    #: The function that opens a Task in the transaction of the feature that found it: (transaction, task). It is
    #: idempotent, and one feature brings it.
    tasks: str = ""
    #: The codes that confirm payments and other actions in the client area, an AreaCodes; one feature brings them.
    area_codes: str = ""
    #: The function that returns the address which an owner is offered after sending photos: (account id, the id of a
    #: case that has a client) -> address; empty: none. One feature brings it.
    owner_offer: str = ""
    #: The function that lets its things name another client, some at a time: (account, from, to, limit) -> moved.
    client_moves: str = ""
    #: The function that adds its files to the export of a client's data: of a Caller, a Client and a language.
    client_data: str = ""
    #: The function that moves a client's things to the base where the client is by now: (account, client). Idempotent.
    client_follows: str = ""
    #: The function that erases a client who was erased or deleted from its things, but for facts that a law keeps:
    #: (account, client). Idempotent.
    client_forgets: str = ""
    #: The function that erases its data of a client at the end of the retention: (account, client) -> None.
    client_end: str = ""
    #: Files of `console/static` that pages name, each built by itself: a script with all that it imports, or a sheet.
    assets: tuple[str, ...] = ()
    #: Sheets of `console/static` that become part of the console's style.
    styles: tuple[str, ...] = ()
    #: Notices that a page of the console shows once after an action: msgids by code.
    notices: Mapping[str, str] = NONE
    #: Notices likewise, of an action that was not done.
    warnings: Mapping[str, str] = NONE
    #: By name of its items that have search terms, in plural and for the operator: the function that writes all their
    #: terms by the present rule. It yields each of some accounts' ids with the number of items that had another rule.
    reindex: Mapping[str, str] = NONE
    #: By name of a Lambda function in app.py: the function that it forwards to.
    functions: Mapping[str, str] = NONE

    @property
    def folder(self) -> Path:
        """The folder of the feature.

        Its templates are in `console/templates`, `area/templates`, and for both in `templates`. Its catalogues are in
        `locale/<language>`.
        """
        return Path(str(import_module(self.package).__file__)).parent

    def blueprints(self, routes: Routes) -> tuple[Any, ...]:
        """Return the blueprints of some of its routes; imports their module."""
        found = self.load(routes.module if ":" in routes.module else f"{routes.module}:BLUEPRINTS")
        return found if isinstance(found, tuple) else (found,)

    def load(self, path: str) -> Any:
        """Return the module or the object of an import path; imports the module."""
        module, _, name = path.partition(":")
        loaded = import_module(f"{self.package}.{module}")
        return getattr(loaded, name) if name else loaded
