"""Steps of several tests: ask for photos, and put photos into a request."""

import hashlib
from typing import Any

import boto3
from ulid import ULID

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.features.photos import service
from chalicelib.messaging import suppressions
from chalicelib.messaging.reasons import FailureReason
from tests.photos import photos_factory
from tests.support.api.client import Api

PHONE = "+79161234567"


def asked(by: Api, **body: Any) -> Any:
    """Return a photo request, as the API answers it; of one category unless the body says otherwise."""
    return by.post("/v1/photo-requests", {"categories": ["damage"], **body}).expect(201)


def blocked(
    account_id: str,
    channel: Channel = "email",
    address: str = "owner@mail.example",
    reason: FailureReason = FailureReason.NO_MAILBOX,
) -> str:
    """Block an address for an account, as a report does; return the id of that."""
    tx = Transaction()
    suppressions.suppress(tx, account_id=account_id, channel=channel, address=address, reason=reason)
    tx.commit()
    return suppressions.id_of(channel, address)


def token_of(request: Any) -> str:
    """Return the token in a request's link."""
    return str(request["link"]).rpartition("/")[2]


def announced(data: bytes, **changes: Any) -> dict[str, Any]:
    """Return the body that announces a photo."""
    return {
        "photo_id": str(ULID()),
        "category": "damage",
        "bytes": len(data),
        "content_type": "image/jpeg",
        "sha256": hashlib.sha256(data).hexdigest(),
        "source": "camera",
        **changes,
    }


def photo_sent(request: Any, data: bytes | None = None, **changes: Any) -> str:
    """Announce a photo, put it where the form says, have it filed; return its id."""
    data = photos_factory.jpeg(320, 240) if data is None else data
    body = announced(data, **changes)
    answer = Api().post(f"/r/{token_of(request)}/uploads", body).expect(201)
    key = answer["fields"]["key"]
    boto3.client("s3").put_object(Bucket="photos", Key=key, Body=data)
    service.file_photo(service.Arrived(key=key, version_id=None))
    return str(body["photo_id"])
