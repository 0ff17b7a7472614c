"""The rows of each user's read marks in an account's cases."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now, stamp
from chalicelib.features.cases.model import UNREAD_FOR, Case

_UNTIL = "until"


class SeenRow(CasesRow, discriminator="seen"):
    """The version of a case that a user saw last."""

    version = NumberAttribute()


class ReadUntilRow(CasesRow, discriminator="read_until"):
    """Until when a user has read every change."""

    until = UnicodeAttribute()


class Marks(NamedTuple):
    """A user's read marks: the versions seen last, by case, and the moment until which all changes are read."""

    seen: Mapping[str, int]
    until: datetime | None


def see_case(tx: Transaction, case: Case, *, user_id: str) -> None:
    """Mark the case as read by a user, as it is written in this transaction."""
    tx.put(_seen_row(case, user_id))


def mark_seen(case: Case, *, user_id: str) -> None:
    """PutItem: say that a user has seen the case as it is, unless a newer one was seen already."""
    row = _seen_row(case, user_id)
    try:
        row.save(condition=SeenRow.pk.does_not_exist() | (SeenRow.version < case.version))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def mark_read_until(account_id: str, user_id: str, until: datetime) -> None:
    """PutItem: mark all changes until a moment as read by a user, unless a later moment is marked."""
    written = stamp(until)
    row = ReadUntilRow(_key(account_id, user_id), _UNTIL, until=written, ttl=_ttl())
    try:
        row.save(condition=ReadUntilRow.pk.does_not_exist() | (ReadUntilRow.until < written))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def read_marks(account_id: str, case_ids: Sequence[str], *, user_id: str) -> Marks:
    """BatchGetItem: a user's read marks of these cases; those never seen are missing."""
    keys = [(_key(account_id, user_id), each) for each in (_UNTIL, *case_ids)]
    rows = list(CasesRow.batch_get(keys, consistent_read=True))
    until = next((datetime.fromisoformat(row.until) for row in rows if isinstance(row, ReadUntilRow)), None)
    return Marks({row.sk: int(row.version) for row in rows if isinstance(row, SeenRow)}, until)


def _seen_row(case: Case, user_id: str) -> SeenRow:
    return SeenRow(_key(case.account_id, user_id), case.id, version=case.version, ttl=_ttl())


def _key(account_id: str, user_id: str) -> str:
    return f"{account_id}#seen#{user_id}"


def _ttl() -> int:
    return int((now() + UNREAD_FOR).timestamp())
