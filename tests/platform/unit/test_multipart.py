"""A file that goes to S3 in parts: parts that may be written over stay here, and errors leave nothing."""

import boto3
import pytest

from chalicelib.aws.multipart import PART_BYTES, multipart_upload
from tests.support.faults import counted, refusal, refusing
from tests.support.world import World

KEY = "archives/acc/case/file.zip"


def stored() -> bytes:
    body: bytes = boto3.client("s3").get_object(Bucket="photos", Key=KEY)["Body"].read()
    return body


def test_whole_parts_leave_when_they_are_settled_and_the_rest_at_the_end(world: World) -> None:
    with counted() as calls, multipart_upload(KEY, content_type="application/zip") as file:
        file.write(b"a" * (PART_BYTES * 2 + 3))
        assert calls.count("UploadPart") == 0
        file.settle()
        assert calls.count("UploadPart") == 2
        file.write(b"b" * 4)
        assert file.tell() == PART_BYTES * 2 + 7

    assert calls[-2:] == ["UploadPart", "CompleteMultipartUpload"]
    assert stored() == b"a" * (PART_BYTES * 2 + 3) + b"bbbb"
    head = boto3.client("s3").head_object(Bucket="photos", Key=KEY)
    assert head["ContentType"] == "application/zip"


def test_what_is_not_sent_can_be_written_over_and_what_is_cannot(world: World) -> None:
    with multipart_upload(KEY, content_type="application/zip") as file:
        file.write(b"a" * PART_BYTES + b"head")
        file.settle()
        file.seek(PART_BYTES)
        file.write(b"HEAD")
        with pytest.raises(OSError, match="sent already"):
            file.seek(PART_BYTES - 1)

    assert stored()[PART_BYTES:] == b"HEAD"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_within_aborts(world: World, error: type[BaseException]) -> None:
    with pytest.raises(error), multipart_upload(KEY, content_type="application/zip") as file:
        file.write(b"a" * PART_BYTES)
        file.settle()
        raise error

    s3 = boto3.client("s3")
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="photos")
    assert "Versions" not in s3.list_object_versions(Bucket="photos", Prefix=KEY)


def test_an_abort_that_fails_does_not_hide_the_error(world: World) -> None:
    refused = iter([refusal("AbortMultipartUpload", "NoSuchUpload", status=404)])
    with (
        refusing("AbortMultipartUpload", refused),
        pytest.raises(ValueError, match="the cause"),
        multipart_upload(KEY, content_type="application/zip"),
    ):
        raise ValueError("the cause")
