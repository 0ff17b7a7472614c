"""Rows of imports in the clients table.

`a` is the account, `g` a base.

| item | pk | sk |
|---|---|---|
| import | `a#<import>` | `import` |
| row that is finished | `a#<import>` | `row#<number>` |
| last mapping of a base | `a#g#mapping` | `mapping` |
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws.dynamo import Document, Otherwise, Transaction
from chalicelib.aws.shards import hash_key
from chalicelib.base.clock import now, stamp
from chalicelib.features.clients.importing.model import Import, ImportState, Outcome, Outcomes
from chalicelib.features.clients.table.rows import ClientsRow

#: The life of an import and of its rows. The bucket's rule for its files has the same (infra/template.yaml).
KEPT = timedelta(days=7)
#: The silence of a worker after which the sweep orders the work again.
SILENCE = timedelta(minutes=10)
_ATTRIBUTES = {"state", "turn", "cursor", "added", "skipped", "tries"}
_AT_WORK = {ImportState.READING, ImportState.RUNNING}


class ImportRow(ClientsRow, discriminator="client_import"):
    """An import: attributes for conditions and counters, all other fields as a document."""

    document = Document()
    state = UnicodeAttribute()
    turn = NumberAttribute()
    cursor = NumberAttribute()
    added = NumberAttribute()
    skipped = NumberAttribute()
    tries = NumberAttribute()
    #: The sweep's own (aws/due.py): progress begins its count anew.
    asked = NumberAttribute(null=True)
    asked_until = UnicodeAttribute(null=True)

    def model(self) -> Import:
        numbers = {name: int(getattr(self, name)) for name in _ATTRIBUTES - {"state"}}
        return Import.model_validate({**self.document, "state": self.state, **numbers})


class ImportedRow(ClientsRow, discriminator="client_import_row"):
    """A row of a file that is finished."""

    outcome = UnicodeAttribute()


class MappingRow(ClientsRow, discriminator="client_import_mapping"):
    """The last mapping of a base, by folded heading."""

    document = Document()


def get_import(account_id: str, import_id: str) -> Import | None:
    """GetItem: an import of any base."""
    try:
        return ImportRow.get(_key(account_id, import_id), "import", consistent_read=True).model()
    except ImportRow.DoesNotExist:
        return None


def insert_import(tx: Transaction, made: Import, *, otherwise: Otherwise) -> None:
    """Write a new import."""
    tx.insert(_row_of(made), otherwise=otherwise)


def replace_import(tx: Transaction, before: Import, after: Import, *, otherwise: Otherwise) -> None:
    """Write an import whose turn, state and place are as they were read."""
    tx.put(_row_of(after), condition=_as_read(before), otherwise=otherwise)


def count_try(tx: Transaction, before: Import, *, otherwise: Otherwise) -> None:
    """Count a worker that begins, and put the sweep off."""
    _update(tx, before, [ImportRow.tries.add(1), ImportRow.due_at.set(_due_at())], otherwise=otherwise)


def advance(tx: Transaction, before: Import, *, cursor: int, added: int, skipped: int, otherwise: Otherwise) -> None:
    """Write the place up to which rows are finished, and count them."""
    actions: list[Action] = [
        ImportRow.cursor.set(cursor),
        ImportRow.added.add(added),
        ImportRow.skipped.add(skipped),
        ImportRow.tries.set(0),
        ImportRow.due_at.set(_due_at()),
        ImportRow.asked.remove(),
        ImportRow.asked_until.remove(),
    ]
    _update(tx, before, actions, otherwise=otherwise)


def insert_outcome(tx: Transaction, order: Import, number: int, outcome: Outcome, *, otherwise: Otherwise) -> None:
    """Write that a row is finished, unless it is already."""
    row = ImportedRow(_key(order.account_id, order.id), f"row#{number:08}", outcome=outcome)
    row.ttl = _ttl(order.created_at)
    tx.insert(row, otherwise=otherwise)


def list_outcomes(order: Import, *, after: int = 0) -> Outcomes:
    """Query: the outcomes of finished rows behind a number."""
    condition = ImportedRow.sk.between(f"row#{after + 1:08}", "row#~")
    rows = ImportedRow.query(_key(order.account_id, order.id), condition, consistent_read=True)
    return {int(row.sk.removeprefix("row#")): row.outcome for row in rows}  # type: ignore[misc]


def get_mapping(account_id: str, base: str) -> dict[str, str]:
    """GetItem: the last mapping of a base by folded heading; empty if there is none."""
    try:
        document: dict[str, str] = MappingRow.get(f"{account_id}#{base}#mapping", "mapping").document
    except MappingRow.DoesNotExist:
        return {}
    return document


def write_mapping(tx: Transaction, order: Import, mapping: dict[str, str]) -> None:
    """Write the last mapping of a base."""
    tx.put(MappingRow(f"{order.account_id}#{order.base}#mapping", "mapping", document=mapping))


def _update(tx: Transaction, before: Import, actions: list[Action], *, otherwise: Otherwise) -> None:
    row = ImportRow(_key(before.account_id, before.id), "import")
    tx.update(row, actions=actions, condition=_as_read(before), otherwise=otherwise)


def _as_read(before: Import) -> Condition:
    same: Condition = (
        (ImportRow.turn == before.turn) & (ImportRow.state == before.state) & (ImportRow.cursor == before.cursor)
    )
    return same


def _row_of(each: Import) -> ImportRow:
    attributes: dict[str, Any] = {name: getattr(each, name) for name in _ATTRIBUTES}
    document = each.model_dump(mode="json", exclude=_ATTRIBUTES, exclude_defaults=True)
    row = ImportRow(_key(each.account_id, each.id), "import", document=document, **attributes)
    row.ttl = _ttl(each.created_at)
    if each.state in _AT_WORK:
        row.due_pk, row.due_at = hash_key("due", each.id), _due_at()
    return row


def _key(account_id: str, import_id: str) -> str:
    return f"{account_id}#{import_id}"


def _ttl(created_at: datetime) -> int:
    return int((created_at + KEPT).timestamp())


def _due_at() -> str:
    return stamp(now() + SILENCE)
