"""Rows that photo requests keep in the cases table, one function per access pattern.

| item | pk | sk |
|---|---|---|
| a request | `<account>#<case>` | `req#<request>` |
| its uploads | `<account>#<case>` | `req#<request>#pho#<photo>` |
| a photo's hash, once in a request | `<account>#<case>` | `sha#<request>#<sha256>` |
| its messages | `<account>#<case>` | `msg#<request>#<message>` |
| attachments | `<account>#<case>` | `att#<category>#<attachment>` |
| archives that are being made | `<account>#zip#<case>` | `<digest>` |
| the place of a request or an attachment | `<account>#id#<id>` | `id` |
| the request that a caller's intention led to | `<account>#once#<digest>` | `once` |
| counts of requests | `<account>#figures` | `<week>#<channel>#<language>#<device>#<shard>` |
| the request that a token or a typed code opens | `link#<digest>` | `link` |
| the message that SNS or SES knows by an id | `provider#<id>` | `provider` |
| the accounts that the daily comparison has seen, and its place | `comparison` | `account#<account>`, `place` |

Links and providers' ids are read before the tenant is known, to learn it. Requests and reserved uploads are in `by_due`
(aws/case_items.py) until nothing is due any more.
"""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Document, Otherwise, Transaction
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.photos.model import OPEN, Found, Message, PhotoRequest, RequestStatus, Upload, UploadStatus
from chalicelib.features.photos.table.attachments import (
    add_attachment,
    get_attachment,
    list_attachments,
    remove_attachment,
    replace_attachment,
)

__all__ = ["add_attachment", "get_attachment", "list_attachments", "remove_attachment", "replace_attachment"]

#: Reservations that one link may make in all: more is a script, not an owner.
MAX_RESERVATIONS = 1000


class RequestRow(CasesRow, discriminator="request"):
    """A request: attributes for conditions, all other fields as a document."""

    document = Document()
    status = UnicodeAttribute()
    expires_at = UnicodeAttribute()
    version = NumberAttribute()
    used: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    limits: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    filed: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    #: A count of reservations alone; a change of the request leaves it unchanged.
    reservations = NumberAttribute(default=0)
    retakes = NumberAttribute(default=0)
    doubtful = NumberAttribute(default=0)

    def model(self) -> PhotoRequest:
        return PhotoRequest.model_validate(
            {
                **self.document,
                "status": self.status,
                "expires_at": self.expires_at,
                "version": int(self.version),
                "used": _counts(self.used),
                "filed": _counts(self.filed),
                "retakes": int(self.retakes),
                "doubtful": int(self.doubtful),
            }
        )


class UploadRow(CasesRow, discriminator="upload"):
    """An upload."""

    document = Document()
    status = UnicodeAttribute()
    sha256 = UnicodeAttribute(null=True)

    def model(self) -> Upload:
        return Upload.model_validate({**self.document, "status": self.status})


class HashRow(CasesRow, discriminator="hash"):
    """The mark that a request has a photo with these bytes already."""

    photo_id = UnicodeAttribute()


class MessageRow(CasesRow, discriminator="message"):
    """A message; `status` repeats the document's for conditions."""

    document = Document()
    status = UnicodeAttribute(null=True)

    def model(self) -> Message:
        return Message.model_validate(self.document)


# Requests


def write_request(
    tx: Transaction, request: PhotoRequest, *, replacing: PhotoRequest | None, reservations: int | None = None
) -> None:
    """Write a request if it is new or still of the version that was read."""
    row = _request_row(request)
    if replacing is None:
        tx.insert(row)
        return
    # An update, not a put: counters of reservations aren't written from the model.
    changed = [
        getattr(RequestRow, name).set(getattr(row, name)) for name in ("status", "expires_at", "version", "used")
    ]
    changed += [RequestRow.filed.set(row.filed), RequestRow.document.set(row.document)]
    if row.due_at is None:
        changed += [RequestRow.due_pk.remove(), RequestRow.due_at.remove()]
    else:
        changed += [RequestRow.due_pk.set(row.due_pk), RequestRow.due_at.set(row.due_at)]
    tx.update(row, actions=changed, condition=RequestRow.version == replacing.version)


def get_request(account_id: str, case_id: str, request_id: str) -> PhotoRequest | None:
    """GetItem: a request."""
    try:
        return RequestRow.get(case_key(account_id, case_id), f"req#{request_id}", consistent_read=True).model()
    except RequestRow.DoesNotExist:
        return None


