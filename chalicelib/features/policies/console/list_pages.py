"""The page of the portfolio: policies by their sale, searched, or of one status, product or agent."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.console.bases import BaseChoice, base_choices, name_bases
from chalicelib.features.policies import service, table
from chalicelib.features.policies.console.values import PolicyLine, policy_line
from chalicelib.features.policies.console.words import STATUSES
from chalicelib.features.policies.model import Policy, PolicyStatus
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.service import Wanted
from chalicelib.features.policies.service.reading import Page
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import sections

list_pages = console_pages(__name__)
_HTML, _READ = "text/html", console("policies:read")
_LIST = "/console/policies"
_PAGE, _LONGEST = 25, 100


class PolicyQuery(Fields):
    """The filter of the list."""

    q: str = ""
    status: str = ""
    product: Id = ""
    base: Id = ""
    cursor: str = ""
    #: `request`: a policy is chosen for a new request.
    choose: str = ""

    def wanted(self) -> Wanted:
        """Return the filter."""
        status = PolicyStatus(self.status) if self.status in PolicyStatus else None
        return Wanted(
            q=self.q.strip()[:_LONGEST], status=status, product=self.product.strip(), base=self.base.strip() or None
        )


class Option(NamedTuple):
    """A choice of a filter."""

    code: str
    label: str
    chosen: bool


class Portfolio(NamedTuple):
    """A page of the list. `next` and `first` are queries of links, None where they lead nowhere."""

    lines: Sequence[PolicyLine]
    q: str
    statuses: Sequence[Option]
    products: Sequence[Option]
    bases: Sequence[BaseChoice]
    is_narrowed: bool
    #: A policy is chosen for a new request: numbers lead to its form.
    is_choice: bool
    empty: str
    next: str | None
    first: str | None


@list_pages.operation("GET", _LIST, audience=_READ, media_type=_HTML, summary="The portfolio of policies")
def show_portfolio(caller: Caller, query: PolicyQuery, call: Call) -> Response:
    """List or search policies."""
    wanted, position = query.wanted(), None
    is_choice = query.choose == "request" and may(caller, "requests:write")
    try:
        position = position_of(query.cursor or None)
        found = service.list_policies(caller, wanted, limit=_PAGE, position=position)
    except Invalid as refused:
        wrong, troubles = problems_at_fields(refused, places={"?q": "q"}, language=call.language)
        nothing = _portfolio(caller, Page((), None), wanted, None, call.language, is_choice=is_choice)
        status = int(kind_of(refused)[0])
        return page(call, "policies.html", caller=caller, status=status, view=nothing, wrong=wrong, troubles=troubles)
    view = _portfolio(caller, found, wanted, position, call.language, is_choice=is_choice)
    return page(call, "policies.html", caller=caller, view=view, wrong={}, troubles=[])


def _portfolio(
    caller: Caller,
    found: Page[Policy],
    wanted: Wanted,
    position: str | None,
    language: Language,
    *,
    is_choice: bool,
) -> Portfolio:
    names = name_bases(caller, {table.base_of(each) for each in found.items}, language)
    products = sections.load(caller.account_id, ProductSettings)
    said = {**_said(wanted), **({"choose": "request"} if is_choice else {})}
    return Portfolio(
        lines=[policy_line(each, language, seller=names.get(table.base_of(each), "")) for each in found.items],
        q=wanted.q,
        statuses=[Option(each, text(language, STATUSES[each][0]), each == wanted.status) for each in PolicyStatus],
        products=[Option(each.code, each.label(language), each.code == wanted.product) for each in products.products],
        bases=base_choices(caller, wanted.base or "", language),
        is_narrowed=bool(_said(wanted)),
        is_choice=is_choice,
        empty=text(language, _empty(wanted, more=found.position is not None)),
        next=urlencode({**said, "cursor": cursor(found.position)}) if found.position else None,
        first=urlencode(said) if position else None,
    )


def _said(wanted: Wanted) -> dict[str, str]:
    said = {"q": wanted.q, "status": wanted.status, "product": wanted.product, "base": wanted.base}
    return {name: str(value) for name, value in said.items() if value}


def _empty(wanted: Wanted, *, more: bool) -> str:
    if more:
        return N_("None of these policies matches. There are more to look through.")
    if _said(wanted):
        return N_("No policy was found. Search by its number, the plate, the VIN or words of the holder's name.")
    return N_("There are no policies yet. A policy is sold from a client's page.")
