"""Archives of a case's photos: their content, and the way to one."""

from collections.abc import Sequence

from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now
from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import packing
from chalicelib.features.photos.archiving import Content, Packed, Piece
from chalicelib.features.photos.model import MAX_BYTES
from chalicelib.features.photos.packing import Entry
from chalicelib.features.photos.service.archives import Archive, lead_to
from chalicelib.features.photos.table.archives import read_attachments
from chalicelib.identity.model import Caller

#: The kind of these archives, which the manifest names the content of.
PHOTOS = "photos"


def show_archive(caller: Caller, case_id: str) -> Archive:
    """Return the archive of a case's photos as they are now, and have it made if there is none.

    Raises NotFound for a case without photos, ArchiveFailed for a while after it could not be made.
    """
    case = cases.show_case(caller, case_id)
    found = content(case.account_id, case.id)
    if found is None:
        raise NotFound(N_("There are no photos in this case yet, so there is nothing to download."))
    return lead_to(case.account_id, case.id, found, kind=PHOTOS, file_name=packing.archive_name(case))


def content(account_id: str, case_id: str) -> Content | None:
    """Return the photos of a case with their list before them; None without photos."""
    packed = packing.entries(read_attachments(account_id, case_id))
    if not packed:
        return None

    def close(_: Sequence[Packed], lost: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        if not lost:
            return ()
        alarm("photos missing in the bucket", case_id=case_id, count=len(lost))
        return ((packing.MISSING, packing.manifest([each for each in packed if each.name in lost])),)

    return Content(
        digest=packing.digest(packed),
        pieces=(Piece(packing.MANIFEST, now(), lambda: packing.manifest(packed)), *map(photo_piece, packed)),
        number=len(packed),
        bytes=sum(each.photo.bytes for each in packed),
        close=close,
    )


def photo_piece(entry: Entry, *, folder: str = "") -> Piece:
    """Return a photo as a file of an archive. It is read whole, 15 MB at most."""
    photo = entry.photo

    def read() -> bytes:
        return photo_bucket.read(photo.key, version_id=photo.version_id, at_most=MAX_BYTES).data

    return Piece(f"{folder}{entry.name}", photo.received_at, read)
