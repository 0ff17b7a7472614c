"""Upload of S3 objects while they are produced: never whole in memory, and stored whole or not at all."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.base.observability import log, where
from chalicelib.base.settings import settings

#: S3 takes no part under 5 MiB but the last, and 10,000 parts: 80 GB in all.
PART_BYTES = 8 * 1024 * 1024


class MultipartFile:
    """A file to write to, as `zipfile` wants one. Unsettled bytes are in memory and can be written over.

    So an entry's header gets its size and checksum, which are known at its end. Readers that can't seek need only the
    header.
    """

    def __init__(self, key: str, upload_id: str) -> None:
        self._upload = {"Bucket": settings().photos_bucket, "Key": key, "UploadId": upload_id}
        self._parts: list[dict[str, object]] = []
        self._held = io.BytesIO()
        self._sent = 0

    def write(self, data: bytes) -> int:
        """Write at the present position."""
        return self._held.write(data)

    def tell(self) -> int:
        """Return the position in the whole file."""
        return self._sent + self._held.tell()

    def seek(self, position: int) -> int:
        """Move to a position of the whole file; OSError if that was sent already."""
        if position < self._sent:
            raise OSError("this part of the file was sent already")
        return self._sent + self._held.seek(position - self._sent)

    def flush(self) -> None:
        """Do nothing: `settle` decides when something may be sent."""

    def close(self) -> None:
        """Do nothing: `multipart_upload` ends the file."""

    def settle(self) -> None:
        """Send all whole parts. Nothing written until now may be written over afterwards."""
        held = self._held.getbuffer()
        whole = len(held) - len(held) % PART_BYTES
        for start in range(0, whole, PART_BYTES):
            self._send(bytes(held[start : start + PART_BYTES]))
        rest = bytes(held[whole:])
        held.release()
        self._held = io.BytesIO()
        self._held.write(rest)
        self._sent += whole

    def complete(self) -> int:
        """Send the rest, let the object be, and return its size."""
        self.settle()
        if rest := self._held.getvalue():
            self._send(rest)
        client("s3").complete_multipart_upload(**self._upload, MultipartUpload={"Parts": self._parts})
        return self._sent + len(rest)

    def abort(self) -> None:
        """Abort the multipart upload. Where S3 doesn't answer, the bucket's lifecycle does it within a day."""
        try:
            client("s3").abort_multipart_upload(**self._upload)
        except (BotoCoreError, ClientError) as error:
            log("warning", "upload not aborted", error=type(error).__name__, stack=where(error))

    def _send(self, part: bytes) -> None:
        number = len(self._parts) + 1
        answer = client("s3").upload_part(**self._upload, PartNumber=number, Body=part)
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})


@contextmanager
def multipart_upload(key: str, *, content_type: str) -> Iterator[MultipartFile]:
    """Write an object within the block. It exists once the block ends, and not at all if an error leaves the block."""
    begun = client("s3").create_multipart_upload(Bucket=settings().photos_bucket, Key=key, ContentType=content_type)
    file = MultipartFile(key, begun["UploadId"])
    try:
        yield file
        file.complete()
    except BaseException:
        file.abort()
        raise
