"""All photos of a case as one file. Staff order it, a function of its own makes it, the bucket keeps it for a day.

An archive is known by the digest of its content; the bucket alone knows whether it exists. A row says only that an
archive is being made, and until when that is believed. Its maker prolongs that every BEAT. After a silence it has
failed. The failure is told for a PAUSE, and then the next call begins anew.
"""

import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.aws import archive_queue, photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.multipart import MultipartFile, multipart_upload
from chalicelib.aws.rate_limits import count_attempt_in
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, NotFound, Unavailable
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm, log
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import packing
from chalicelib.features.photos.model import MAX_BYTES, ArchiveOrder, Making
from chalicelib.features.photos.packing import Entry
from chalicelib.features.photos.service.keys import key_of_archive
from chalicelib.features.photos.table import archives
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: The longest wait of an order for a function.
QUEUED = timedelta(minutes=10)
#: The longest silence of a function at work, and the pause between its signs of life.
SILENCE = timedelta(minutes=2)
BEAT = timedelta(seconds=20)
#: The time for which a failure is reported before the next call begins anew.
PAUSE = timedelta(minutes=5)
#: The number of tries of an order; the queue's own `maxReceiveCount`.
TRIES = 3
#: Archives that an account may order in ten minutes: ten functions make those of all accounts, one after the other.
ORDERS, ORDER_SECONDS = 60, 600
#: Bytes that a function gets into an archive in a second, for the time until the next call.
_PACE = 20_000_000
_SOONEST, _LATEST = 3, 30
_READABLE_BY_ALL = 0o644 << 16


class Archive(NamedTuple):
    """An archive of so many photos: its presigned address, or None and the seconds until the next call."""

    photos: int
    url: str | None
    retry_after: int


class ArchiveFailed(Unavailable):
    """The archive could not be made; after `retry_after` seconds it is tried anew."""


class _Begun(DomainError):
    def __init__(self, making: Making | None) -> None:
        super().__init__("it is being made")
        self.making = making


class _Superseded(DomainError):
    pass


def show_archive(caller: Caller, case_id: str) -> Archive:
    """Return the archive of a case's photos as they are now, and have it made if there is none.

    Raises NotFound for a case without photos, ArchiveFailed for a while after it could not be made.
    """
    case = cases.show_case(caller, case_id)
    packed = packing.entries(archives.read_attachments(case.account_id, case.id))
    if not packed:
        raise NotFound(N_("There are no photos in this case yet, so there is nothing to download."))
    run = new_ulid()
    order = ArchiveOrder(account_id=case.account_id, case_id=case.id, digest=packing.digest(packed), run=run)
    key, url = key_of_archive(order), None
    if photo_bucket.holds(key):
        name = packing.archive_name(case)
        url = photo_bucket.sign_download(key, file_name=name, content_type="application/zip")
    else:
        _begin(order)
    return Archive(photos=len(packed), url=url, retry_after=_seconds(packed))


def make_archive(order: ArchiveOrder) -> None:
    """Make an archive that was ordered, unless it exists or the case's photos have changed. Repeating is harmless.

    Photos that the case lost meanwhile don't live on. Removing a photo writes that first and then erases the case's
    archives; an archive that is complete only then is erased here.
    """
    key = key_of_archive(order)
    try:
        _go_on(order)
        try:
            _make(order, key)
        except photo_bucket.ObjectMissing:
            if _is_current(order):
                raise
        if not _is_current(order):
            photo_bucket.erase([key])
        _forget(order)
    except _Superseded:
        log("info", "order is not the current one", account_id=order.account_id, case_id=order.case_id)


def miss_archive(order: ArchiveOrder, *, tries: int, receipt: str) -> None:
    """Retry a failed order soon or, after TRIES, report the failure to those who wait."""
    if tries < TRIES:
        archive_queue.retry_soon(receipt)
        return
    tx, moment = Transaction(), now()
    archives.prolong(tx, order, Making(until=moment, anew_after=moment + PAUSE), otherwise=_superseded)
    try:
        tx.commit()
    except _Superseded:
        return


