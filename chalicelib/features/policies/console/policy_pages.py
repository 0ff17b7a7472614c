"""The page of a policy: its head, and tabs with the terms, the payments and the history."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.installed import policy_actions, policy_tabs
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.policies import service, table
from chalicelib.features.policies.bases import is_seller
from chalicelib.features.policies.console.document_pages import documents_tab
from chalicelib.features.policies.console.file_lines import files_of
from chalicelib.features.policies.console.life_part import life_of
from chalicelib.features.policies.console.sent import sent_line
from chalicelib.features.policies.console.values import State, shown_last_day, states_of, term_of
from chalicelib.features.policies.console.words import CHANGES, CHANNELS, OTHER_CHANGE, REFUNDS
from chalicelib.features.policies.facts import terms_of
from chalicelib.features.policies.model import Instalment, Policy, Source, Warned
from chalicelib.features.policies.service.asking import link_to_payment
from chalicelib.features.policies.shown import amount_of, product_label
from chalicelib.features.policies.status import never_begins
from chalicelib.features.policies.views import WARNINGS
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import position_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import StaffMember, actor_of, label_of
from chalicelib.tenancy import service as accounts

policy_pages = console_pages(__name__)
_HTML, _READ = "text/html", console("policies:read")
_POLICY = "/console/policies/{policy_id}"


class PolicyTabQuery(Fields):
    """The tab to show, and the position in its list."""

    tab: str = ""
    cursor: str = ""


class PolicyPage(NamedTuple):
    """The content of a tab that another feature adds."""

    caller: Caller
    policy: Policy
    language: Language
    position: str | None


class PolicyHead(NamedTuple):
    """A policy in short."""

    id: str
    number: str
    product: str
    holder: str
    #: Empty if the caller does not see the client any more.
    client_id: str
    object: str
    term: str
    premium: str
    paid: str
    states: tuple[State, ...]
    seller: str
    version: int
    can_be_cancelled: bool
    is_seller: bool
    #: Sentences about a cancellation, a predecessor and a successor.
    cancelled: str
    predecessor_id: str
    successor_id: str
    #: Sentences about money that a person has to return, and ids of the payments that they are about.
    to_return: tuple[tuple[str, str], ...]


class PolicyTab(NamedTuple):
    """A tab: its label, its template, and the function of its values."""

    label: str
    template: str
    values: Callable[[PolicyPage], dict[str, Any]]


class InstalmentLine(NamedTuple):
    """An instalment as the tab shows it."""

    number: int
    amount: str
    due: str
    paid: str
    is_late: bool
    can_be_received: bool


@policy_pages.operation("GET", _POLICY, audience=_READ, media_type=_HTML, summary="A policy")
def show_policy(caller: Caller, policy_id: str, query: PolicyTabQuery, call: Call) -> Response:
    """Show a policy and one of its tabs."""
    policy = service.show_policy(caller, policy_id)
    tabs = _tabs(caller)
    code = query.tab if query.tab in tabs else "terms"
    tab = tabs[code]
    return page(
        call,
        "policy.html",
        caller=caller,
        head=policy_head(caller, policy, call.language),
        warnings=[_warning(each, call.language) for each in service.warnings_of(caller, policy)],
        actions=[
            (text(call.language, each.label), f"{each.path}{policy.id}")
            for each in policy_actions()
            if may(caller, each.scope)
        ],
        tabs=[(each, text(call.language, tabs[each].label), each == code) for each in tabs],
        tab=tab,
        **tab.values(PolicyPage(caller, policy, call.language, position_of(query.cursor or None))),
    )


def _tabs(caller: Caller) -> Mapping[str, PolicyTab]:
    """Return the tabs of a policy's page: its own, then those of other features that the caller may see."""
    others = {
        tab.code: PolicyTab(tab.label, tab.template, feature.load(tab.values))
        for feature, tab in policy_tabs()
        if not tab.scope or may(caller, tab.scope)
    }
    return {**TABS, **others}


def policy_head(caller: Caller, policy: Policy, language: Language) -> PolicyHead:
    """Return the head of a policy's page."""
    seen = clients.find_seen(caller, policy.client_id)
    return PolicyHead(
        id=policy.id,
        number=policy.number,
        product=product_label(policy.account_id, policy.insured.product, language),
        holder=policy.holder,
        client_id=seen.id if seen else "",
        object=policy.insured.object,
        term=term_of(policy, language),
        premium=amount_of(policy, policy.premium, language),
        paid=amount_of(policy, policy.paid, language),
        states=states_of(policy, language),
        seller=_seller(caller, policy, language),
        version=policy.version,
        can_be_cancelled=policy.cancelled is None and is_seller(caller, policy),
        is_seller=is_seller(caller, policy),
        cancelled=_cancelled(policy, language),
        predecessor_id=policy.predecessor_id or "",
        successor_id=policy.successor_id or "",
        to_return=tuple(_to_return(policy, language)),
    )


