"""All photos of a case in one download, by the deployed functions under their own roles."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.deployed.conftest import Ask
from tests.deployed.inside import Root
from tests.photos import photos_factory
from tests.support.running import Answer, PhotoRequest, call, eventually, send_photo


@pytest.fixture
def filled(ask: Ask) -> tuple[PhotoRequest, dict[str, bytes]]:
    """Return a request whose three photos are filed, and them by the names that they got in the case."""
    request = ask(categories=[{"code": "exterior", "max": 3}], case={"reference": f"УБ-{uuid4().hex}"})
    photos = [photos_factory.telling_jpeg(800 + number, 600) for number in range(3)]
    for photo in photos:
        send_photo(request, photo)
    return request, {item["file_name"]: request.original(item) for item in request.filed(3)}


def archive_of(request: PhotoRequest) -> Answer:
    """Ask for a case's archive."""
    return request.staff("GET", f"cases/{request.case_id}/attachments.zip")


def downloaded(request: PhotoRequest) -> Answer:
    """Ask until there is an archive, and download it."""
    found = eventually(lambda: archive_of(request), holds=lambda answer: answer.status != 202)
    assert found.status == 302, found.body
    return call("GET", found.header("Location"))


def test_it_is_asked_for_until_it_is_there_and_holds_what_was_sent(
    filled: tuple[PhotoRequest, dict[str, bytes]], root: Root
) -> None:
    request, sent = filled

    with ThreadPoolExecutor(4) as staff:
        first = list(staff.map(lambda _: archive_of(request), range(4)))
    file = downloaded(request)

    assert {answer.status for answer in first} <= {202, 302}
    assert all(int(answer.header("Retry-After")) > 0 for answer in first if answer.status == 202)
    assert file.header("Content-Disposition") == f"attachment; filename*=UTF-8''{quote(reference_of(request))}.zip"
    with zipfile.ZipFile(io.BytesIO(file.body)) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held.pop("manifest.csv").decode("utf-8-sig").count("\r\n") == 4
    assert held == sent
    (key,) = {version["Key"] for version in archives_of(request, root)}
    assert len(root.versions(key)) == 1  # callers at the same moment got one


def test_what_is_deleted_goes_from_the_archive_too(filled: tuple[PhotoRequest, dict[str, bytes]], root: Root) -> None:
    request, sent = filled
    found = eventually(lambda: archive_of(request), holds=lambda answer: answer.status == 302)
    gone = request.attachments()[0]

    assert request.staff("DELETE", f"attachments/{gone['id']}").status == 204

    assert archives_of(request, root) == []
    assert call("GET", found.header("Location")).status == 404
    with zipfile.ZipFile(io.BytesIO(downloaded(request).body)) as archive:
        assert set(archive.namelist()) == sent.keys() - {gone["file_name"]} | {"manifest.csv"}


def test_what_fails_is_tried_again_at_once(filled: tuple[PhotoRequest, dict[str, bytes]], root: Root) -> None:
    request, _ = filled
    s3, bucket = root.client("s3"), root.system["buckets"]["photos"]
    gone = root.item(request, row_of(request))
    forbidden = s3.put_object(Bucket=bucket, Key="logos/not-for-this-function", Body=b"x")["VersionId"]
    document = json.loads(gone["document"]["S"]) | {"key": "logos/not-for-this-function", "version_id": forbidden}
    root.put_item({**gone, "document": {"S": json.dumps(document)}})

    assert archive_of(request).status == 202
    eventually(lambda: root.log_has("make_archives", "record failed"))
    assert archive_of(request).status == 202
    root.put_item(gone)

    assert downloaded(request).status == 200
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket, Prefix=f"archives/{root.system['account_id']}")


def row_of(request: PhotoRequest) -> str:
    """Return the sort key of a case's first photo."""
    return f"att#exterior#{request.attachments()[0]['id']}"


def reference_of(request: PhotoRequest) -> str:
    """Return the reference of a request's case."""
    return str(request.staff("GET", f"cases/{request.case_id}").json()["reference"])


def archives_of(request: PhotoRequest, root: Root) -> list[dict[str, str]]:
    """Return every version and delete marker of a case's archives."""
    prefix = f"archives/{root.system['account_id']}/{request.case_id}/"
    found = root.client("s3").list_object_versions(Bucket=root.system["buckets"]["photos"], Prefix=prefix)
    return [*found.get("Versions", []), *found.get("DeleteMarkers", [])]
