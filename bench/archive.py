"""The cost of an archive of a whole case: `python -m bench archive`.

`make_archive` of 200 photos of 3 MB, and of 200 of 15 MB, the most that a photo may have. S3 and DynamoDB are those of
`aws_stub`: reading, packing and checksums of the parts are measured, and the network is not. Memory is the most that a
process of its own holds. The limit leaves half of the function's 512 MB to Lambda's own needs. The pace is that of one
CPU of this machine; a function of 512 MB has about 0.3 of one, and 900 seconds.
"""

import json
import re
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

from botocore.awsrequest import AWSRequest, AWSResponse

from bench.aws_stub import AwsStub, Body
from bench.memory import peak_megabytes
from bench.table import Figure, at_most
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.photos import packing, service, table
from chalicelib.features.photos.model import ArchiveOrder, Attachment
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

PHOTOS = 200
MEMORY_LIMIT_MB = 256
_PHONE, _WORST = 3_000_000, 15 * 1024 * 1024
_ALONE = """
import sys
from bench.environment import take_effect
take_effect()
from bench.archive import make_alone
make_alone(int(sys.argv[1]))
"""


def figures() -> Iterator[Figure]:
    """Measure."""
    for size, what in ((_PHONE, "3 MB"), (_WORST, "15 MiB")):
        peak = peak_megabytes(_ALONE, str(size))
        yield at_most(f"peak memory, archive of {PHOTOS} photos of {what}", peak, MEMORY_LIMIT_MB, unit=" MB")
    make_alone(_PHONE)
    began = process_time()
    moved = make_alone(_PHONE)
    pace = moved / 1_000_000 / (process_time() - began)
    yield Figure(f"make_archive of {PHOTOS} photos of 3 MB, per second of CPU", f"{pace:.0f} MB")


def make_alone(size: int) -> int:
    """Make an archive of photos of so many bytes each. Returns the number of bytes that S3 got."""
    aws = _Bucket(size)
    aws.install()
    account = accounts.create_account(Account(id="acc_bench", name="Страхование", created_at=now()))
    tx, photos = Transaction(), [_photo(account, number, size) for number in range(PHOTOS)]
    for photo in photos:
        table.add_attachment(tx, photo)
    tx.commit()
    digest = packing.digest(packing.entries(photos))
    service.make_archive(ArchiveOrder(account_id=account.id, case_id="case_bench", digest=digest, run="bench"))
    if aws.calls["parts completed"] != 1 or aws.received < PHOTOS * size:
        raise RuntimeError("the archive was not made")
    return aws.received


def _photo(account: Account, number: int, size: int) -> Attachment:
    return Attachment(
        id=f"pho_{number:03d}",
        account_id=account.id,
        case_id="case_bench",
        request_id="req_bench",
        photo_id="bench",
        category="damage",
        file_name=f"Повреждения-{number:03d}.jpg",
        content_type="image/jpeg",
        bytes=size,
        width=4000,
        height=3000,
        sha256="0" * 64,
        received_at=now(),
        source="camera",
        key=f"incoming/{number}",
        version_id="v1",
        preview_key="p",
        thumbnail_key="t",
    )


class _Bucket(AwsStub):
    """A stub whose bucket gives photos, takes parts, and has no archive yet."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.object = bytes(range(256)) * (size // 256 + 1)
        self.object = self.object[:size]
        self.received = 0

    def answer(self, request: AWSRequest, **of: object) -> AWSResponse:
        """Answer in place of the network."""
        target = request.headers.get("X-Amz-Target")
        operation = target.decode() if isinstance(target, bytes) else target or ""
        if operation.endswith(".Query"):
            return _answer(request, json.dumps(self._query(json.loads(request.body))), "application/x-amz-json-1.0")
        if target or request.method == "GET":
            return super().answer(request, **of)
        if request.method == "HEAD":
            return _answer(request, "", status=404)
        if request.method == "PUT":
            self.received += _length(request.body)
            return _answer(request, "", ETag='"0"')
        return _answer(request, self._multipart(request))

    def _query(self, sent: dict[str, Any]) -> dict[str, Any]:
        values = sent["ExpressionAttributeValues"]
        pk, prefix = (values[name]["S"] for name in re.findall(r":\w+", sent["KeyConditionExpression"]))
        found = [
            item
            for (name, *key), item in self._items.items()
            if name == sent["TableName"] and key[0] == pk and key[1].startswith(prefix)
        ]
        return {"Items": found, "Count": len(found), "ScannedCount": len(found)}

    def _multipart(self, request: AWSRequest) -> str:
        if "uploadId" not in str(request.url):
            return "<InitiateMultipartUploadResult><UploadId>bench</UploadId></InitiateMultipartUploadResult>"
        self.calls["parts completed"] += 1
        return "<CompleteMultipartUploadResult><ETag>0</ETag></CompleteMultipartUploadResult>"


def _length(body: Any) -> int:
    """Read a part as the network would, its checksum at the end included."""
    if isinstance(body, bytes | bytearray):
        return len(body)
    length = 0
    while piece := body.read(65536):
        length += len(piece)
    return length


def _answer(request: AWSRequest, text: str, kind: str = "text/xml", *, status: int = 200, **more: str) -> AWSResponse:
    make: Callable[..., AWSResponse] = AWSResponse  # as in aws_stub
    headers = {"Content-Type": kind, "Content-Length": str(len(text.encode())), "x-amzn-RequestId": "bench", **more}
    return make(request.url, status, headers, Body(text.encode()))
