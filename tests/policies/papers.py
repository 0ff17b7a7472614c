"""Files of policies for tests: bytes of each type, announcements, and uploads into the bucket."""

import hashlib
from typing import Any

import boto3

from tests.support import pdfs
from tests.support.api.client import Api

PDF = pdfs.pdf()
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64 + b"\0\0\0\0IEND\xaeB`\x82"
BUCKET = "photos"


def announced(data: bytes, **changes: Any) -> dict[str, Any]:
    """Return the body that announces a file."""
    digest = hashlib.sha256(data).hexdigest()
    return {
        "name": "Акт осмотра",
        "content_type": "application/pdf",
        "bytes": len(data),
        "sha256": digest,
        **changes,
    }


def put(key: str, data: bytes) -> None:
    """Put bytes into the bucket, as a form would."""
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=data)


def keys(prefix: str) -> list[str]:
    """Return the keys in the bucket that begin so."""
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
    return [each["Key"] for each in found]


def uploaded(caller: Api, policy_id: str, data: bytes, **changes: Any) -> dict[str, Any]:
    """Announce a file, put its bytes into the bucket, and return it as it is shown then."""
    made = caller.post(f"/v1/policies/{policy_id}/files", announced(data, **changes)).expect(201)
    put(made["upload"]["fields"]["key"], data)
    found: dict[str, Any] = caller.get(f"/v1/policies/{policy_id}/files/{made['id']}").expect(200)
    return found
