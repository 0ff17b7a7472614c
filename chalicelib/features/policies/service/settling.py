"""Statements of commission: an agent's lines of a month, their sum, and the closing of the month."""

from decimal import Decimal
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.money import Money
from chalicelib.features.policies.model import LedgerLine
from chalicelib.features.policies.refusals import already
from chalicelib.features.policies.service.accruing import month_of
from chalicelib.features.policies.table import ledger
from chalicelib.identity.agents import is_or_was_agent
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

NO_STATEMENT = N_("There is no such statement.")


class Statement(NamedTuple):
    """An agent's commission of a month: its lines, oldest first, and their sum by currency."""

    agent_id: str
    month: str
    lines: tuple[LedgerLine, ...]
    totals: tuple[Money, ...]
    closed_at: str | None = None
    closed_by: str | None = None


def show_statement(caller: Caller, *, month: str | None = None, agent_id: str | None = None) -> Statement:
    """Return an agent's statement of a month, of the present one by default: one Query.

    Agents see their own only; another one's is NotFound. Raises Invalid without an agent.
    """
    account = accounts.load_account(caller.account_id)
    agent = _agent(caller, agent_id)
    wanted = month or month_of(account, now())
    found = ledger.read_month(caller.account_id, agent, wanted)
    return Statement(agent, wanted, found.lines, totals_of(found.lines), found.closed_at, found.closed_by)


def close_month(caller: Caller, *, month: str, agent_id: str) -> Statement:
    """Close an agent's month that is over: later corrections go to the next open one.

    Raises Conflict for one that is closed, Invalid for one that is not over, NotFound for somebody who was no agent.
    """
    if not is_or_was_agent(caller.account_id, agent_id):
        raise NotFound(NO_STATEMENT)
    account = accounts.load_account(caller.account_id)
    if month >= month_of(account, now()):
        raise Invalid([FieldError("/month", N_("This month is not over yet. Close it when it is."))])
    tx = Transaction()
    closed = already("month-closed", N_("This month is closed already."))
    ledger.close(tx, account.id, agent_id, month, by=caller.actor, otherwise=lambda _: closed)
    tx.commit()
    return show_statement(caller, month=month, agent_id=agent_id)


def _agent(caller: Caller, agent_id: str | None) -> str:
    if caller.role == "agent" and caller.user_id is not None:
        if agent_id not in (None, caller.user_id):
            raise NotFound(NO_STATEMENT)
        return caller.user_id
    if not agent_id:
        raise Invalid([FieldError("?agent_id", N_("Say whose statement: the id of an agent."))])
    return agent_id


def totals_of(lines: tuple[LedgerLine, ...]) -> tuple[Money, ...]:
    """Return the sums of lines by currency."""
    totals: dict[str, Decimal] = {}
    for each in lines:
        totals[each.currency] = totals.get(each.currency, Decimal(0)) + each.amount
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(totals.items()))
