"""Rows of moves of whole bases.

| item | pk | sk |
|---|---|---|
| last move of a base, due until it is finished | `a#moving` | `<base>` |
"""

from pynamodb.attributes import NumberAttribute

from chalicelib.aws.dynamo import Document, Otherwise, Transaction
from chalicelib.aws.shards import hash_key
from chalicelib.base.clock import now, stamp
from chalicelib.features.clients.base_moves import BaseMove
from chalicelib.features.clients.table.rows import ClientsRow


class BaseMoveRow(ClientsRow, discriminator="client_base_move"):
    """A move of a base. `step` rises with each write, so that two workers don't both go on."""

    document = Document()
    step = NumberAttribute()


def get_base_move(account_id: str, base: str) -> tuple[BaseMove, int] | None:
    """GetItem: the last move of a base, and its step."""
    try:
        row = BaseMoveRow.get(_key(account_id), base, consistent_read=True)
    except BaseMoveRow.DoesNotExist:
        return None
    return BaseMove.model_validate(row.document), int(row.step)


def write_base_move(tx: Transaction, move: BaseMove, *, step: int | None, otherwise: Otherwise) -> None:
    """Write a move of which a step was read; None: there was none."""
    row = BaseMoveRow(_key(move.account_id), move.former, step=(step or 0) + 1)
    row.document = move.model_dump(mode="json", exclude_defaults=True)
    if move.finished_at is None:
        row.due_pk, row.due_at = hash_key("due", move.former), stamp(now())
    tx.put(
        row,
        condition=BaseMoveRow.pk.does_not_exist() if step is None else BaseMoveRow.step == step,
        otherwise=otherwise,
    )


def _key(account_id: str) -> str:
    return f"{account_id}#moving"
