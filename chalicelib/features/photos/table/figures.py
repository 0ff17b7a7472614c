"""Rows of counts (keys: the package's docstring), each spread over SHARDS so that many can count at once."""

from typing import Any, Self

from pynamodb.expressions.operand import Path

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import shard
from chalicelib.features.photos.figures import Counts, Group

SHARDS = 8
NO_DEVICE = "-"


class FiguresRow(CasesRow, discriminator="figures"):
    """Counts of a group. Each is an attribute of its own: there are hundreds that may be, and few that are."""

    counts: Counts

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        row = super().from_raw_data(data)
        row.counts = {name: int(value["N"]) for name, value in data.items() if "N" in value}
        return row


def add(tx: Transaction, *, account_id: str, group: Group, counts: Counts, spread_by: str) -> None:
    """Add to the counts of a group, in the shard of `spread_by` (a request's id)."""
    row = FiguresRow(figures_key(account_id), f"{_named(group)}#{shard(spread_by, of=SHARDS)}")
    kind = Path("kind").set("figures")  # the row may not be there yet
    tx.update(row, actions=[kind, *(Path(name).add(count) for name, count in sorted(counts.items()))])


def figures_key(account_id: str) -> str:
    return f"{account_id}#figures"


def _named(group: Group) -> str:
    return "#".join((group.week.isoformat(), group.channel, group.language, group.device or NO_DEVICE))
