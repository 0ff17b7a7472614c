"""A case's page: its head, and the tabs that features bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base.console_links import page_link
from chalicelib.base.feature import Feature, PageTab
from chalicelib.base.installed import case_tabs
from chalicelib.base.languages import Language, text
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.client_fact import client_fact
from chalicelib.features.cases.console.handling import HandOver, handling
from chalicelib.features.cases.console.summary import case_head
from chalicelib.features.cases.console.timeline import Wording, history, people_in, wording
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.service import CaseCollection
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts

if TYPE_CHECKING:
    from chalicelib.features.cases.console.policy_fact import PolicyFacts


class CasePage(NamedTuple):
    """The content of a tab. `refused` holds the error of the tab's form, for the tab to show."""

    caller: Caller
    collection: CaseCollection
    wording: Wording
    refused: Any = None


@dataclass(frozen=True, kw_only=True)
class TabShown:
    """A tab as the page links to it; `count` is None where there is nothing to count."""

    label: str
    query: str
    current: bool
    count: int | None


def case_page(
    caller: Caller,
    case_id: str,
    call: Call,
    *,
    tab: str = "",
    status: int = 200,
    refused: Any = None,
    trouble: str = "",
    hand_over: HandOver | None = None,
) -> Response:
    """Draw a case's page with one of its tabs, and mark the case as read by the caller.

    `refused` is the refused input of a form in the tab, `trouble` the error of a form in its head, `hand_over` a
    refused hand-over. An unknown tab is the first one.
    """
    collection = cases.show_collection(caller, case_id)
    cases.mark_seen(caller, collection.case)
    said = case_wording(caller, collection, call)
    policy = _policy(caller, collection.case, call.language)
    feature, current = chosen = _chosen(caller, tab)
    here = f"/console/cases/{case_id}{_query(caller, current)}"
    return page(
        call,
        "case.html",
        caller=caller,
        status=status,
        storage=[photo_bucket.origin()],
        trouble=trouble,
        handling=handling(collection.case, caller=caller, language=call.language, tried=hand_over),
        here=here,
        link=page_link(here),
        head=case_head(
            collection.case,
            account=said.account,
            language=said.language,
            client=client_fact(caller, collection.case, said.language),
            policy=policy.group if policy else None,
        ),
        policy_warning=policy.warning if policy else "",
        tabs=_tabs(caller, collection, chosen, call.language),
        tab=current,
        **feature.load(current.values)(CasePage(caller, collection, said, refused)),
    )


def case_wording(caller: Caller, collection: CaseCollection, call: Call) -> Wording:
    """Return the wording for a case's pages."""
    account = accounts.load_account(caller.account_id)
    # A category that was asked for may have been the account's own, and gone by now.
    asked = [category for other in collection.others for category in getattr(other, "categories", ())]
    return wording(call.language, account, asked)


def timeline_tab(shown: CasePage) -> dict[str, Any]:
    """Return the tab of the case's timeline."""
    caller, collection = shown.caller, shown.collection
    names = directory.name_users(caller.account_id, people_in(collection.timeline))
    return {"lines": history(collection.timeline, wording=shown.wording, names=names, me=caller.actor)}


def _policy(caller: Caller, case: Case, language: Language) -> "PolicyFacts | None":
    """Return the facts of a case's policy, whose pages are loaded by the first case with one."""
    if case.policy_id is None:
        return None
    module = import_module("chalicelib.features.cases.console.policy_fact")
    facts: PolicyFacts = module.policy_facts(caller, case, language)
    return facts


def _seen_by(caller: Caller) -> Sequence[tuple[Feature, PageTab]]:
    """Return the tabs that the caller may see, each with its feature."""
    return [(feature, tab) for feature, tab in case_tabs() if not tab.scope or may(caller, tab.scope)]


def _chosen(caller: Caller, code: str) -> tuple[Feature, PageTab]:
    tabs = _seen_by(caller)
    return next((pair for pair in tabs if pair[1].code == code), tabs[0])


def _tabs(
    caller: Caller, collection: CaseCollection, chosen: tuple[Feature, PageTab], language: Language
) -> Sequence[TabShown]:
    return [
        TabShown(
            label=text(language, tab.label),
            query=_query(caller, tab),
            current=tab == chosen[1],
            count=feature.load(tab.counter)(collection) if tab.counter else None,
        )
        for feature, tab in _seen_by(caller)
    ]


def _query(caller: Caller, tab: PageTab) -> str:
    """Return the query of a tab's address; the first one that the caller sees has none."""
    return "" if tab == _seen_by(caller)[0][1] else f"?tab={tab.code}"