def _to_return(policy: Policy, language: Language) -> Iterator[tuple[str, str]]:
    """Yield sentences about money that no provider returns, with the payment that a provider refused to return."""
    parts = service.states_of(policy)
    by_hand = sum((each.part.amount for each in parts if each.state == service.BY_HAND), Decimal(0))
    if by_hand:
        yield text(language, N_("Return {amount} by hand."), amount=amount_of(policy, by_hand, language)), ""
    for each in parts:
        if each.state == "canceled":
            said = N_("The provider refused to return {amount}: return it another way.")
            yield text(language, said, amount=amount_of(policy, each.part.amount, language)), each.part.payment_id or ""


def _seller(caller: Caller, policy: Policy, language: Language) -> str:
    names = name_bases(caller, [table.base_of(policy)], language) if policy.sold_by else {}
    return ": ".join([text(language, CHANNELS[policy.channel]), *names.values()])


def _cancelled(policy: Policy, language: Language) -> str:
    ended = policy.cancelled
    if ended is None:
        return ""
    message = N_("Cancelled, in force until {day}. Refund: {amount}. Reason: {reason}")
    if never_begins(policy):
        message = N_("Cancelled before its first day. Refund: {amount}. Reason: {reason}")
    return text(
        language,
        message,
        day=localized.day(language, policy.last_day),
        amount=amount_of(policy, ended.refund, language),
        reason=ended.reason,
    )


def _warning(warned: Warned, language: Language) -> tuple[str, str]:
    """Return the sentence of a warning, and the id of the other policy that it is about."""
    return text(language, WARNINGS.get(warned.code, ""), **warned.params), warned.policy_id or ""


def _terms(shown: PolicyPage) -> dict[str, Any]:
    policy, language = shown.policy, shown.language
    facts = terms_of(policy.account_id, policy.insured, language, last_day=shown_last_day(policy))
    return {"facts": facts, "life": life_of(policy, language)}


def _payments(shown: PolicyPage) -> dict[str, Any]:
    caller, policy, language = shown.caller, shown.policy, shown.language
    account = accounts.load_account(caller.account_id)
    open_ = policy.source is Source.OWN and policy.cancelled is None and is_seller(caller, policy)
    lines = [
        InstalmentLine(
            number=each.number,
            amount=amount_of(policy, each.amount, language),
            due=localized.day(language, each.due),
            paid=localized.moment(language, each.paid_at, account.zone) if each.paid_at else "",
            is_late=_is_late(policy, each),
            can_be_received=open_ and each.paid_at is None,
        )
        for each in policy.instalments
    ]
    refunded = amount_of(policy, policy.refunded, language) if policy.refunded else ""
    back = [
        (amount_of(policy, each.part.amount, language), text(language, REFUNDS[each.state]), each.part.payment_id or "")
        for each in service.states_of(policy)
    ]
    return {"instalments": lines, "refunded": refunded, "back": back, **_payment_link(caller, policy, language)}


def _payment_link(caller: Caller, policy: Policy, language: Language) -> dict[str, Any]:
    """Return the link to the payment of the next instalment, and to whom it was sent."""
    link, part = link_to_payment(policy) if may(caller, "payments:write") else "", policy.next_instalment
    if not link or part is None:
        return {"payment_link": ""}
    changes = table.list_changes(policy.account_id, policy.id)
    return {
        "payment_link": link,
        "payment_link_amount": amount_of(policy, part.amount, language),
        "payment_link_sent": sent_line(policy, changes, language, what="demand", part=part.number),
    }


def _is_late(policy: Policy, instalment: Instalment) -> bool:
    following = policy.next_instalment
    return following is not None and following.number == instalment.number and "unpaid" in service.statuses(policy)


def _documents(shown: PolicyPage) -> dict[str, Any]:
    return documents_tab(shown.caller, shown.policy, shown.language)


def _history(shown: PolicyPage) -> dict[str, Any]:
    caller, policy, language = shown.caller, shown.policy, shown.language
    account = accounts.load_account(caller.account_id)
    changes = service.list_history(caller, policy.id)
    names = directory.name_users(caller.account_id, {each.actor for each in changes})
    if policy.sold_by and not is_seller(caller, policy):
        names.pop(actor_of(StaffMember(policy.sold_by)), None)  # agents don't learn who was a client's agent
    lines = [
        {
            "what": text(language, CHANGES.get(each.type, OTHER_CHANGE)),
            "who": names.get(each.actor) or text(language, label_of(each.actor)),
            "when": localized.moment(language, each.at, account.zone),
            "iso": each.at.isoformat(),
        }
        for each in changes
    ]
    return {"lines": lines}


def _files(shown: PolicyPage) -> dict[str, Any]:
    return {"files": files_of(shown.caller, shown.policy, shown.language)}


#: By code, in their order.
TABS: Mapping[str, PolicyTab] = {
    "terms": PolicyTab(N_("Terms"), "policy_terms.html", _terms),
    "payments": PolicyTab(N_("Payments"), "policy_payments.html", _payments),
    "documents": PolicyTab(N_("Documents"), "policy_documents.html", _documents),
    "files": PolicyTab(N_("Files"), "policy_files.html", _files),
    "history": PolicyTab(N_("History"), "policy_history.html", _history),
}
