"""The bucket's keys of a photo's parts and of archives."""

import re

from chalicelib.aws import photo_bucket
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.features.photos.model import ArchiveOrder, Found, Upload

_KEY = re.compile(
    rf"incoming/(?P<account>acc_{ULID_PATTERN})/(?P<case>case_{ULID_PATTERN})"
    rf"/(?P<request>req_{ULID_PATTERN})/(?P<photo>{ULID_PATTERN})"
)


def keys_of(upload: Upload) -> tuple[str, str, str]:
    """Return the keys of the original, the preview and the thumbnail of a photo."""
    original = photo_bucket.incoming_key(
        account_id=upload.account_id, case_id=upload.case_id, request_id=upload.request_id, photo_id=upload.photo_id
    )
    rendition = photo_bucket.RENDITIONS + original.removeprefix(photo_bucket.INCOMING)
    return original, f"{rendition}/preview.jpg", f"{rendition}/thumbnail.jpg"


def key_of_archive(order: ArchiveOrder) -> str:
    prefix = photo_bucket.archives_prefix(account_id=order.account_id, case_id=order.case_id)
    return f"{prefix}{order.digest}.zip"


def parse_key(key: str) -> Found | None:
    """Return whose upload a key names (`sort_key` is the photo's id); None if it isn't one of ours."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    return Found(
        account_id=found["account"], case_id=found["case"], request_id=found["request"], sort_key=found["photo"]
    )
