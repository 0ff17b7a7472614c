"""AWS clients, made at the first use and kept: the first S3 client alone takes 130 ms."""

import re
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ConnectionError as NoConnection
from botocore.exceptions import HTTPClientError

from chalicelib.base.errors import TooLarge, Unavailable
from chalicelib.base.languages import N_

CONNECT_SECONDS = 3
READ_SECONDS = 20
#: Three tries of a table end before the API's own time does (29 s).
TABLE_SECONDS = 8
#: Refusals that may pass; botocore has tried again by itself before we see one.
THROTTLED = frozenset(
    {
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "InternalServerError",
        "ServiceUnavailable",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
#: No answer came, for any reason.
UNREACHABLE = (HTTPClientError, NoConnection)
#: Signature 4: S3 refuses any other for objects under KMS, and botocore still signs addresses by 2 in the oldest
#: regions. The bucket's own host in its region: the global one redirects for new buckets, which ends a browser's POST.
#: For an endpoint that is an IP address botocore puts the bucket into the path by itself.
_S3: dict[str, Any] = {
    "signature_version": "s3v4",
    "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
}
#: An item of over 400 KB, or a key of over 2 or 1 KB, in DynamoDB's words.
_TOO_LARGE = re.compile(r"(?i)\bsize\b.*\bexceed")
BUSY = N_("Too much is happening at once. Try again in a moment.")


@cache
def client(service: str, *, read_timeout: int | None = None, attempts: int = 3, endpoint: str | None = None) -> Any:
    """Return the client of a service, e.g. `sns`; region, credentials and AWS_ENDPOINT_URL come from the environment.

    `attempts` counts the first one: with 1 nothing is ever sent twice. `endpoint`: of a service that has one for each
    API.
    """
    import boto3  # noqa: PLC0415 - heavy: S3's transfer manager, thread pools and multiprocessing come with it

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_timeout or (TABLE_SECONDS if service == "dynamodb" else READ_SECONDS),
        retries={"mode": "standard", "total_max_attempts": attempts},
        **(_S3 if service == "s3" else {}),
    )
    make: Any = boto3.client  # its stubs know services only as literals
    made = make(service, config=config, endpoint_url=endpoint)
    if service == "dynamodb":
        made.meta.events.register("after-call.dynamodb", _refuse_throttled)
        made.meta.events.register("after-call.dynamodb", _refuse_too_large)
        made.meta.events.register("after-call-error.dynamodb", _refuse_unreachable)
    return made


def _refuse_throttled(parsed: dict[str, Any], model: Any, **_: object) -> None:
    """Raise Unavailable if the table is too busy. Transactions do so themselves."""
    if parsed.get("Error", {}).get("Code") in THROTTLED and model.name != "TransactWriteItems":
        raise Unavailable(BUSY)


def _refuse_too_large(parsed: dict[str, Any], **_: object) -> None:
    """Raise TooLarge if an item is too large for the table. Limits of fields should come before."""
    reasons = [parsed.get("Error", {}), *parsed.get("CancellationReasons", ())]
    if any(_TOO_LARGE.search(str(reason.get("Message", ""))) for reason in reasons):
        raise TooLarge(N_("This is more text than can be kept in one place. Shorten it, or make several of it."))


def _refuse_unreachable(exception: Exception, event_name: str, **_: object) -> None:
    if isinstance(exception, UNREACHABLE) and not event_name.endswith(".TransactWriteItems"):
        raise Unavailable(BUSY) from exception
