"""Rows of levels.

| item | pk | sk |
|---|---|---|
| level of a day; a removed one | `a#level#<underlying>` | `<day>`; `removed#<day>` |
| latest level of each underlying | `a#levels` | `<underlying>` |
"""

from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.features.policies.levels.model import DayLevel, Latest

_REMOVED = "removed#"


class LevelRow(PoliciesRow, discriminator="underlying_level"):
    """The level of a day, or a removed one, which keeps its trace."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> DayLevel:
        return DayLevel.model_validate({**self.document, "version": int(self.version)})


class LatestRow(PoliciesRow, discriminator="latest_level"):
    """The latest level of an underlying."""

    day = UnicodeAttribute()
    value = UnicodeAttribute()

    def model(self) -> Latest:
        return Latest.model_validate({"underlying": self.sk, "day": self.day, "value": self.value})


def get_level(account_id: str, underlying: str, day: date, *, removed: bool = False) -> DayLevel | None:
    """GetItem: the level of a day; with `removed`, the one that was removed."""
    try:
        return LevelRow.get(_key(account_id, underlying), _sort_key(day, removed=removed), consistent_read=True).model()
    except LevelRow.DoesNotExist:
        return None


def latest_by(account_id: str, underlying: str, day: date) -> DayLevel | None:
    """Query: the latest level up to a day."""
    between = LevelRow.sk.between(date.min.isoformat(), day.isoformat())
    rows = LevelRow.query(
        _key(account_id, underlying), between, scan_index_forward=False, limit=1, consistent_read=True
    )
    return next((row.model() for row in rows), None)


def list_levels(
    account_id: str, underlying: str, *, first: date, last: date, limit: int
) -> tuple[list[DayLevel], bool]:
    """Query: the levels from a day to another one, the latest first; and True if there are more of them."""
    if first > last:  # DynamoDB refuses such a range
        return [], False
    between = LevelRow.sk.between(first.isoformat(), last.isoformat())
    rows = list(
        LevelRow.query(
            _key(account_id, underlying), between, scan_index_forward=False, limit=limit + 1, consistent_read=True
        )
    )
    return [row.model() for row in rows[:limit]], len(rows) > limit


def get_latest(account_id: str, underlying: str) -> Latest | None:
    """GetItem: the latest level of an underlying."""
    try:
        return LatestRow.get(item_key(account_id, "levels"), underlying, consistent_read=True).model()
    except LatestRow.DoesNotExist:
        return None


def list_latest(account_id: str) -> dict[str, Latest]:
    """Query: the latest level of each underlying, by code."""
    rows = LatestRow.query(item_key(account_id, "levels"), consistent_read=True)
    return {row.sk: row.model() for row in rows}


def put_level(tx: Transaction, account_id: str, level: DayLevel, *, replacing: DayLevel | None) -> None:
    """Write a level that is new, or still of the version that was read."""
    row = _row(account_id, level)
    if replacing is None:
        tx.insert(row)
    else:
        tx.put(row, condition=LevelRow.version == replacing.version)


def remove_level(tx: Transaction, account_id: str, level: DayLevel) -> None:
    """Put a level aside that is still of the version that was read."""
    tx.delete(_row(account_id, level), condition=LevelRow.version == level.version)
    tx.put(_row(account_id, level, removed=True))


def forget_removed(tx: Transaction, account_id: str, level: DayLevel) -> None:
    """Delete a removed level: a new one of its day has its trace."""
    tx.delete(_row(account_id, level, removed=True), condition=LevelRow.version == level.version)


def put_latest(
    tx: Transaction, account_id: str, underlying: str, latest: Latest | None, *, before: Latest | None
) -> None:
    """Write the latest level of an underlying, or delete it with the last one. Stale if changed."""
    row = LatestRow(item_key(account_id, "levels"), underlying)
    unchanged = LatestRow.pk.does_not_exist() if before is None else _is(before)
    if latest is None:
        tx.delete(row, condition=unchanged)
        return
    row.day, row.value = latest.day.isoformat(), format(latest.value, "f")
    tx.put(row, condition=unchanged)


def _is(latest: Latest) -> Condition:
    day, value = LatestRow.day == latest.day.isoformat(), LatestRow.value == format(latest.value, "f")
    condition: Condition = day & value
    return condition


def _row(account_id: str, level: DayLevel, *, removed: bool = False) -> LevelRow:
    document = level.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    key = (_key(account_id, level.underlying), _sort_key(level.day, removed=removed))
    return LevelRow(*key, document=document, version=level.version)


def _key(account_id: str, underlying: str) -> str:
    return item_key(account_id, f"level#{underlying}")


def _sort_key(day: date, *, removed: bool) -> str:
    return f"{_REMOVED}{day}" if removed else day.isoformat()
