"""Counters against guessing and flooding, in the idempotency table, which forgets them by itself."""

import hashlib
import time
from ipaddress import ip_network
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import QuotaExceeded
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings

TOO_MANY = N_("Too many attempts. Wait a few minutes and try again.")


def count_attempt(name: str, subject: str, *, limit: int, seconds: int, refusal: str = TOO_MANY) -> None:
    """Count one try of a subject (an address, say); raise QuotaExceeded over `limit` in a window of `seconds`.

    `refusal`: a msgid, perhaps with the place `{limit}`.
    """
    update, retry_after = _counting(name, subject, seconds=seconds)
    answer = client("dynamodb").update_item(**update, ReturnValues="UPDATED_NEW")
    if int(answer["Attributes"]["tries"]["N"]) > limit:
        raise QuotaExceeded(refusal, retry_after=retry_after, limit=limit)


def forgive_attempt(name: str, subject: str, *, seconds: int) -> None:
    """Count one try back: it was a right one. To be counted before, so that tries at the same moment count, too."""
    counting, _ = _counting(name, subject, seconds=seconds)
    counting["ExpressionAttributeValues"] |= {":one": {"N": "-1"}}
    client("dynamodb").update_item(**counting)


def count_attempt_by_address(name: str, address: str, *, limit: int, seconds: int) -> None:
    """Count one try from an address, and from the network around it, which gets a few times as many."""
    count_attempt(name, address, limit=limit, seconds=seconds)
    around = network_around(address)
    if around is not None:
        network, times = around
        count_attempt(f"{name}-network", network, limit=limit * times, seconds=seconds)


def network_around(address: str) -> tuple[str, int] | None:
    """Return the network that an address is counted with, and the multiple of one address's tries that it has.

    One customer of a provider often has a whole /48 of IPv6. A /24 of IPv4 may be a mobile operator's thousands.
    """
    try:
        network = ip_network(address, strict=False)
    except ValueError:
        return None
    mapped = getattr(network.network_address, "ipv4_mapped", None)
    if mapped is not None:
        network = ip_network(mapped)
    prefix, times = (24, 10) if network.version == 4 else (48, 4)  # noqa: PLR2004
    return str(network.supernet(new_prefix=prefix)), times


def demand_left(name: str, subject: str, *, limit: int, seconds: int) -> None:
    """Raise QuotaExceeded if `count_attempt` has counted up to the limit already; count nothing."""
    if read_attempts(name, subject, seconds=seconds) >= limit:
        raise QuotaExceeded(TOO_MANY, retry_after=_counting(name, subject, seconds=seconds)[1])


def read_attempts(name: str, subject: str, *, seconds: int) -> int:
    """GetItem: the attempts of a subject that were counted in the present window."""
    counting, _ = _counting(name, subject, seconds=seconds)
    answer = client("dynamodb").get_item(TableName=counting["TableName"], Key=counting["Key"], ConsistentRead=True)
    return int(answer.get("Item", {}).get("tries", {}).get("N", "0"))


def take_once(name: str, subject: str, *, seconds: int) -> bool:
    """Return True for the first call with a subject, and False for others within `seconds` of it.

    Why not a count with the limit 1: a window may end between two calls.
    """
    digest = hashlib.sha256(f"{name}\x00{subject}".encode()).hexdigest()
    moment = int(time.time())
    request = {
        "TableName": settings().idempotency_table,
        "Item": {"id": {"S": f"once#{name}#{digest[:32]}"}, "expiration": {"N": str(moment + 2 * seconds)}},
        "ConditionExpression": "attribute_not_exists(id)",
    }
    try:
        client("dynamodb").put_item(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def count_attempt_in(
    tx: Transaction,
    name: str,
    subject: str,
    *,
    limit: int | None,
    seconds: int,
    times: int = 1,
    refusal: str = TOO_MANY,
) -> None:
    """Count an attempt in its transaction, as `times` ones; over the limit, the transaction fails with QuotaExceeded
    and writes nothing.

    `refusal`: a msgid, perhaps with the place `{limit}`. No more than `limit` can be counted at once. Without one it
    counts alone.
    """
    update, retry_after = _counting(name, subject, seconds=seconds)
    update["ExpressionAttributeValues"] |= {":one": {"N": str(times)}}
    if limit is not None:
        update["ConditionExpression"] = "attribute_not_exists(tries) OR tries <= :left"
        update["ExpressionAttributeValues"] |= {":left": {"N": str(limit - times)}}
    tx.update_raw(update, otherwise=lambda _: QuotaExceeded(refusal, retry_after=retry_after, limit=limit))


def _counting(name: str, subject: str, *, seconds: int) -> tuple[dict[str, Any], int]:
    """Return the update that counts in the present window, and the seconds until its end."""
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
