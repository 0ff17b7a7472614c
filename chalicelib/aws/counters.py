"""Rows of counts: each count is an attribute of its own, which a transaction adds to without reading the row."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from pynamodb.expressions.operand import Path

from chalicelib.aws.dynamo import Row, Transaction
from chalicelib.aws.shards import shard

#: The parts that the counts of a group are spread over, so that many can be counted at once.
SHARDS = 4


class Counters:
    """A part of classes of rows: the attributes that are numbers, as counts."""

    #: The discriminator of the class: the first count makes the row.
    KIND: ClassVar[str]
    counts: Mapping[str, int]

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        row: Self = super().from_raw_data(data)  # type: ignore[misc]
        row.counts = {name: int(value["N"]) for name, value in data.items() if "N" in value}
        return row


def add_counts(
    tx: Transaction, rows: type[Row], *, key: str, group: str, counts: Mapping[str, int], spread_by: str
) -> None:
    """Add to the counts of a group, in the shard of `spread_by` (an id). Counts of zero write nothing.

    `rows`: a class of rows with Counters; `key`: its partition key.
    """
    added = {name: number for name, number in counts.items() if number}
    if not added:
        return
    row = rows(key, f"{group}#{shard(spread_by, of=SHARDS)}")
    kind = Path("kind").set(rows.KIND)  # type: ignore[attr-defined]
    tx.update(row, actions=[kind, *(Path(name).add(number) for name, number in sorted(added.items()))])


def summed(rows: Iterable[Any]) -> dict[str, Counter[str]]:
    """Return the counts of rows of a Query by group, its shards together."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.sk.rpartition("#")[0], Counter()).update(row.counts)
    return found
