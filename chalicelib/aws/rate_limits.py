"""Counters against guessing and flooding, in the idempotency table, which forgets them by itself."""

import hashlib
import time
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import Transaction
from chalicelib.errors import QuotaExceeded
from chalicelib.languages import N_
from chalicelib.settings import settings

TOO_MANY = N_("Too many attempts. Wait a few minutes and try again.")


def take(name: str, subject: str, *, limit: int, seconds: int) -> None:
    """Count one try of a subject (an address, say); raise QuotaExceeded over `limit` in a window of `seconds`."""
    update, retry_after = _counting(name, subject, seconds=seconds)
    answer = client("dynamodb").update_item(**update, ReturnValues="UPDATED_NEW")
    if int(answer["Attributes"]["tries"]["N"]) > limit:
        raise QuotaExceeded(TOO_MANY, retry_after=retry_after)


def count(tx: Transaction, name: str, subject: str, *, limit: int, seconds: int) -> None:
    """Count what a transaction does, in that transaction; over the limit it is QuotaExceeded and writes nothing."""
    update, retry_after = _counting(name, subject, seconds=seconds)
    update["ConditionExpression"] = "attribute_not_exists(tries) OR tries < :limit"
    update["ExpressionAttributeValues"][":limit"] = {"N": str(limit)}
    tx.update_raw(update, otherwise=lambda _: QuotaExceeded(TOO_MANY, retry_after=retry_after))


def _counting(name: str, subject: str, *, seconds: int) -> tuple[dict[str, Any], int]:
    """Return the update that counts in the window of now, and after how many seconds that ends."""
    moment = int(time.time())
    window = moment // seconds
    digest = hashlib.sha256(f"{name}\x00{subject}\x00{window}".encode()).hexdigest()
    update = {
        "TableName": settings().idempotency_table,
        "Key": {"id": {"S": f"rate#{name}#{digest[:32]}"}},
        "UpdateExpression": "ADD tries :one SET expiration = :expiration",
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":expiration": {"N": str((window + 2) * seconds)}},
    }
    return update, seconds - moment % seconds
