"""Rows of the e-mails that one person gets in one hour (UTC); one function per access pattern.

| item | pk | sk |
|---|---|---|
| the e-mails that a person got in an hour | `<account>#mails#<user>#<hour>` | `sent` |
| the mark of a digest after the hour | `<account>#mails#<user>#<hour>` | `digest` |
| a case that is told of then | `<account>#mails#<user>#<hour>` | `case#<case>` |
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.base.clock import now, stamp
from chalicelib.features.staff_news.hours import Hour

_KEPT = timedelta(days=3)
_CASE = "case#"


class SentRow(CasesRow, discriminator="staff_mails"):
    """Ids of the outbox's items whose e-mails have gone out."""

    items = UnicodeSetAttribute(null=True)


class DigestRow(CasesRow, discriminator="staff_digest"):
    """The mark of a due item of the outbox with the digest of the hour's other cases."""


class PiledRow(CasesRow, discriminator="staff_piled"):
    """The entries of a case's timeline for the digest."""

    case_id = UnicodeAttribute()
    entries = UnicodeSetAttribute(null=True)
    piled_at = UnicodeAttribute(null=True)


def take_slot(hour: Hour, item_id: str, *, at_most: int) -> bool:
    """UpdateItem: count an e-mail of the hour, each once; False if there were as many as may be."""
    row = SentRow(hour.key, "sent")
    room = SentRow.items.does_not_exist() | _has_room(at_most) | SentRow.items.contains(item_id)
    actions: list[Action] = [
        SentRow.kind.set(SentRow),
        SentRow.items.add({item_id}),
        SentRow.ttl.set(_ttl(hour.begins_at)),
    ]
    try:
        row.update(actions=actions, condition=room)
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def pile(tx: Transaction, hour: Hour, *, case_id: str, entries: set[str]) -> None:
    """Add entries of a case to the hour's digest."""
    actions: list[Action] = [
        PiledRow.kind.set(PiledRow),
        PiledRow.case_id.set(case_id),
        PiledRow.entries.add(entries),
        PiledRow.piled_at.set(stamp(now())),
        PiledRow.ttl.set(_ttl(hour.begins_at)),
    ]
    tx.update(PiledRow(hour.key, f"{_CASE}{case_id}"), actions=actions)


def has_digest(hour: Hour) -> bool:
    """GetItem: True if the hour's digest is due."""
    try:
        DigestRow.get(hour.key, "digest", consistent_read=True)
    except DigestRow.DoesNotExist:
        return False
    return True


def add_digest(tx: Transaction, hour: Hour, *, otherwise: Otherwise) -> None:
    """Note that the hour's digest is due; `otherwise` if it was before."""
    tx.insert(DigestRow(hour.key, "digest", ttl=_ttl(hour.begins_at)), otherwise=otherwise)


def list_piled(hour: Hour) -> Iterator[tuple[str, frozenset[str]]]:
    """Query, all pages: the cases of the hour's digest with their entries' ids, by the cases' ids."""
    rows = PiledRow.query(hour.key, PiledRow.sk.startswith(_CASE), consistent_read=True)
    return ((row.case_id, frozenset(row.entries or ())) for row in rows)


def _ttl(begins_at: datetime) -> int:
    return int((begins_at + _KEPT).timestamp())


def _has_room(at_most: int) -> Condition:
    return size(SentRow.items) < at_most  # type: ignore[no-untyped-call,no-any-return]
