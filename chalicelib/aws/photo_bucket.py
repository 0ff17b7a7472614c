"""The bucket of photos: owners' presigned uploads, staff's presigned downloads, reads and writes of filing."""

import base64
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.base.settings import settings

INCOMING = "incoming/"
RENDITIONS = "renditions/"
ARCHIVES = "archives/"
#: Uploads of administrators for a logo; gone after a day.
BRANDING = "branding/"
#: Files of clients to import, and lists of their errors; uploads to become files of policies; exports too large for an
#: answer. Gone after a week.
IMPORTS = "imports/"
EXPORTS = "exports/"
#: Printed documents and files of policies, for as long as their subjects are kept.
DOCUMENTS = "documents/"
#: Documents of claims as they came, and pictures of their first pages.
CLAIM_ORIGINALS = "claims/originals/"
CLAIM_PREVIEWS = "claims/previews/"
#: Logos as they are shown, for good: e-mails that were sent show them.
LOGOS = "logos/"
#: The life of an address for staff or an owner.
DOWNLOAD_SECONDS = 900
#: Of forms without script. S3 tells its refusals by XML alone.
_PLAIN_SECONDS, _PLAIN_BYTES = 6 * 3600, 250 * 1024 * 1024
_CHUNK = 256 * 1024


class UploadForm(NamedTuple):
    """The address and the fields of a form to post; `file` comes last."""

    url: str
    fields: dict[str, str]
    expires_in: int


class Stored(NamedTuple):
    """An object's bytes, which version of it they are, and when S3 had them (to the second)."""

    data: bytes
    version_id: str | None
    stored_at: datetime


class ObjectMissing(Exception):
    """There is no such object, or no such version."""


class ObjectTooLarge(Exception):
    """The object has more bytes than may be read."""


def incoming_key(*, account_id: str, case_id: str, request_id: str, photo_id: str) -> str:
    """Return the one key that an upload may have."""
    return f"{INCOMING}{account_id}/{case_id}/{request_id}/{photo_id}"


def tenant_of(key: str) -> str:
    """Return the account that an object came for; empty for a key of another form."""
    prefix = next((each for each in (INCOMING, CLAIM_ORIGINALS) if key.startswith(each)), None)
    account_id, _, rest = key.removeprefix(prefix or "").partition("/")
    return account_id if prefix and rest else ""


def archives_prefix(*, account_id: str, case_id: str) -> str:
    """Return the prefix of the keys of a case's archives."""
    return f"{ARCHIVES}{account_id}/{case_id}/"


def sign_upload(*, key: str, content_type: str, size: int, sha256: str) -> UploadForm:
    """Sign a POST of exactly this key, type, length and SHA-256 (hex), for the next `upload_seconds`."""
    expires = settings().upload_seconds
    checksum = base64.b64encode(bytes.fromhex(sha256)).decode()
    fields = {
        "Content-Type": content_type,
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": checksum,
        "success_action_status": "201",
    }
    conditions: list[Any] = [{name: value} for name, value in fields.items()]
    conditions.append(["content-length-range", size, size])
    form = client("s3").generate_presigned_post(
        settings().photos_bucket, key, Fields=fields, Conditions=conditions, ExpiresIn=expires
    )
    return UploadForm(url=form["url"], fields=form["fields"], expires_in=expires)


def sign_plain_upload(*, key: str, back_to: str) -> UploadForm:
    """Sign a POST that a browser makes without script: this key, any bytes, then `back_to`.

    The bytes tell their type when they have arrived, since a form can't. An empty file comes, too, and one that is too
    large, so that a page refuses it and not S3's XML. The form stands open while its reader looks for the file.
    """
    expires = _PLAIN_SECONDS
    fields = {"Content-Type": "application/octet-stream", "success_action_redirect": back_to}
    conditions: list[Any] = [{name: value} for name, value in fields.items()]
    conditions.append(["content-length-range", 0, _PLAIN_BYTES])
    form = client("s3").generate_presigned_post(
        settings().photos_bucket, key, Fields=fields, Conditions=conditions, ExpiresIn=expires
    )
    return UploadForm(url=form["url"], fields=form["fields"], expires_in=expires)


def holds(key: str) -> bool:
    """Return True if an object of this key exists.

    S3 answers 403 for a missing one to a role that may not list the bucket.
    """
    try:
        client("s3").head_object(Bucket=settings().photos_bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"403", "404"}:
            return False
        raise
    return True


