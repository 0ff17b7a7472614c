"""Commission: lines of the ledger, in the transactions of payments and refunds."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, Stale
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.policies.commission_rules import accrued
from chalicelib.features.policies.model import Commission, LedgerLine, Policy
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.subjects import POLICY_PAGE, statement_subject
from chalicelib.features.policies.table import ledger
from chalicelib.features.printing import service as printing
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Months looked at for one that is open; closing more of them ahead is a mistake.
_AHEAD = 24
_YEAR = 12


def with_commission(tx: Transaction, account: Account, policy: Policy, *, reason: str) -> Policy:
    """Return a policy with the commission on the premium paid by now, and add the differences to the ledger.

    Each instalment is its agent's, so that a refund yields a negative line of the agent who was credited. Without an
    agent, or without a difference, nothing is written.
    """
    commission = policy.commission
    if commission is None:
        return policy
    known = {commission.agent_id: commission.accrued, **commission.others}
    for agent_id, base in _bases(policy, commission).items():
        total = accrued(policy.insured.money(base), commission.percent).amount
        difference, known[agent_id] = total - known.get(agent_id, Decimal(0)), total
        if difference != 0:
            line = _line(account, policy, agent_id, base=base, amount=difference, reason=reason)
            ledger.append_line(tx, policy.account_id, line, closed=_closed_meanwhile)
            _publish(tx, policy, line)
    own = known.pop(commission.agent_id)
    return policy.model_copy(update={"commission": commission.model_copy(update={"accrued": own, "others": known})})


def credited_base(policy: Policy) -> str | None:
    """Return the base whose commission an instalment received now is, if it is not that of the policy's commission.

    Of a client with another agent by now, the account's setting decides.
    """
    if policy.commission is None or sale_settings(policy.account_id).future_only:
        return None
    client = clients.find_client(policy.account_id, policy.client_id)
    return client.base if client and client.base != policy.commission.agent_id else None


def _bases(policy: Policy, commission: Commission) -> dict[str, Decimal]:
    """Return the premium paid by now and not paid back, by the agent who is credited."""
    others: dict[str, Decimal] = dict.fromkeys(commission.others, Decimal(0))
    for each in policy.instalments:
        if each.paid_at is not None and each.credited_to is not None:
            others[each.credited_to] = others.get(each.credited_to, Decimal(0)) + each.amount - each.refunded
    own = policy.paid - sum(others.values(), Decimal(0))
    return {commission.agent_id: own, **{agent: base for agent, base in others.items() if agent != HOUSE}}


def _line(
    account: Account, policy: Policy, agent_id: str, *, base: Decimal, amount: Decimal, reason: str
) -> LedgerLine:
    moment = now()
    return LedgerLine(
        id=new_ulid(),
        agent_id=agent_id,
        month=_open_month(account, agent_id, moment),
        at=moment,
        policy_id=policy.id,
        number=policy.number,
        product=policy.insured.product,
        client=policy.holder,
        channel=policy.channel,
        base=base,
        percent=policy.commission.percent if policy.commission else Decimal(0),
        amount=amount,
        currency=policy.currency,
        reason=reason,
    )


def forget_in_statements(policy: Policy, client: str) -> None:
    """Replace the client's name in the lines of a policy; their sums stay. Statements printed with it are erased."""
    if policy.commission is None:
        return
    account = accounts.load_account(policy.account_id)
    month, last = month_of(account, policy.issued_at), following(month_of(account, now()))
    while month <= last:
        for agent_id in (policy.commission.agent_id, *policy.commission.others):
            lines = ledger.read_month(policy.account_id, agent_id, month).lines
            if any(each.policy_id == policy.id and each.client != client for each in lines):
                printing.erase_documents(policy.account_id, statement_subject(agent_id, month))
                ledger.rename_client(policy.account_id, agent_id, month, policy.id, client)
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
