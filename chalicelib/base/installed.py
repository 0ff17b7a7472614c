"""Look-ups in the manifests of all features. The platform imports no feature."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from chalicelib.base.feature import (
    AreaAction,
    AreaCard,
    AreaNav,
    Feature,
    GrantableScope,
    Nav,
    PageAction,
    PagePart,
    PageTab,
    Section,
)


def installed() -> tuple[Feature, ...]:
    """Return the features of this system; each may use those before it."""
    features: tuple[Feature, ...] = import_module("chalicelib.features").FEATURES
    return features


def find_message(kind: str) -> Any | None:
    """Return the Courier of a kind of outbox item; None for an unknown kind."""
    return next((each.load(each.messages[kind]) for each in installed() if kind in each.messages), None)


def find_due(kind: str) -> Any | None:
    """Return the function that handles a kind of due row; None for an unknown kind."""
    return next((each.load(each.due[kind]) for each in installed() if kind in each.due), None)


def find_archive(kind: str) -> Any:
    """Return the function for the content of a kind of archives; KeyError for an unknown kind."""
    return next(each.load(each.archives[kind]) for each in installed() if kind in each.archives)


def find_printed(kind: str) -> Any | None:
    """Return the Printed of a kind of document; None for an unknown kind."""
    return next((each.load(each.printed[kind]) for each in installed() if kind in each.printed), None)


def due_tables() -> list[tuple[str, Any]]:
    """Return the features' own tables with due rows: names and roots of rows. Each has an index `by_due`."""
    return [(name, each.load(path)) for each in installed() for name, path in each.due_tables.items()]


def owner_offer(account_id: str, case_id: str) -> str:
    """Return the address that an owner of a client's case is offered after sending photos; empty for none."""
    offers = (each.load(each.owner_offer)(account_id, case_id) for each in installed() if each.owner_offer)
    return next(filter(None, offers), "")


def find_payable(kind: str) -> Any | None:
    """Return the Payable of a kind of subject; None for an unknown kind."""
    return next((each.load(each.payables[kind]) for each in installed() if kind in each.payables), None)


def find_function(name: str) -> Any:
    """Return the function that a Lambda function forwards to. Raises LookupError."""
    for each in installed():
        if name in each.functions:
            return each.load(each.functions[name])
    raise LookupError(f"no feature has a Lambda function {name!r}")


def find_principal(kind: str) -> Any | None:
    """Return the type of a kind of principal; None for an unknown kind."""
    return next((each.load(each.principals[kind]) for each in installed() if kind in each.principals), None)


def blueprints_of(path: str) -> Iterator[Any]:
    """Yield the blueprints that may have a path; imports them."""
    for each in installed():
        for routes in each.routes:
            if routes.may_have(path):
                yield from each.blueprints(routes)


def proxies() -> frozenset[str]:
    """Return the API resources whose greedy child passes requests on."""
    return frozenset(routes.proxy for each in installed() for routes in each.routes if routes.proxy)


def scopes() -> list[GrantableScope]:
    """Return the scopes of all features in their order."""
    return sorted((scope for each in installed() for scope in each.scopes), key=lambda scope: scope.place)


def report_takers() -> Iterator[Any]:
    """Yield the functions that take delivery reports."""
    yield from (each.load(each.reports) for each in installed() if each.reports)


def reindexers() -> dict[str, Any]:
    """Return the functions that write search terms anew, by name of the items in plural."""
    return {name: each.load(path) for each in installed() for name, path in each.reindex.items()}


def event_kinds() -> dict[str, Any]:
    """Return the types of events of all features, by name."""
    return {name: kind for each in installed() if each.events for name, kind in each.load(each.events).items()}


def asyncapi_parts() -> list[dict[str, Any]]:
    """Return the parts of AsyncAPI that features bring beside their events."""
    return [each.load(each.asyncapi)() for each in installed() if each.asyncapi]


def timeline_writers() -> dict[str, Any]:
    """Return the writers of timeline entries of all features, by type of entry."""
    return {kind: write for each in installed() if each.timeline for kind, write in each.load(each.timeline).items()}


