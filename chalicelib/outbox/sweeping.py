"""The sweep: queues due rows, in turn among the tenants, and gives up those that fail for ever.

It does none of the work itself where there is a queue for it: one slow or poisonous row holds up nobody else's.
"""

import json
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import timedelta
from itertools import zip_longest
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib.aws import due, queues
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Row
from chalicelib.base.clock import now
from chalicelib.base.observability import alarm, where
from chalicelib.base.settings import settings

#: Rows of one line (an account's of one kind and subkind) that one sweep asks for; the rest waits for the next one.
SHARE = 5000
#: Seconds after which a sweep stops and leaves the rest to the next one; its function has 300.
SECONDS = 240.0
#: The first lease, a little shorter than the time between two sweeps; each next one is twice as long.
FIRST_LEASE, LAST_LEASE = timedelta(minutes=4), timedelta(hours=6)
#: Askings after which a row is given up: some three days of them.
ASKED_AT_MOST = 18


class Source(NamedTuple):
    """A table in which things fall due; `do` does one and says whether there was anything to do."""

    name: str
    row: type[Row]
    found: Iterable[Due]
    do: Callable[[Due], bool]
    give_up: Callable[[Due], bool]


def sweep(source: Source, *, seconds: float = SECONDS) -> int:
    """Queue due rows of a table. Returns the number of rows queued, or handled where there is no queue."""
    asked = lease_due(source, seconds=seconds, line=lambda each: (each.account_id, each.kind, each.subkind))
    if not settings().queue_url("due-work"):
        return sum(attempt(source, each) for each in asked)
    return queues.send(settings().queue_url("due-work"), (_order(source, each) for each in asked))


def lease_due(source: Source, *, seconds: float, line: Callable[[Due], Hashable], share: int = SHARE) -> Iterator[Due]:
    """Lease due rows of a table and yield them, in turn among lines, until the time is up."""
    ends = time.monotonic() + seconds
    turn = in_turn(source.found, line=line, share=share, going_on=lambda: _before(ends))
    return (each for each in turn if _before(ends) and _ask(source, each))


def in_turn[T](
    found: Iterable[T],
    *,
    line: Callable[[T], Hashable],
    share: int = SHARE,
    going_on: Callable[[], bool] = lambda: True,
) -> Iterator[T]:
    """Read all of `found`, and return the first of each line, then the second, up to `share` of a line."""
    lines: dict[Hashable, list[T]] = {}
    for each in found:
        waiting = lines.setdefault(line(each), [])
        if len(waiting) < share:
            waiting.append(each)
        if not going_on():
            break
    return (each for row in zip_longest(*lines.values()) for each in row if each is not None)


def attempt(source: Source, each: Due) -> bool:
    """Handle one row; a failure raises an alarm, and its lease sets the time of the retry."""
    try:
        return source.do(each)
    except ValidationError as error:
        alarm("row can't be read", kind=each.kind, error=type(error).__name__, stack=where(error))
        return False
    except Exception as error:  # one thing must not keep the others waiting
        alarm("sweep failed for one thing", kind=each.kind, error=type(error).__name__, stack=where(error))
        return False


def read(body: str) -> tuple[str, Due]:
    """Return the table and the row that an order names. Raises ValueError for a malformed order."""
    try:
        said = json.loads(body)
        return said.pop("table"), Due(**said, due_pk="", due_at="", asked=0)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not an order of the sweep") from error


def _order(source: Source, each: Due) -> queues.Note:
    order = {"table": source.name, "pk": each.pk, "sk": each.sk, "kind": each.kind}
    return queues.Note(json.dumps(order), group=each.account_id)


def _ask(source: Source, each: Due) -> bool:
    if each.asked >= ASKED_AT_MOST:
        if source.give_up(each):
            alarm("due thing given up", kind=each.kind, account_id=each.account_id, attempt=each.asked)
        return False
    moment = now()
    held: timedelta = min(LAST_LEASE, FIRST_LEASE * 2**each.asked)
    return due.lease(source.row, each, moment=moment, until=moment + held)


def _before(ends: float) -> bool:
    return time.monotonic() < ends
