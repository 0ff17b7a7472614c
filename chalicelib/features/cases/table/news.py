"""The row of a case's timeline entries that staff were not told of yet.

| item | pk | sk |
|---|---|---|
| news of a case that nobody was told of yet | `<account>#<case>` | `news` |

It is beside the case's own row, which photos write: adding to it has no condition, so nothing waits for it.
"""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.update import Action

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import stamp
from chalicelib.base.models import Frozen


class Untold(Frozen):
    """Ids of timeline entries that staff were not told of yet; `version` rises with every write of the row."""

    account_id: str
    case_id: str
    entries: frozenset[str] = frozenset()
    #: The moment at which the case's latest e-mails were queued, and the end of the wait for the next ones.
    told_at: datetime | None = None
    waits_until: datetime | None = None
    version: int = 0


class NewsRow(CasesRow, discriminator="news"):
    """Entries of which the staff were not told yet."""

    untold = UnicodeSetAttribute(null=True)
    told_at = UnicodeAttribute(null=True)
    waits_until = UnicodeAttribute(null=True)
    version = NumberAttribute(default=0)


def add(tx: Transaction, *, account_id: str, case_id: str, entry_id: str) -> None:
    """Add an entry that staff are to be told of, in the transaction that writes it."""
    actions: list[Action] = [NewsRow.kind.set(NewsRow), NewsRow.untold.add({entry_id}), NewsRow.version.add(1)]
    tx.update(_row(account_id, case_id), actions=actions)


def get(account_id: str, case_id: str) -> Untold:
    """GetItem: entries of which the staff were not told yet."""
    try:
        row = NewsRow.get(case_key(account_id, case_id), "news", consistent_read=True)
    except NewsRow.DoesNotExist:
        return Untold(account_id=account_id, case_id=case_id)
    return Untold.model_validate(
        {
            "account_id": account_id,
            "case_id": case_id,
            "entries": row.untold or (),
            "told_at": row.told_at,
            "waits_until": row.waits_until,
            "version": int(row.version),
        }
    )


def remove_told(tx: Transaction, untold: Untold, *, told_at: datetime | None) -> None:
    """Remove entries that were read, as told at a moment or as nothing to tell (None).

    Raises Stale if the row has changed.
    """
    noted: list[Action] = [NewsRow.told_at.set(stamp(told_at)), NewsRow.waits_until.remove()] if told_at else []
    actions: list[Action] = [NewsRow.untold.delete(set(untold.entries)), NewsRow.version.add(1), *noted]
    tx.update(_row(untold.account_id, untold.case_id), actions=actions, condition=NewsRow.version == untold.version)


def note_wait(tx: Transaction, untold: Untold, *, until: datetime) -> None:
    """Note the moment at which an item of the outbox with news is due. Raises Stale if the row has changed."""
    actions: list[Action] = [NewsRow.waits_until.set(stamp(until)), NewsRow.version.add(1)]
    tx.update(_row(untold.account_id, untold.case_id), actions=actions, condition=NewsRow.version == untold.version)


def _row(account_id: str, case_id: str) -> NewsRow:
    return NewsRow(case_key(account_id, case_id), "news")