def sign_download(
    key: str,
    *,
    version_id: str | None = None,
    file_name: str | None = None,
    content_type: str | None = None,
    seconds: int = DOWNLOAD_SECONDS,
) -> str:
    """Sign a GET for some seconds; with a file name the browser saves it instead of showing it."""
    parameters: dict[str, str] = {"Bucket": settings().photos_bucket, "Key": key}
    if version_id:
        parameters["VersionId"] = version_id
    if file_name:
        parameters["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"
    if content_type:
        parameters["ResponseContentType"] = content_type
    url: str = client("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)
    return url


@cache
def origin() -> str:
    """Return the origin (scheme, host, port) that photos go to and come from, for the page's policy."""
    url = urlsplit(sign_upload(key=INCOMING, content_type="image/jpeg", size=1, sha256="0" * 64).url)
    return f"{url.scheme}://{url.netloc}"


def read(key: str, *, version_id: str | None, at_most: int) -> Stored:
    """Return an object's bytes. Raises ObjectMissing, or ObjectTooLarge before reading more than `at_most`."""
    parameters = {"Bucket": settings().photos_bucket, "Key": key}
    if version_id:
        parameters["VersionId"] = version_id
    try:
        answer = client("s3").get_object(**parameters)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed"}:
            raise ObjectMissing(key) from error
        raise
    with closing(answer["Body"]) as body:
        if answer["ContentLength"] > at_most:
            raise ObjectTooLarge(key)
        data = b"".join(body.iter_chunks(_CHUNK))
    return Stored(data=data, version_id=answer.get("VersionId"), stored_at=answer["LastModified"])


def first_version(key: str) -> str | None:
    """Return the first version of an object; None if there is no such object, or it isn't versioned."""
    pages = client("s3").get_paginator("list_object_versions").paginate(Bucket=settings().photos_bucket, Prefix=key)
    newest_first = [
        version["VersionId"] for page in pages for version in page.get("Versions", []) if version["Key"] == key
    ]
    return newest_first[-1] if newest_first else None


def copy(key: str, *, version_id: str, to: str) -> None:
    """Copy a version of an object to another key; S3 reports that as it does an upload."""
    bucket = settings().photos_bucket
    client("s3").copy_object(Bucket=bucket, Key=to, CopySource={"Bucket": bucket, "Key": key, "VersionId": version_id})


def write_rendition(key: str, data: bytes) -> None:
    """Write a JPEG that was made of an upload; writing it again is harmless."""
    client("s3").put_object(
        Bucket=settings().photos_bucket,
        Key=key,
        Body=data,
        ContentType="image/jpeg",
        CacheControl="private, max-age=900",
    )


def write_export(key: str, data: bytes) -> None:
    """Write a ZIP file of a person's data; the bucket keeps it for a day, as it does archives."""
    client("s3").put_object(Bucket=settings().photos_bucket, Key=key, Body=data, ContentType="application/zip")


def write_logo(key: str, data: bytes) -> None:
    """Write a PNG under the name of its content; writing it again is harmless."""
    client("s3").put_object(
        Bucket=settings().photos_bucket,
        Key=key,
        Body=data,
        ContentType="image/png",
        CacheControl="public, max-age=31536000, immutable",
    )


def write_document(key: str, data: bytes) -> None:
    """Write a printed document, a PDF; writing it again is harmless."""
    client("s3").put_object(
        Bucket=settings().photos_bucket,
        Key=key,
        Body=data,
        ContentType="application/pdf",
        CacheControl="private, no-store",
    )


def write_file(key: str, data: bytes, *, content_type: str) -> None:
    """Write a file that staff uploaded, under the type that its bytes have; writing it again is harmless."""
    client("s3").put_object(
        Bucket=settings().photos_bucket,
        Key=key,
        Body=data,
        ContentType=content_type,
        CacheControl="private, no-store",
    )


def write_table(key: str, data: bytes) -> None:
    """Write a CSV file for staff; writing it again is harmless."""
    client("s3").put_object(
        Bucket=settings().photos_bucket,
        Key=key,
        Body=data,
        ContentType="text/csv; charset=utf-8",
        CacheControl="private, no-store",
    )


def erase(keys: list[str]) -> None:
    """Delete objects with all their versions."""
    for key in keys:
        _erase(version for version in _all_versions(key) if version["Key"] == key)


def erase_version(key: str, version_id: str) -> None:
    """Delete one version of an object; repeating is harmless."""
    _erase([{"Key": key, "VersionId": version_id}])


def erase_under(prefix: str) -> None:
    """Delete all objects whose keys begin so, with all their versions."""
    _erase(_all_versions(prefix))


def _all_versions(prefix: str) -> list[dict[str, str]]:
    """List all versions, of any time, under keys of a prefix. A holder of a form may have sent it thousands of times.

    All of it before anything is deleted: a page begins after a version of the page before, which must be there still.
    """
    pages = client("s3").get_paginator("list_object_versions").paginate(Bucket=settings().photos_bucket, Prefix=prefix)
    return [version for page in pages for version in (*page.get("Versions", []), *page.get("DeleteMarkers", []))]


def _erase(versions: Iterable[dict[str, str]]) -> None:
    for version in versions:
        client("s3").delete_object(Bucket=settings().photos_bucket, Key=version["Key"], VersionId=version["VersionId"])


def list_incoming(*, after: str = "") -> Iterator[tuple[str, str]]:
    """List the keys and versions of everything that owners uploaded, in the keys' order.

    `after`: `<account>/<case>`, up to which everything is left out.
    """
    lister = client("s3").get_paginator("list_object_versions")
    place = {"KeyMarker": _behind(INCOMING, after)} if after else {}
    pages = lister.paginate(Bucket=settings().photos_bucket, Prefix=INCOMING, **place)
    for page in pages:
        yield from ((entry["Key"], entry["VersionId"]) for entry in page.get("Versions", []))


def list_renditions(*, after: str = "") -> Iterator[str]:
    """List the keys of renditions in their order; `after` as of `list_incoming`."""
    lister = client("s3").get_paginator("list_objects_v2")
    place = {"StartAfter": _behind(RENDITIONS, after)} if after else {}
    for page in lister.paginate(Bucket=settings().photos_bucket, Prefix=RENDITIONS, **place):
        yield from (entry["Key"] for entry in page.get("Contents", []))


def _behind(prefix: str, place: str) -> str:
    """Return a place that sorts behind all keys of a case and before the next case's. "0" comes next to "/"."""
    return f"{prefix}{place}0"
