"""The bucket's keys of a photo's parts and of archives."""

from chalicelib.aws import photo_bucket
from chalicelib.features.photos.model import ArchiveOrder, Upload


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
