"""Commission in the table: lines of an agent's month, and its closing."""

from typing import NamedTuple

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.base.clock import now, stamp
from chalicelib.features.policies.model import LedgerLine
from chalicelib.features.policies.table.rows import ClosedRow, LedgerRow


class Month(NamedTuple):
    """The lines of an agent's month, oldest first, and its closing."""

    lines: tuple[LedgerLine, ...]
    closed_at: str | None = None
    closed_by: str | None = None


def append_line(tx: Transaction, account_id: str, line: LedgerLine, *, closed: Otherwise) -> None:
    """Add a line to an agent's month. `closed`: the month takes no further one."""
    key = _key(account_id, line.agent_id, line.month)
    tx.check(ClosedRow(key, "closed"), condition=ClosedRow.pk.does_not_exist(), otherwise=closed)
    tx.insert(LedgerRow(key, line.id, document=line.model_dump(mode="json")))


def read_month(account_id: str, agent_id: str, month: str) -> Month:
    """Query, all pages: the lines of an agent's month."""
    rows = list(PoliciesRow.query(_key(account_id, agent_id, month), consistent_read=True))
    lines = tuple(found for row in rows if isinstance(found := row.model(), LedgerLine))
    closing = next((row for row in rows if isinstance(row, ClosedRow)), None)
    return Month(lines, closing.at, closing.by) if closing else Month(lines)


def rename_client(account_id: str, agent_id: str, month: str, policy_id: str, client: str) -> None:
    """Query and PutItem: write another name of the client into a policy's lines of a month."""
    key = _key(account_id, agent_id, month)
    for row in PoliciesRow.query(key, consistent_read=True):
        line = row.model()
        if isinstance(line, LedgerLine) and line.policy_id == policy_id and line.client != client:
            named = line.model_copy(update={"client": client})
            LedgerRow(key, line.id, document=named.model_dump(mode="json")).save()


def is_closed(account_id: str, agent_id: str, month: str) -> bool:
    """GetItem: return True if an agent's month is closed."""
    try:
        ClosedRow.get(_key(account_id, agent_id, month), "closed", consistent_read=True)
    except ClosedRow.DoesNotExist:
        return False
    return True


def close(tx: Transaction, account_id: str, agent_id: str, month: str, *, by: str, otherwise: Otherwise) -> None:
    """Close an agent's month; `otherwise`: it is closed."""
    row = ClosedRow(_key(account_id, agent_id, month), "closed", at=stamp(now()), by=by)
    tx.insert(row, otherwise=otherwise)


def _key(account_id: str, agent_id: str, month: str) -> str:
    return f"{account_id}#com#{agent_id}#{month}"
