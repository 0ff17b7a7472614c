"""An account with very many cases, written straight into the tables: as rows of the table module, without use cases.

Search terms are left out unless they are asked for: they take eight rows a case, and no list reads them.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from chalicelib.aws.shards import shard
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.cases import table
from chalicelib.features.cases.model import Case, CaseStatus, Owner, Vehicle

PROCESSES = ("osago", "kasko", None)


def write_cases(account_id: str, count: int, *, handler: str, seed: int = 1, findable: bool = False) -> list[Case]:
    """Write cases of every status and process, changed over the last year; every third is the handler's.

    Return them newest change first. The account must have none yet.
    """
    made = list(_cases(account_id, count, handler=handler, dice=random.Random(seed)))
    _put(table.row_of(case).serialize() for case in made)
    _put(row.serialize() for case in made if findable for row in table.term_rows(case))
    _put(_counters(account_id, made))
    return sorted(made, key=lambda case: case.changed_at, reverse=True)


def _cases(account_id: str, count: int, *, handler: str, dice: random.Random) -> Iterator[Case]:
    moment, statuses = now(), tuple(CaseStatus)
    for number in range(count):
        status = statuses[number % len(statuses)]
        changed = moment - timedelta(seconds=dice.uniform(1, 365 * 86400))
        yield Case(
            id=new_id("case"),
            account_id=account_id,
            reference=f"OSAGO-{number:06d}",
            status=status,
            process=PROCESSES[number // 7 % len(PROCESSES)],
            handler=handler if number % 3 == 0 else None,
            vehicle=Vehicle(plate=f"А{number % 1000:03d}ВС77", make="Lada", model="Vesta"),
            owner=Owner(name="Иван Петров", phone=f"+7916{number:07d}"),
            created_at=changed,
            changed_at=changed,
            created_by=handler,
            version=3,
            attachments=number % 20,
            waits={new_id("req"): _end(moment, dice)} if status == CaseStatus.WAITING else {},
        )


def _end(moment: datetime, dice: random.Random) -> datetime:
    return moment + timedelta(hours=dice.uniform(-240, 24 * 14))


def _counters(account_id: str, made: list[Case]) -> Iterator[dict[str, Any]]:
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for case in made:
        counts[shard(case.id, of=table.COUNTERS)][case.status] += 1
    for part, of_part in counts.items():
        row = table.CounterRow(f"{account_id}#count#{part}", "count")
        for status, count in of_part.items():
            setattr(row, status, count)
        yield row.serialize()


def _put(items: Iterator[dict[str, Any]]) -> None:
    """Put raw items into moto's table; by its API that would take a hundred times as long."""
    cases = dynamodb_backends["123456789012"]["eu-central-1"].get_table("cases")
    for item in items:
        cases.put_item(item)
