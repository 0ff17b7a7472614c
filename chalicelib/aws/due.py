"""Due rows of a table: those in its sparse index `by_due`, of any kind and any feature.

Rows are read raw. Why: a row that no class can read is due as well, and must be given up like any other failure. Two
attributes belong to the sweep alone: `asked` counts its leases of a row, `asked_until` is the end of the present one.
Writing a row whole removes both, so that a changed row begins anew. `subkind` tells rows of one kind apart that are of
different work: each takes turns with the others.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import Row
from chalicelib.aws.shards import merged
from chalicelib.base.clock import stamp
from chalicelib.base.settings import settings

_UNLEASED = "(attribute_not_exists(asked_until) OR asked_until <= :now)"


class Due(NamedTuple):
    """A row that is due, with the sweep's count of leases."""

    pk: str
    sk: str
    kind: str
    due_pk: str
    due_at: str
    asked: int
    subkind: str = ""

    @property
    def account_id(self) -> str:
        """Return whose row it is: each partition key begins with it."""
        return self.pk.partition("#")[0]


def list_due(row: type[Row], hash_keys: Sequence[str], moment: datetime) -> Iterator[Due]:
    """Query per hash key, all pages: due rows of any account that have no lease, oldest first."""
    return merged((_query(row, hash_key, moment) for hash_key in hash_keys), key=lambda due: due.due_at)


def lease(row: type[Row], due: Due, *, moment: datetime, until: datetime) -> bool:
    """UpdateItem: count one more asking; False if the row has changed or someone else has asked meanwhile."""
    return _update(
        row,
        due,
        "SET asked_until = :until, asked = if_not_exists(asked, :zero) + :one",
        condition=f"due_at = :seen AND {_UNLEASED}",
        values={":until": stamp(until), ":zero": 0, ":one": 1, ":seen": due.due_at, ":now": stamp(moment)},
    )


def give_up(row: type[Row], due: Due) -> bool:
    """UpdateItem: remove a row from the index of due rows. Returns False if it has changed meanwhile."""
    return _update(row, due, "REMOVE due_pk", condition="due_at = :seen", values={":seen": due.due_at})


def _query(row: type[Row], hash_key: str, moment: datetime) -> Iterator[Due]:
    pages = (
        client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=_table(row),
            IndexName="by_due",
            KeyConditionExpression="due_pk = :pk AND due_at <= :now",
            FilterExpression=_UNLEASED,
            ProjectionExpression="pk, sk, kind, subkind, due_at, asked",
            ExpressionAttributeValues={":pk": {"S": hash_key}, ":now": {"S": stamp(moment)}},
        )
    )
    for page in pages:
        for item in page["Items"]:
            text = {name: next(iter(value.values())) for name, value in item.items()}
            asked = int(text.pop("asked", "0"))
            yield Due(**{"kind": "", **text}, due_pk=hash_key, asked=asked)


def _update(row: type[Row], due: Due, update: str, *, condition: str, values: dict[str, str | int]) -> bool:
    try:
        client("dynamodb").update_item(
            TableName=_table(row),
            Key={"pk": {"S": due.pk}, "sk": {"S": due.sk}},
            UpdateExpression=update,
            ConditionExpression=condition,
            ExpressionAttributeValues={name: _typed(value) for name, value in values.items()},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _typed(value: str | int) -> dict[str, Any]:
    return {"S": value} if isinstance(value, str) else {"N": str(value)}


def _table(row: type[Row]) -> str:
    name: str = getattr(settings(), row.Meta.setting)
    return name