def menu() -> list[Nav]:
    """Return the entries of the console's menu in their order."""
    return sorted((entry for each in installed() for entry in each.nav), key=lambda entry: entry.place)


def settings_menu() -> list[Section]:
    """Return the entries of the settings' menu in their order."""
    return sorted((entry for each in installed() for entry in each.sections), key=lambda entry: entry.place)


def find_settings(kind: type) -> str:
    """Return the code of the section that a type of settings is of. Raises LookupError."""
    for each in installed():
        for code, path in each.settings.items():
            if f"{each.package}.{path}" == f"{kind.__module__}:{kind.__qualname__}":
                return code
    raise LookupError(f"no feature has settings of {kind.__qualname__}")


def find_notice(code: str) -> str:
    """Return the notice of a code, a msgid; empty for an unknown code."""
    return next((found for each in installed() if (found := each.notices.get(code) or each.warnings.get(code))), "")


def is_warning(code: str) -> bool:
    """Return True if the notice of a code is about an action that was not done."""
    return any(code in each.warnings for each in installed())


def find_staff_notice(kind: str) -> Any:
    """Return the Notice of a kind, an e-mail to people of an account. Raises LookupError."""
    for each in installed():
        if kind in each.staff_notices:
            return each.load(each.staff_notices[kind])
    raise LookupError(f"no feature has a notice {kind!r}")


def case_tabs() -> list[tuple[Feature, PageTab]]:
    """Return the tabs of a case's page in their order, each with its feature."""
    return _in_order((each, tab) for each in installed() for tab in each.case_tabs)


def case_converted() -> list[Any]:
    """Return the functions of the features that take part in the conversion of a case."""
    return [each.load(each.case_converted) for each in installed() if each.case_converted]


def case_changed() -> list[Any]:
    """Return the functions of the features that take part in a change of a case's facts."""
    return [each.load(each.case_changed) for each in installed() if each.case_changed]


def claim_changed() -> list[Any]:
    """Return the functions of the features that take part in a change of a claim."""
    return [each.load(each.claim_changed) for each in installed() if each.claim_changed]


def document_changed() -> list[Any]:
    """Return the functions of the features that take part in a change of a claim's document."""
    return [each.load(each.document_changed) for each in installed() if each.document_changed]


def goods_of_case(account: Any, case: Any) -> Any:
    """Return the numbers of photos of goods that a case lacks, by category; None of one without goods."""
    known = next((each.load(each.goods_of_case) for each in installed() if each.goods_of_case), None)
    return known(account, case) if known else None


def unread_of_claims(caller: Any, claim_ids: Any) -> Any:
    """Return the numbers of unread messages of claims by id; those without any are missing."""
    counting = [each.load(each.unread_of_claims) for each in installed() if each.unread_of_claims]
    return counting[0](caller, claim_ids) if counting else {}


def notice_put() -> list[Any]:
    """Return the functions of the features that are told of notices to people of the client area."""
    return [each.load(each.notice_put) for each in installed() if each.notice_put]


def access_ended(account_id: str, actor: str, *, session: str = "") -> None:
    """Close the open connections of somebody, or those of one session (its SHA-256). Call it after the change."""
    for each in installed():
        if each.access_ended:
            each.load(each.access_ended)(account_id, actor, session)


def find_working_days() -> Any | None:
    """Return the function that gives an account's working days; None if no feature has calendars."""
    return next((each.load(each.working_days) for each in installed() if each.working_days), None)


def client_tabs() -> list[tuple[Feature, PageTab]]:
    """Return the tabs of a client's page in their order, each with its feature."""
    return _in_order((each, tab) for each in installed() for tab in each.client_tabs)


def client_actions() -> list[tuple[Feature, PageAction]]:
    """Return the buttons of a client's page in their order, each with its feature."""
    return _in_order((each, action) for each in installed() for action in each.client_actions)