def read_request(account_id: str, case_id: str, request_id: str) -> tuple[PhotoRequest | None, list[Upload]]:
    """Query: a request with its uploads."""
    rows = CasesRow.query(
        case_key(account_id, case_id), CasesRow.sk.startswith(f"req#{request_id}"), consistent_read=True
    )
    models = [row.model() for row in rows]
    request = next((model for model in models if isinstance(model, PhotoRequest)), None)
    return request, [model for model in models if isinstance(model, Upload)]


def read_requests(account_id: str, case_id: str) -> list[PhotoRequest]:
    """Query: the requests of a case, oldest first."""
    rows = CasesRow.query(case_key(account_id, case_id), CasesRow.sk.startswith("req#"), consistent_read=True)
    return [model for row in rows if isinstance(model := row.model(), PhotoRequest)]


def read_messages(account_id: str, case_id: str, request_id: str | None = None) -> list[Message]:
    """Query: the messages of a request, or of all of a case's requests, oldest first."""
    prefix = f"msg#{request_id}#" if request_id else "msg#"
    rows = CasesRow.query(case_key(account_id, case_id), CasesRow.sk.startswith(prefix), consistent_read=True)
    return [model for row in rows if isinstance(model := row.model(), Message)]


# Uploads


def reserve(
    tx: Transaction, upload: Upload, *, now: datetime, exists: Otherwise, duplicate: Otherwise, refused: Otherwise
) -> None:
    """Reserve a slot for an upload, if the request is open and has one; no reading is needed before.

    An upload that expired begins anew. `exists` gets the row of any other upload with this id, `duplicate` the row of
    an equal hash, `refused` the request's row. They are judged in this order.
    """
    free = UploadRow.pk.does_not_exist()
    if upload.sha256 is not None:
        free |= (UploadRow.status == UploadStatus.EXPIRED) & (UploadRow.sha256 == upload.sha256)
    tx.put(_upload_row(upload), condition=free, otherwise=exists)
    if upload.sha256 is not None:
        tx.insert(_hash_row(upload), otherwise=duplicate)
    code = upload.category
    row = RequestRow(case_key(upload.account_id, upload.case_id), f"req#{upload.request_id}")
    tx.update(
        row,
        actions=[
            RequestRow.used[code].set(RequestRow.used[code] + 1),
            RequestRow.status.set(RequestStatus.IN_PROGRESS),
            RequestRow.version.set(RequestRow.version + 1),
            RequestRow.reservations.set(RequestRow.reservations + 1),
            *([RequestRow.retakes.add(1)] if upload.retake else []),
            *([RequestRow.doubtful.add(1)] if upload.doubt else []),
        ],
        condition=RequestRow.status.is_in(*OPEN)
        & (RequestRow.expires_at > stamp(now))
        & (RequestRow.used[code] < RequestRow.limits[code])
        & (RequestRow.reservations < MAX_RESERVATIONS),
        otherwise=refused,
    )


def request_of(raw: dict[str, Any]) -> tuple[PhotoRequest, int]:
    """Return the request and its number of reservations, of the raw row that a failed condition returned."""
    row = RequestRow.read(raw)
    return row.model(), int(row.reservations)


def upload_of(raw: dict[str, Any]) -> Upload:
    """Return the upload of the raw row that a failed condition gave."""
    return UploadRow.read(raw).model()


def holder_of(raw: dict[str, Any]) -> str:
    """Return the id of the photo that has the bytes of the raw hash row that a failed condition gave."""
    return str(HashRow.read(raw).photo_id)


def write_upload(tx: Transaction, upload: Upload, *, replacing: Upload) -> None:
    """Write a changed upload, if its state and its deadline are still those that were read."""
    condition = UploadRow.status == replacing.status
    if replacing.status == UploadStatus.RESERVED:
        condition &= UploadRow.due_at == stamp(replacing.due_at)
    tx.put(_upload_row(upload), condition=condition)


def add_upload(tx: Transaction, upload: Upload) -> None:
    """Write an upload that takes no slot."""
    tx.insert(_upload_row(upload))


def insert_hash(tx: Transaction, upload: Upload, *, otherwise: Otherwise) -> None:
    """Mark that the request has a photo with these bytes, if it has none yet."""
    tx.insert(_hash_row(upload), otherwise=otherwise)


def delete_hash(tx: Transaction, upload: Upload) -> None:
    """Remove the mark of a photo's bytes, so that they may come again. An unfilled upload of a plain form has none."""
    if upload.sha256 is not None:
        tx.delete(_hash_row(upload))


