"""The page of an agent's statements: the commission of a month, line by line, with its sum."""

import re
from typing import NamedTuple

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import money, shown
from chalicelib.features.clients.console.bases import BaseChoice, base_choices
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.policies import service
from chalicelib.features.policies.commission_routes import statement_answer
from chalicelib.features.policies.console.document_pages import leave_for
from chalicelib.features.policies.model import LedgerLine
from chalicelib.features.policies.service import filing
from chalicelib.features.policies.service.settling import Statement
from chalicelib.features.policies.shown import percent_of, product_label
from chalicelib.features.policies.statement_file import CHANNELS, REASONS, statement_csv
from chalicelib.features.printing.model import DocumentState
from chalicelib.features.printing.words import reason_of
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

statement_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _MANAGE = console("commissions:read"), console("commissions:manage")
_LIST = "/console/commissions"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DECEMBER = 12


class StatementFields(Fields):
    """The agent and the month of a statement."""

    agent: Id = ""
    month: str = ""


class StatementLine(NamedTuple):
    """A line of commission as the page shows it."""

    when: str
    policy_id: str
    number: str
    product: str
    client: str
    base: str
    percent: str
    amount: str
    is_negative: bool
    reason: str
    channel: str


class StatementShown(NamedTuple):
    """A statement, its neighbours, and the agents to choose from."""

    agent: str
    month: str
    before: str
    #: Empty in the present month.
    after: str
    lines: tuple[StatementLine, ...]
    totals: tuple[str, ...]
    closed: str
    can_be_closed: bool
    agents: tuple[BaseChoice, ...]


@statement_pages.operation("GET", _LIST, audience=_READ, media_type=_HTML, summary="An agent's commission of a month")
def show_statement(caller: Caller, query: StatementFields, call: Call) -> Response:
    """Show the lines of a month, the present one by default."""
    account = accounts.load_account(caller.account_id)
    agents = [each for each in base_choices(caller, query.agent, call.language) if each.id != HOUSE]
    if caller.role != "agent" and not query.agent:
        return page(call, "commissions.html", caller=caller, view=None, agents=agents)
    statement = _statement(caller, query, account)
    view = _shown(account, statement, agents, call.language)
    printed = filing.find_statement(caller, statement, call.language)
    return page(
        call,
        "commissions.html",
        caller=caller,
        view=view,
        agents=agents,
        printed=printed.state if printed else "",
        reason=reason_of(printed, call.language) if printed else "",
    )


@statement_pages.operation(
    "GET", f"{_LIST}/statement.csv", audience=_READ, media_type="text/csv", summary="Download a statement"
)
def download_statement(caller: Caller, query: StatementFields, call: Call) -> Response:
    """Download the lines of a month as CSV."""
    account = accounts.load_account(caller.account_id)
    statement = _statement(caller, query, account)
    return statement_answer(statement_csv(statement, call.language, zone=account.zone), statement)


@statement_pages.operation(
    "GET",
    f"{_LIST}/statement.pdf",
    audience=_READ,
    status=302,
    media_type=_HTML,
    summary="Download a printed statement",
)
def download_printed(caller: Caller, query: StatementFields, call: Call) -> Response:
    """Lead to the file that has all lines of now; back to the page until there is one."""
    statement = _statement(caller, query, accounts.load_account(caller.account_id))
    found = filing.find_statement(caller, statement, call.language)
    if found is None or found.state is not DocumentState.PRINTED:
        return see_other(_place(statement.agent_id, statement.month))
    return leave_for(filing.address_of(found))


@statement_pages.operation(
    "POST", f"{_LIST}/statement", audience=_READ, status=303, media_type=_HTML, summary="Print a statement"
)
def order_printed(caller: Caller, form: StatementFields, call: Call) -> Response:
    """Order the PDF of a month."""
    month = form.month if _MONTH.fullmatch(form.month) else _present(accounts.load_account(caller.account_id))
    try:
        filing.order_statement(caller, call.language, month=month, agent_id=form.agent or None)
    except Invalid as error:
        raise NotFound(error.errors[0].message) from error
    return see_other(_place(form.agent, month), notice="statement_ordered")


@statement_pages.operation(
    "POST", f"{_LIST}/close", audience=_MANAGE, status=303, media_type=_HTML, summary="Close an agent's month"
)
def close_month(caller: Caller, form: StatementFields) -> Response:
    """Close a month that is over; a colleague may have done so already."""
    month = form.month if _MONTH.fullmatch(form.month) else ""
    place = _place(form.agent, month)
    try:
        service.close_month(caller, month=month or "9999-12", agent_id=form.agent)
    except (Invalid, Conflict):
        return see_other(place)
    return see_other(place, notice="month_closed")


def _place(agent_id: str, month: str) -> str:
    return f"{_LIST}?agent={agent_id}&month={month}"


def _statement(caller: Caller, query: StatementFields, account: Account) -> Statement:
    month = query.month if _MONTH.fullmatch(query.month) else _present(account)
    try:
        return service.show_statement(caller, month=month, agent_id=query.agent or None)
    except Invalid as error:
        raise NotFound(error.errors[0].message) from error


def _present(account: Account) -> str:
    return f"{now().astimezone(account.zone):%Y-%m}"


def _shown(account: Account, statement: Statement, agents: list[BaseChoice], language: Language) -> StatementShown:
    present = _present(account)
    return StatementShown(
        agent=statement.agent_id,
        month=statement.month,
        before=_neighbour(statement.month, -1),
        after=_neighbour(statement.month, 1) if statement.month < present else "",
        lines=tuple(_line(account, each, language) for each in statement.lines),
        totals=tuple(shown(language, each) for each in statement.totals),
        closed=text(language, N_("This month is closed. Later corrections are in the next ones."))
        if statement.closed_at
        else "",
        can_be_closed=statement.closed_at is None and statement.month < present,
        agents=tuple(agents),
    )


def _line(account: Account, line: LedgerLine, language: Language) -> StatementLine:
    return StatementLine(
        when=localized.day(language, line.at.astimezone(account.zone)),
        policy_id=line.policy_id,
        number=line.number,
        product=product_label(account.id, line.product, language),
        client=line.client,
        base=shown(language, money(line.base, line.currency)),
        percent=percent_of(line.percent, language),
        amount=shown(language, money(line.amount, line.currency)),
        is_negative=line.amount < 0,
        reason=text(language, REASONS.get(line.reason, line.reason)),
        channel=text(language, CHANNELS[line.channel]),
    )


def _neighbour(month: str, by: int) -> str:
    """Return the month before or after one."""
    year, number = int(month[:4]), int(month[5:]) + by
    if number == 0:
        return f"{year - 1:04}-{_DECEMBER}"
    return f"{year + 1:04}-01" if number > _DECEMBER else f"{year:04}-{number:02}"
