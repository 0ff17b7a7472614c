"""Rows that count SMS: by account, day and phone; segments of the whole deployment by hour."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.identity.table.base import AccountsRow, get_row

#: Days for which counters stay: staff see those of today and of the three days before.
COUNTED_DAYS = 4


class CounterRow(AccountsRow, discriminator="counter"):
    """The number of SMS to a phone, a range of phones, or anywhere, on one day."""

    used = NumberAttribute(default=0)
    ttl = NumberAttribute(null=True)


def count_sms(
    tx: Transaction, *, account_id: str, day: datetime, bounds: Sequence[tuple[str, int, Otherwise]], messages: int
) -> None:
    """Add to the day's counters in the caller's transaction, each with its sort key, bound, and error."""
    for sort_key, bound, otherwise in bounds:
        if messages > bound:  # the day's first would pass the condition below
            raise otherwise(None)
        row = CounterRow(_sms_partition(account_id, day), sort_key)
        tx.update(
            row,
            actions=[
                CounterRow.used.set((CounterRow.used | 0) + messages),
                CounterRow.kind.set(CounterRow),
                CounterRow.ttl.set(int(day.timestamp()) + COUNTED_DAYS * 86400),
            ],
            condition=CounterRow.used.does_not_exist() | (CounterRow.used <= bound - messages),
            otherwise=otherwise,
        )


def count_sent_sms(account_id: str, days: Sequence[datetime]) -> list[int]:
    """BatchGetItem: the number of the account's SMS on each of these days."""
    partitions = [_sms_partition(account_id, day) for day in days]
    found = CounterRow.batch_get([(partition, "day") for partition in partitions])
    used = {row.pk: int(row.used) for row in found}
    return [used.get(partition, 0) for partition in partitions]


def count_at_bound(account_id: str, day: datetime, kind: str, bound: int) -> int:
    """Query: the number of counters of a kind (`phone#`, `prefix#`) at their bound on a day."""
    return CounterRow.count(
        _sms_partition(account_id, day), CounterRow.sk.startswith(kind), filter_condition=CounterRow.used >= bound
    )


def count_segments(moment: datetime, *, account_id: str | None, segments: int, budget: int) -> bool:
    """UpdateItem: add to the segments of an hour; False, and nothing is added, if that would be over the budget.

    They are those of an account, or of the whole deployment. An SMS that no hour has room for is let through while
    anything is left: it would never leave otherwise.
    """
    if budget < 1:
        return False
    most_before = budget - (segments if segments <= budget else 1)
    row = CounterRow(*_segments_key(moment, account_id))
    actions: list[Action] = [
        CounterRow.used.set((CounterRow.used | 0) + segments),
        CounterRow.kind.set(CounterRow),
        CounterRow.ttl.set(int(moment.timestamp()) + COUNTED_DAYS * 86400),
    ]
    try:
        row.update(actions, CounterRow.used.does_not_exist() | (CounterRow.used <= most_before))
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def uncount_segments(moment: datetime, *, account_id: str, segments: int) -> None:
    """UpdateItem: subtract segments that were just counted for an account."""
    CounterRow(*_segments_key(moment, account_id)).update([CounterRow.used.set(CounterRow.used - segments)])


def segments_counted(moment: datetime, *, account_id: str | None) -> int:
    """GetItem: the segments that an account, or the whole deployment, has sent in an hour."""
    row = get_row(CounterRow, *_segments_key(moment, account_id))
    return int(row.used) if row else 0


def _segments_key(moment: datetime, account_id: str | None) -> tuple[str, str]:
    if account_id is None:
        return f"sms#{moment:%Y-%m-%dT%H}", "segments"
    return _sms_partition(account_id, moment), f"hour#{moment:%H}"


def _sms_partition(account_id: str, day: datetime) -> str:
    return f"{account_id}#sms#{day:%Y-%m-%d}"


def sms_counted(account_id: str, day: datetime, sort_key: str) -> int:
    """GetItem: a counter of the day."""
    row = get_row(CounterRow, f"{account_id}#sms#{day:%Y-%m-%d}", sort_key)
    return int(row.used) if row else 0
