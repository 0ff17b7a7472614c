"""Restores a table to a point in time beside the live one, compares the two, and writes back: `make restore`.

A restored table has another name, which the template does not know. So wanted items are copied into the live table:
only missing ones (`WRITE=missing`), or also those that changed since (`WRITE=all`). They are of one account or case if
one is named. Without WRITE nothing changes but that the restored table is there. Each step may be repeated.

The outbox is left out: its messages would be sent again.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import boto3
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.stages import StageError, environment_of, why_not

TABLES = ("accounts", "cases", "webhooks")
#: Of one BatchGetItem.
_AT_ONCE = 100
#: The time for which tables can be restored (infra/template.yaml: the longest that there is).
_KEPT = timedelta(days=35)
_WAIT = {"Delay": 15, "MaxAttempts": 960}
_MINE = re.compile(r"(acc_\w+)?(#case_\w+)?")
Item = dict[str, Any]
Write = Literal["", "missing", "all"]


class RestoreError(Exception):
    """The restore can't be done; a line for each reason."""


@dataclass(frozen=True)
class Order:
    """An order to restore: the live table, the moment, and the beginning of the partition key."""

    table: str
    moment: datetime
    beginning: str = ""
    write: Write = ""

    @property
    def restored(self) -> str:
        """The name of the restored table: one for each moment."""
        return f"{self.table}-restored-{self.moment:%Y%m%dt%H%M%S}"


@dataclass(frozen=True)
class Comparison:
    """The number of items of the restored table by state in the live one: same, missing, changed; and written back."""

    same: int = 0
    missing: int = 0
    changed: int = 0
    written: int = 0


def main(arguments: list[str]) -> int:
    """Restore, compare and write back, and print the numbers.

    Returns 1, with the errors printed, when it can't be done.
    """
    options = _parser().parse_args(arguments)
    try:
        order = read_order(options)
        restore(order)
        print(f"{order.table} as of {order.moment:%Y-%m-%d %H:%M:%S} UTC is the table {order.restored}")
        print(in_words(order, compare(order)))
    except RestoreError as error:
        print(*(f"osmotr: {line}" for line in str(error).splitlines()), sep="\n", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"osmotr: can't restore: {why_not(error)}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.restore", description="Restore a table to a point in time.")
    for name in ("stage", "table", "at", "account", "case", "write"):
        parser.add_argument(f"--{name}", default="")
    return parser


def read_order(options: argparse.Namespace) -> Order:
    """Return the typed values as an order, with the stage's environment in place.

    Raises RestoreError with all faults.
    """
    wrong = []
    if options.table not in TABLES:
        wrong.append(f"TABLE: one of {', '.join(TABLES)}")
    moment = _moment(options.at)
    if moment is None:
        wrong.append("AT: a moment of the last 35 days with its offset, such as 2026-11-28T20:00:00Z")
    if options.write not in {"", "missing", "all"}:
        wrong.append("WRITE: `missing`, `all`, or left out")
    beginning = options.account + (f"#{options.case}" if options.case else "")
    if not _MINE.fullmatch(beginning) or (options.case and not options.account):
        wrong.append("ACCOUNT, CASE: ids such as acc_… and case_…; a case with its account")
    try:
        os.environ |= environment_of(options.stage)
    except StageError as error:
        wrong.append(f"STAGE: {error}")
    if wrong or moment is None:
        raise RestoreError("\n".join(wrong))
    table = os.environ[f"{options.table.upper()}_TABLE"]
    return Order(table=table, moment=moment, beginning=beginning, write=options.write)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    today = datetime.now(UTC)
    return moment.astimezone(UTC) if moment.tzinfo and today - _KEPT < moment < today else None


def restore(order: Order) -> None:
    """Restore the table under its new name, unless it is there, and wait until it is ready. Raises RestoreError."""
    dynamodb: Any = boto3.client("dynamodb")
    try:
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=order.table, TargetTableName=order.restored, RestoreDateTime=order.moment
        )
    except dynamodb.exceptions.TableAlreadyExistsException:
        pass  # a former run's
    except dynamodb.exceptions.InvalidRestoreTimeException as error:
        raise RestoreError(f"AT: the table can't be restored to this moment: {error}") from error
    try:
        dynamodb.get_waiter("table_exists").wait(TableName=order.restored, WaiterConfig=_WAIT)
    except WaiterError as error:
        raise RestoreError(f"{order.restored} is not there yet, run this again: {error}") from error


def compare(order: Order) -> Comparison:
    """Compare the ordered part of the restored table with the live one, and write back as ordered."""
    found = Comparison()
    for items in _pages(order):
        live = _live(order.table, items)
        for item in items:
            now = live.get(_key(item))
            if now == item:
                found = replace(found, same=found.same + 1)
                continue
            is_missing = now is None
            written = found.written + _written(order, item, is_missing=is_missing)
            if is_missing:
                found = replace(found, missing=found.missing + 1, written=written)
            else:
                found = replace(found, changed=found.changed + 1, written=written)
    return found


def in_words(order: Order, found: Comparison) -> str:
    """Return the differences of both tables, and the actions, in words."""
    of = f" of {order.beginning}" if order.beginning else ""
    said = f"items{of}: {found.same} are the same today, {found.changed} have changed, {found.missing} are missing"
    return (
        f"{said}; {found.written} written back" if order.write else f"{said}; nothing was written (WRITE=missing, all)"
    )


def _pages(order: Order) -> Iterator[Sequence[Item]]:
    """Yield the ordered part of the restored table, as many items at once as can be looked up."""
    pages: Any = boto3.client("dynamodb").get_paginator("scan")
    wanted: dict[str, Any] = {"TableName": order.restored, "Limit": _AT_ONCE, "ConsistentRead": True}
    if order.beginning:
        wanted |= {
            "FilterExpression": "begins_with(pk, :beginning)",
            "ExpressionAttributeValues": {":beginning": {"S": order.beginning}},
        }
    for page in pages.paginate(**wanted):
        items = [item for item in page["Items"] if _is_of(item, order.beginning)]
        if items:
            yield items


def _is_of(item: Item, beginning: str) -> bool:
    """Return True unless the beginning is that of a longer id."""
    return not beginning or item["pk"]["S"].removeprefix(beginning)[:1] in {"", "#"}


def _live(table: str, items: Sequence[Item]) -> Mapping[tuple[str, str], Item]:
    dynamodb: Any = boto3.client("dynamodb")
    wanted = {table: {"Keys": [{"pk": item["pk"], "sk": item["sk"]} for item in items], "ConsistentRead": True}}
    found: list[Item] = []
    while wanted:
        answer = dynamodb.batch_get_item(RequestItems=wanted)
        found += answer["Responses"].get(table, [])
        wanted = answer.get("UnprocessedKeys", {})
    return {_key(item): item for item in found}


def _written(order: Order, item: Item, *, is_missing: bool) -> int:
    """Write an item back if the order demands it; items created meanwhile are left to `WRITE=all`."""
    if not order.write or (order.write == "missing" and not is_missing):
        return 0
    dynamodb: Any = boto3.client("dynamodb")
    condition = {"ConditionExpression": "attribute_not_exists(pk)"} if is_missing else {}
    try:
        dynamodb.put_item(TableName=order.table, Item=item, **condition)
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return 0
    return 1


def _key(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
