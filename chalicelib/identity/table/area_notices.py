"""Access to notices of people in the client area. They are kept for 180 days.

The mark sorts behind all notices: a Query from the latest one down begins with it.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.base.clock import now
from chalicelib.identity.area.model import AreaNotice
from chalicelib.identity.table.area_rows import AreaRow, person_key, seconds

KEPT = timedelta(days=180)
_NOTICE, _MARK = "note#", "note~read"


class NoticeRow(AreaRow, discriminator="area_notice"):
    """A notice; an attribute says that it was read, for it alone is changed."""

    document = Document()
    is_read = BooleanAttribute(default=False)
    ttl = NumberAttribute()

    def model(self) -> AreaNotice:
        return AreaNotice.model_validate({**self.document, "is_read": self.is_read})


class NoticeMarkRow(AreaRow, discriminator="area_notice_mark"):
    """The id of the latest notice of those that a person has read as one."""

    through = UnicodeAttribute()


class Listed(NamedTuple):
    """Notices from the latest one down, and whether there are more."""

    notices: list[AreaNotice]
    has_more: bool


def put_notice(notice: AreaNotice, *, tx: Transaction | None = None) -> None:
    """PutItem: add a notice; one that is there stays as it is. In a transaction of a change that happens once, too."""
    row = _row(notice)
    if tx is not None:
        tx.put(row)
        return
    try:
        row.save(NoticeRow.pk.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def list_notices(account_id: str, person_id: str, *, limit: int, before: str | None = None) -> Listed:
    """Query: the latest notices of a person, or those before one. Of later pages a GetItem reads the mark."""
    pk = person_key(account_id, person_id)
    wanted = AreaRow.sk.between(_NOTICE, _NOTICE + before if before else _MARK)
    rows: Iterator[AreaRow] = AreaRow.query(pk, wanted, scan_index_forward=False, limit=limit + 2)
    through, found, moment = _through(pk) if before else "", [], seconds(now())
    for row in rows:
        if isinstance(row, NoticeMarkRow):
            through = row.through
        elif isinstance(row, NoticeRow) and row.ttl > moment and row.sk != f"{_NOTICE}{before}":
            found.append(row.model())
    kept = [each.model_copy(update={"is_read": each.is_read or each.id <= through}) for each in islice(found, limit)]
    return Listed(kept, len(found) > limit)


def list_all_notices(account_id: str, person_id: str) -> list[AreaNotice]:
    """Query: all notices of a person, the earliest first."""
    rows = NoticeRow.query(person_key(account_id, person_id), NoticeRow.sk.startswith(_NOTICE))
    return [row.model() for row in rows]


def get_notice(account_id: str, person_id: str, notice_id: str) -> AreaNotice | None:
    """GetItem: a notice of a person; None if it is gone."""
    try:
        row = NoticeRow.get(person_key(account_id, person_id), _NOTICE + notice_id, consistent_read=True)
    except NoticeRow.DoesNotExist:
        return None
    return row.model() if row.ttl > seconds(now()) else None


def mark_read(notice: AreaNotice) -> None:
    """UpdateItem: note that a notice was read; never brings one back."""
    row = NoticeRow(person_key(notice.account_id, notice.person_id), _NOTICE + notice.id)
    try:
        row.update([NoticeRow.is_read.set(True)], condition=NoticeRow.pk.exists())
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def raise_mark(account_id: str, person_id: str, through: str) -> None:
    """PutItem: note the latest of the notices that a person has read as one; an earlier one changes nothing."""
    row = NoticeMarkRow(person_key(account_id, person_id), _MARK, through=through)
    row.ttl = seconds(now() + KEPT)
    try:
        row.save(NoticeMarkRow.pk.does_not_exist() | (NoticeMarkRow.through < through))
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def move_notices(account_id: str, person_id: str, old: str, new: str) -> None:
    """Query, then UpdateItem each: let a person's notices about a client be about another one. Idempotent."""
    for row in NoticeRow.query(person_key(account_id, person_id), NoticeRow.sk.startswith(_NOTICE)):
        if row.model().client_id == old:
            moved = {**row.document, "client_id": new}
            row.update([NoticeRow.document.set(moved)], condition=NoticeRow.pk.exists())


def delete_notices(account_id: str, person_id: str, *, of_client: str = "") -> None:
    """Query, then DeleteItem each: the notices of a person with the mark, or those about a client. Idempotent."""
    pk = person_key(account_id, person_id)
    for row in AreaRow.query(pk, AreaRow.sk.between(_NOTICE, _MARK), consistent_read=True):
        is_wanted = isinstance(row, NoticeRow) and row.model().client_id == of_client
        if is_wanted or not of_client:
            AreaRow(pk, row.sk).delete()


def _through(pk: str) -> str:
    try:
        return NoticeMarkRow.get(pk, _MARK).through
    except NoticeMarkRow.DoesNotExist:
        return ""


def _row(notice: AreaNotice) -> NoticeRow:
    document = notice.model_dump(mode="json", exclude={"is_read"}, exclude_defaults=True)
    row = NoticeRow(person_key(notice.account_id, notice.person_id), _NOTICE + notice.id, document=document)
    row.ttl = seconds(notice.at + KEPT)
    return row