def get_upload(account_id: str, case_id: str, request_id: str, photo_id: str) -> Upload | None:
    """GetItem: an upload."""
    try:
        key = case_key(account_id, case_id)
        return UploadRow.get(key, f"req#{request_id}#pho#{photo_id}", consistent_read=True).model()
    except UploadRow.DoesNotExist:
        return None


def list_uploads(account_id: str, case_id: str) -> list[Upload]:
    """Query: the uploads of all requests of a case."""
    rows = CasesRow.query(case_key(account_id, case_id), CasesRow.sk.startswith("req#"), consistent_read=True)
    return [model for row in rows if isinstance(model := row.model(), Upload)]


def read_with_parents(account_id: str, case_id: str, request_id: str, photo_id: str) -> list[BaseModel]:
    """BatchGetItem: a case, a request of it and an upload of that; fewer if one doesn't exist."""
    key = case_key(account_id, case_id)
    wanted = [(key, "case"), (key, f"req#{request_id}"), (key, f"req#{request_id}#pho#{photo_id}")]
    rows = CasesRow.batch_get(wanted, consistent_read=True)
    return [model for row in rows if (model := row.model()) is not None]


# Messages


def write_message(tx: Transaction, message: Message) -> None:
    """Write a message as it now is."""
    tx.put(_message_row(message))


def replace_message(tx: Transaction, message: Message, *, replacing: Message) -> None:
    """Write a changed message, if its state is still the one that was read (rows of old say none)."""
    unchanged = MessageRow.status.does_not_exist() | (MessageRow.status == replacing.status)
    tx.put(_message_row(message), condition=unchanged)


def get_message(account_id: str, case_id: str, request_id: str, message_id: str) -> Message | None:
    """GetItem: a message."""
    try:
        key = case_key(account_id, case_id)
        return MessageRow.get(key, f"msg#{request_id}#{message_id}", consistent_read=True).model()
    except MessageRow.DoesNotExist:
        return None


def find_message(found: Found) -> Message | None:
    """GetItem: the message that was located."""
    return get_message(found.account_id, found.case_id, str(found.request_id), str(found.sort_key).rsplit("#", 1)[1])


def _message_row(message: Message) -> MessageRow:
    return MessageRow(
        case_key(message.account_id, message.case_id),
        message_sk(message),
        document=message.model_dump(mode="json", exclude_none=True),
        status=message.status,
    )


def message_sk(message: Message) -> str:
    """Return the sort key of a message."""
    return f"msg#{message.request_id}#{message.id}"


def _counts(counted: Any) -> dict[str, int]:
    return {code: int(count) for code, count in counted.as_dict().items()}


def _request_row(request: PhotoRequest) -> RequestRow:
    due_at = _next_due(request)
    return RequestRow(
        case_key(request.account_id, request.case_id),
        f"req#{request.id}",
        document=request.model_dump(
            mode="json",
            exclude={"status", "expires_at", "version", "used", "filed", "retakes", "doubtful"},
            exclude_none=True,
        ),
        status=request.status,
        expires_at=stamp(request.expires_at),
        version=request.version,
        used={category.code: request.used.get(category.code, 0) for category in request.categories},
        filed={category.code: request.filed.get(category.code, 0) for category in request.categories},
        limits={category.code: category.max for category in request.categories},
        due_pk=due_shard(request.id) if due_at else None,
        due_at=stamp(due_at) if due_at else None,
    )


def _next_due(request: PhotoRequest) -> datetime | None:
    if request.status not in OPEN:
        return None
    return min(filter(None, (request.expires_at, request.remind_at)), default=datetime.max.replace(tzinfo=UTC))


def _upload_row(upload: Upload) -> UploadRow:
    waits = upload.status == UploadStatus.RESERVED
    return UploadRow(
        case_key(upload.account_id, upload.case_id),
        f"req#{upload.request_id}#pho#{upload.photo_id}",
        document=upload.model_dump(mode="json", exclude={"status"}, exclude_none=True),
        status=upload.status,
        sha256=upload.sha256,
        due_pk=due_shard(upload.photo_id) if waits else None,
        due_at=stamp(upload.due_at) if waits else None,
    )


def _hash_row(upload: Upload) -> HashRow:
    key = case_key(upload.account_id, upload.case_id)
    return HashRow(key, f"sha#{upload.request_id}#{upload.sha256}", photo_id=upload.photo_id)
