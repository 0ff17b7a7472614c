"""Use cases of news, the e-mails to staff about a case.

A writer of a timeline entry that staff are told of calls `tell_staff` in the same transaction. The text and the
recipients of an e-mail are found when it is sent (features/staff_news).
"""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases import table
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.cases.table import news
from chalicelib.features.cases.table.news import Untold
from chalicelib.outbox import service as notifications

__all__ = ["NEWS", "Untold", "find_untold", "mark_told", "mark_waiting", "queue_news", "read_entries", "tell_staff"]

#: Kind of the outbox's item for news of a case.
NEWS = "case_news"


def tell_staff(tx: Transaction, *, account_id: str, case_id: str, entry: TimelineEntry) -> None:
    """Queue the news of a timeline entry, in the transaction that writes it.

    Of `case.handed_over` only the person is told whom its `to` (an actor) names.
    """
    news.add(tx, account_id=account_id, case_id=case_id, entry_id=entry.id)
    queue_news(tx, account_id=account_id, case_id=case_id)


def queue_news(tx: Transaction, *, account_id: str, case_id: str, at: datetime | None = None) -> None:
    """Put an item of news into the outbox, for all untold entries of a case by then."""
    notifications.queue_message(tx, account_id=account_id, data={"kind": NEWS, "case_id": case_id}, at=at, topic="news")


def find_untold(account_id: str, case_id: str) -> Untold:
    """Return the entries of a case of which the staff were not told yet."""
    return news.get(account_id, case_id)


def mark_told(tx: Transaction, untold: Untold, *, at: datetime | None) -> None:
    """Note that staff are told of this at a moment, or that there is nothing to tell (None). Raises Stale."""
    news.remove_told(tx, untold, told_at=at)


def mark_waiting(tx: Transaction, untold: Untold, *, until: datetime) -> None:
    """Note the moment at which the next item of news is due. Raises Stale."""
    news.note_wait(tx, untold, until=until)


def read_entries(account_id: str, case_id: str, ids: Iterable[str]) -> tuple[TimelineEntry, ...]:
    """Return the timeline entries of these ids, oldest first."""
    return table.read_entries(account_id, case_id, frozenset(ids))