def vehicle_referred() -> list[Any]:
    """Return the functions of the features that take part in the referral of a vehicle."""
    return [each.load(each.vehicle_referred) for each in installed() if each.vehicle_referred]


def policy_issued() -> list[Any]:
    """Return the functions of the features that take part in the issue of a policy."""
    return [each.load(each.policy_issued) for each in installed() if each.policy_issued]


def policy_tabs() -> list[tuple[Feature, PageTab]]:
    """Return the tabs that features add to a policy's page in their order, each with its feature."""
    return _in_order((each, tab) for each in installed() for tab in each.policy_tabs)


def policy_actions() -> list[PageAction]:
    """Return the links that features add to the actions of a policy's page."""
    return [action for each in installed() for action in each.policy_actions]


def quote_parts() -> list[tuple[Feature, PagePart]]:
    """Return the parts that features add to a quote's page, each with its feature."""
    return [(each, part) for each in installed() for part in each.quote_parts]


def claim_parts() -> list[tuple[Feature, PagePart]]:
    """Return the parts that features add to a claim's tab, each with its feature."""
    return [(each, part) for each in installed() for part in each.claim_parts]


def area_claim_parts() -> list[tuple[Feature, AreaCard]]:
    """Return the parts of the page of an own claim in their order, each with its feature."""
    found = ((each, part) for each in installed() for part in each.area_claim_parts)
    return sorted(found, key=lambda pair: pair[1].place)


def line_proposers() -> list[Any]:
    """Return the functions that propose lines of a decision."""
    return [each.load(each.proposed_lines) for each in installed() if each.proposed_lines]


def area_menu() -> list[tuple[Feature, AreaNav]]:
    """Return the entries of the client area's menu in their order, each with its feature."""
    return sorted(((each, entry) for each in installed() for entry in each.area_nav), key=lambda pair: pair[1].place)


def area_cards() -> list[tuple[Feature, AreaCard]]:
    """Return the cards of the client area's home page in their order, each with its feature."""
    return sorted(((each, card) for each in installed() for card in each.area_cards), key=lambda pair: pair[1].place)


def area_actions(of: str) -> list[AreaAction]:
    """Return the links on the page of a kind of own thing in the client area, in their order."""
    found = (action for each in installed() for action in each.area_actions if action.of == of)
    return sorted(found, key=lambda action: action.place)


def find_area_codes() -> Any:
    """Return the AreaCodes, which confirm payments and other actions in the client area. Raises LookupError."""
    for each in installed():
        if each.area_codes:
            return each.load(each.area_codes)
    raise LookupError("no feature has codes for the client area")


def find_tasks() -> Any | None:
    """Return the function that opens a Task in a transaction; None: no feature keeps tasks."""
    return next((each.load(each.tasks) for each in installed() if each.tasks), None)


def client_moves() -> list[Any]:
    """Return the functions that let things of features name another client."""
    return [each.load(each.client_moves) for each in installed() if each.client_moves]


def _in_order[T: (PageTab, PageAction)](parts: Iterable[tuple[Feature, T]]) -> list[tuple[Feature, T]]:
    return sorted(parts, key=lambda pair: pair[1].place)


def client_ends() -> list[Any]:
    """Return the functions of the features that erase their data of a client; imports their modules."""
    return [each.load(each.client_end) for each in installed() if each.client_end]


def client_data() -> list[Any]:
    """Return the functions that add files to the export of a person's data, in the order of the features."""
    return [each.load(each.client_data) for each in installed() if each.client_data]


def client_follows() -> list[Any]:
    """Return the functions that move things of features to the base of their client."""
    return [each.load(each.client_follows) for each in installed() if each.client_follows]


def client_forgets() -> list[Any]:
    """Return the functions that erase a client from things of features."""
    return [each.load(each.client_forgets) for each in installed() if each.client_forgets]


@cache
def load_rows() -> None:
    """Import every class of rows: a table is shared, and any kind may be met in it. Idempotent."""
    for each in installed():
        for module in each.rows:
            each.load(module)
