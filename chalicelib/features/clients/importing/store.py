"""Files of an import in the bucket, and its place in the queue."""

from chalicelib.aws import import_queue, photo_bucket
from chalicelib.aws.photo_bucket import Stored, UploadForm
from chalicelib.features.clients.importing.faults import MOST_BYTES, too_large
from chalicelib.features.clients.importing.model import Import, ImportOrder

_TYPE = "application/octet-stream"
_ERRORS = "errors.csv"


def file_key(account_id: str, base: str, import_id: str) -> str:
    """Return the key of an upload. Why with the base: an id tells nothing to anybody of another one."""
    return f"{photo_bucket.IMPORTS}{account_id}/{base}/{import_id}/file"


def errors_key(each: Import) -> str:
    """Return the key of the list of errors."""
    return f"{photo_bucket.IMPORTS}{each.account_id}/{each.base}/{each.id}/{_ERRORS}"


def sign_file(key: str, *, size: int, sha256: str) -> UploadForm:
    """Sign the upload of exactly one file."""
    return photo_bucket.sign_upload(key=key, content_type=_TYPE, size=size, sha256=sha256)


def sign_plain_file(key: str, *, back_to: str) -> UploadForm:
    """Sign an upload by a form without script; S3 leads to an address then."""
    return photo_bucket.sign_plain_upload(key=key, back_to=back_to)


def read_file(each: Import) -> Stored:
    """Return the bytes of the upload. Raises UnreadableFile for too many."""
    key = file_key(each.account_id, each.base, each.id)
    try:
        return photo_bucket.read(key, version_id=each.version_id, at_most=MOST_BYTES)
    except photo_bucket.ObjectTooLarge as error:
        raise too_large() from error


def order(each: Import) -> None:
    """Queue an order to go on with an import."""
    told = ImportOrder(account_id=each.account_id, import_id=each.id, turn=each.turn)
    import_queue.send(told.model_dump_json(), account_id=each.account_id)
