"""First answers to clients about claims, kept for 30 days: `a#answers` | `<moment>#<claim>#<number>`."""

from datetime import datetime, timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.conversations.table.rows import AnswerRow

#: Answers of this time are measured, the latest of them.
MEASURED = timedelta(days=30)
_MOST = 300


def add_answer(tx: Transaction, account_id: str, *, at: datetime, name: str, minutes: int) -> None:
    """Note a first answer, so many working minutes after the question. `name` tells it from others."""
    row = AnswerRow(f"{account_id}#answers", f"{stamp(at)}#{name}", minutes=minutes)
    row.ttl = int((at + MEASURED).timestamp())
    tx.put(row)


def list_answers(account_id: str, *, since: datetime) -> list[timedelta]:
    """Query: the working time that the latest first answers took, of those since a moment."""
    later = AnswerRow.sk > stamp(since)
    rows = AnswerRow.query(f"{account_id}#answers", later, scan_index_forward=False, limit=_MOST)
    return [timedelta(minutes=int(row.minutes)) for row in rows]
