"""Commission: lines of the ledger, in the transactions of payments and refunds."""

from datetime import datetime
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, Stale
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_
from chalicelib.features.policies.commission_rules import accrued
from chalicelib.features.policies.model import Commission, LedgerLine, Policy
from chalicelib.features.policies.subjects import POLICY_PAGE
from chalicelib.features.policies.table import ledger
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Months looked at for one that is open; closing more of them ahead is a mistake.
_AHEAD = 24
_YEAR = 12


def with_commission(tx: Transaction, account: Account, policy: Policy, *, reason: str) -> Policy:
    """Return a policy with the commission on the premium paid by now, and add the difference to the ledger.

    A refund yields a negative line. Without an agent, or without a difference, nothing is written.
    """
    commission = policy.commission
    if commission is None:
        return policy
    paid = policy.insured.money(policy.paid)
    total = accrued(paid, commission.percent).amount
    difference = total - commission.accrued
    if difference == 0:
        return policy
    moment = now()
    line = LedgerLine(
        id=new_ulid(),
        agent_id=commission.agent_id,
        month=_open_month(account, commission.agent_id, moment),
        at=moment,
        policy_id=policy.id,
        number=policy.number,
        product=policy.insured.product,
        client=policy.holder,
        channel=policy.channel,
        base=paid.amount,
        percent=commission.percent,
        amount=difference,
        currency=policy.currency,
        reason=reason,
    )
    ledger.append_line(tx, policy.account_id, line, closed=_closed_meanwhile)
    _publish(tx, policy, line)
    return policy.model_copy(update={"commission": commission.model_copy(update={"accrued": total})})


def forget_in_statements(policy: Policy, client: str) -> None:
    """Replace the client's name in the lines of a policy; their sums stay."""
    if policy.commission is None:
        return
    account = accounts.load_account(policy.account_id)
    month, last = month_of(account, policy.issued_at), following(month_of(account, now()))
    while month <= last:
        ledger.rename_client(policy.account_id, policy.commission.agent_id, month, policy.id, client)
        month = following(month)


def commission_of(agent_id: str | None, percent: Any) -> Commission | None:
    """Return the commission of a new policy; None without an agent or a rate."""
    return Commission(agent_id=agent_id, percent=percent) if agent_id and percent else None


def month_of(account: Account, moment: datetime) -> str:
    """Return the month of a moment in the account's time zone, `2026-12`."""
    return f"{moment.astimezone(account.zone):%Y-%m}"


def _open_month(account: Account, agent_id: str, moment: datetime) -> str:
    """Return the month of a moment; if it is closed already, the next one that is open."""
    month = month_of(account, moment)
    for _ in range(_AHEAD):
        if not ledger.is_closed(account.id, agent_id, month):
            break
        month = following(month)
    return month


def following(month: str) -> str:
    """Return the month after a month, both as `2026-12`."""
    year, number = map(int, month.split("-"))
    year, number = (year + 1, 1) if number == _YEAR else (year, number + 1)
    return f"{year:04}-{number:02}"


def _closed_meanwhile(_: dict[str, Any] | None) -> DomainError:
    return Stale(N_("Someone else changed this at the same moment. Reload it and try again."))


def _publish(tx: Transaction, policy: Policy, line: LedgerLine) -> None:
    outbox.publish(
        tx,
        account_id=policy.account_id,
        type="commission.accrued",
        version=policy.version,
        data={
            "policy_id": policy.id,
            "agent_id": line.agent_id,
            "month": line.month,
            "amount": str(line.amount),
            "currency": line.currency,
        },
        page=POLICY_PAGE.format(policy_id=policy.id),
    )
