"""Counters against guessing, in the idempotency table, which forgets them by itself."""

import hashlib
import time

from chalicelib.aws.clients import client
from chalicelib.errors import QuotaExceeded
from chalicelib.languages import N_
from chalicelib.settings import settings


def take(name: str, subject: str, *, limit: int, seconds: int) -> None:
    """Count one try of a subject (an address, say); raise QuotaExceeded over `limit` in a window of `seconds`."""
    moment = int(time.time())
    window = moment // seconds
    digest = hashlib.sha256(f"{name}\x00{subject}\x00{window}".encode()).hexdigest()
    answer = client("dynamodb").update_item(
        TableName=settings().idempotency_table,
        Key={"id": {"S": f"rate#{name}#{digest[:32]}"}},
        UpdateExpression="ADD tries :one SET expiration = :expiration",
        ExpressionAttributeValues={":one": {"N": "1"}, ":expiration": {"N": str((window + 2) * seconds)}},
        ReturnValues="UPDATED_NEW",
    )
    if int(answer["Attributes"]["tries"]["N"]) > limit:
        raise QuotaExceeded(
            N_("Too many attempts. Wait a few minutes and try again."), retry_after=seconds - moment % seconds
        )
