"""Documents of claims for tests: announced over HTTP, put into the bucket as a form would, filed."""

import hashlib
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3

import app
from chalicelib.base.ids import new_ulid
from tests.support.api.client import Api
from tests.support.lambda_events import Context, object_created, queue_event

BUCKET = "photos"


def announced(data: bytes, slot: str = "police_report", **changes: Any) -> dict[str, Any]:
    """Return the body that announces a document."""
    return {
        "document_id": new_ulid(),
        "slot": slot,
        "file_name": "Справка.pdf",
        "bytes": len(data),
        "content_type": "application/pdf",
        "sha256": hashlib.sha256(data).hexdigest(),
        **changes,
    }


def put(key: str, data: bytes) -> str:
    """Put bytes into the bucket, as a form would. Returns the version."""
    version: str = boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=data)["VersionId"]
    return version


def file(*bodies: str) -> list[str]:
    """Call the function as Lambda does; return the ids of the messages that failed."""
    answer = app.file_documents(queue_event(*bodies), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def sent(by: Api, claim_id: str, data: bytes, slot: str = "police_report", **changes: Any) -> dict[str, Any]:
    """Announce a document and put its bytes into the bucket; return the answer."""
    made: dict[str, Any] = by.post(f"/v1/claims/{claim_id}/documents", announced(data, slot, **changes)).expect(201)
    put(made["upload"]["fields"]["key"], data)
    return made


def filed(by: Api, claim_id: str, data: bytes, slot: str = "police_report", **changes: Any) -> dict[str, Any]:
    """Announce a document, put its bytes into the bucket, file it, and return it as it is shown then."""
    made = sent(by, claim_id, data, slot, **changes)
    assert file(object_created(made["upload"]["fields"]["key"])) == []
    found: dict[str, Any] = by.get(f"/v1/claims/{claim_id}/documents/{made['id']}").expect(200)
    return found


def keys(prefix: str = "claims/") -> list[str]:
    """Return the keys in the bucket that begin so, also of deleted versions."""
    answer = boto3.client("s3").list_object_versions(Bucket=BUCKET, Prefix=prefix)
    return sorted(each["Key"] for each in (*answer.get("Versions", []), *answer.get("DeleteMarkers", [])))


def bytes_at(address: str) -> bytes:
    """Return the object that a presigned address names."""
    url = urlsplit(address)
    version = parse_qs(url.query).get("versionId")
    wanted = {"VersionId": version[0]} if version else {}
    key = unquote(url.path).partition("claims/")
    data: bytes = boto3.client("s3").get_object(Bucket=BUCKET, Key=f"claims/{key[2]}", **wanted)["Body"].read()
    return data