def _begin(order: ArchiveOrder) -> None:
    """Order an archive, unless somebody did and it may still come; QuotaExceeded over ORDERS."""
    tx, moment = Transaction(), now()
    archives.begin(tx, order, _waiting(moment + QUEUED), at=moment, otherwise=_begun)
    count_attempt_in(tx, "archives", order.account_id, limit=ORDERS, seconds=ORDER_SECONDS)
    try:
        tx.commit()
    except _Begun as begun:
        if begun.making is not None and moment >= begun.making.until:
            raise _failed(begun.making, moment) from begun
        return
    try:
        archive_queue.send(order.model_dump_json(), account_id=order.account_id)
    except Unavailable:
        _forget(order)
        raise


def _failed(making: Making, moment: datetime) -> ArchiveFailed:
    seconds = max(1, ceil((making.anew_after - moment).total_seconds()))
    message = N_("The archive could not be made. Ask for it again in a few minutes; if it fails again, tell support.")
    return ArchiveFailed(message, retry_after=seconds)


def _make(order: ArchiveOrder, key: str) -> None:
    packed = _entries(order)
    if packing.digest(packed) != order.digest or photo_bucket.holds(key):
        return
    began, zone = now(), accounts.load_account(order.account_id).zone
    with multipart_upload(key, content_type="application/zip") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_info(packing.MANIFEST, began, zone), packing.manifest(packed))
        missing = _add_all(order, packed, archive, file)
        if missing:
            archive.writestr(_info(packing.MISSING, began, zone), packing.manifest(missing))
            alarm("photos missing in the bucket", case_id=order.case_id, count=len(missing))
    size = sum(entry.photo.bytes for entry in packed)
    milliseconds = int((now() - began).total_seconds() * 1000)
    log("info", "archive_made", case_id=order.case_id, count=len(packed), bytes=size, milliseconds=milliseconds)


def _add_all(
    order: ArchiveOrder, packed: Sequence[Entry], archive: zipfile.ZipFile, file: MultipartFile
) -> list[Entry]:
    """Add the photos that the bucket has, prolonging the order every BEAT. Return those that it has lost.

    Raises ObjectMissing when somebody deleted one meanwhile: this archive is then nobody's any more.
    """
    zone, beat, missing = accounts.load_account(order.account_id).zone, now(), []
    for entry in packed:
        try:
            archive.writestr(_info(entry.name, entry.photo.received_at, zone), _bytes_of(entry))
        except photo_bucket.ObjectMissing:
            if not _is_current(order):
                raise
            missing.append(entry)
        file.settle()
        if now() - beat > BEAT:
            _go_on(order)
            beat = now()
    return missing


def _bytes_of(entry: Entry) -> bytes:
    """Read one photo whole: 15 MB at most, so that its entry begins only when all of it is there."""
    return photo_bucket.read(entry.photo.key, version_id=entry.photo.version_id, at_most=MAX_BYTES).data


def _info(name: str, moment: datetime, zone: ZoneInfo) -> zipfile.ZipInfo:
    """Return an entry's head: stored as it is, since photos don't compress; ZIP has local times."""
    info = zipfile.ZipInfo(name, moment.astimezone(zone).timetuple()[:6])
    info.external_attr = _READABLE_BY_ALL
    return info


def _entries(order: ArchiveOrder) -> tuple[Entry, ...]:
    return packing.entries(archives.read_attachments(order.account_id, order.case_id))


def _is_current(order: ArchiveOrder) -> bool:
    return packing.digest(_entries(order)) == order.digest


def _go_on(order: ArchiveOrder) -> None:
    """Prolong the order's mark of work in progress. Raises _Superseded."""
    tx = Transaction()
    archives.prolong(tx, order, _waiting(now() + SILENCE), otherwise=_superseded)
    tx.commit()


def _forget(order: ArchiveOrder) -> None:
    tx = Transaction()
    archives.remove(tx, order, otherwise=_superseded)
    tx.commit()


def _waiting(until: datetime) -> Making:
    return Making(until=until, anew_after=until + PAUSE)


def _seconds(packed: tuple[Entry, ...]) -> int:
    return min(_LATEST, _SOONEST + sum(entry.photo.bytes for entry in packed) // _PACE)


def _begun(raw: dict[str, object] | None) -> DomainError:
    return _Begun(archives.making_of(raw) if raw else None)


def _superseded(_: object) -> DomainError:
    return _Superseded("others began anew")
