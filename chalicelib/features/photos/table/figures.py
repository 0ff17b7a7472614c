"""Rows of counts (keys: the package's docstring), each spread over SHARDS so that many can count at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self, cast

from pynamodb.expressions.operand import Path

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import shard
from chalicelib.features.photos.figures import Counts, Group, Tally, merged

SHARDS = 8
_NO_DEVICE = "-"


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
    row = FiguresRow(_pk(account_id), f"{_named(group)}#{shard(spread_by, of=SHARDS)}")
    kind = Path("kind").set("figures")  # the row may not be there yet
    tx.update(row, actions=[kind, *(Path(name).add(count) for name, count in sorted(counts.items()))])


def read_figures(account_id: str, *, first: date, last: date) -> Mapping[Group, Tally]:
    """Query: the counts of all groups of the weeks from `first` to `last` (Mondays)."""
    within = FiguresRow.sk.between(first.isoformat(), f"{last.isoformat()}#\U0010ffff")
    found: dict[Group, list[Counts]] = {}
    for row in FiguresRow.query(_pk(account_id), within):
        found.setdefault(_group(row.sk), []).append(row.counts)
    return {group: merged(counts) for group, counts in found.items()}


def _pk(account_id: str) -> str:
    return f"{account_id}#figures"


def _named(group: Group) -> str:
    return "#".join((group.week.isoformat(), group.channel, group.language, group.device or _NO_DEVICE))


def _group(sort_key: str) -> Group:
    week, channel, language, device, _ = cast("list[Any]", sort_key.split("#"))
    return Group(date.fromisoformat(week), channel, language, None if device == _NO_DEVICE else device)
