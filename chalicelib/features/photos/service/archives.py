"""Archives of cases: files in one. Staff order one, a function of its own makes it, the bucket keeps it for a day.

An archive is known by the digest of its content; the bucket alone knows whether it exists. A row says only that an
archive is being made, and until when that is believed. Its maker prolongs that every BEAT. After a silence it has
failed. The failure is told for a PAUSE, and then the next call begins anew.
"""

import hashlib
import zipfile
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.aws import archive_queue, photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.multipart import MultipartFile, multipart_upload
from chalicelib.aws.rate_limits import count_attempt_in
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, Unavailable
from chalicelib.base.ids import new_ulid
from chalicelib.base.installed import find_archive
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.features.photos.archiving import Content, Contents, Packed
from chalicelib.features.photos.model import ArchiveOrder, Making
from chalicelib.features.photos.service.keys import key_of_archive
from chalicelib.features.photos.table import archives
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
    """An archive of so many photos or files: its presigned address, or None and the seconds until the next call."""

    number: int
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


def lead_to(account_id: str, case_id: str, content: Content, *, kind: str, file_name: str) -> Archive:
    """Return the archive of a content, and have it made if there is none.

    Raises ArchiveFailed for a while after it could not be made, QuotaExceeded over ORDERS.
    """
    order = ArchiveOrder(account_id=account_id, case_id=case_id, kind=kind, digest=content.digest, run=new_ulid())
    key, url = key_of_archive(order), None
    if photo_bucket.holds(key):
        url = photo_bucket.sign_download(key, file_name=file_name, content_type="application/zip")
    else:
        _begin(order)
    return Archive(number=content.number, url=url, retry_after=_seconds(content))


def make_archive(order: ArchiveOrder) -> None:
    """Make an archive that was ordered, unless it exists or its content has changed. Repeating is harmless.

    Files that the case lost meanwhile don't live on. Removing one writes that first and then erases the case's
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
    content = _content(order)
    if content is None or content.digest != order.digest or photo_bucket.holds(key):
        return
    began, zone = now(), accounts.load_account(order.account_id).zone
    with multipart_upload(key, content_type="application/zip") as file, zipfile.ZipFile(file, "w") as archive:
        packed, lost = _add_all(order, content, archive, file)
        for name, data in content.close(packed, lost):
            archive.writestr(_info(name, began, zone), data)
    milliseconds = int((now() - began).total_seconds() * 1000)
    log(
        "info",
        "archive_made",
        case_id=order.case_id,
        count=content.number,
        bytes=content.bytes,
        milliseconds=milliseconds,
    )


def _add_all(
    order: ArchiveOrder, content: Content, archive: zipfile.ZipFile, file: MultipartFile
) -> tuple[list[Packed], list[str]]:
    """Add the files that the bucket has, prolonging the order every BEAT. Return them, and the names of lost ones.

    Raises ObjectMissing when somebody deleted one meanwhile: this archive is then nobody's any more.
    """
    zone, beat, packed, lost = accounts.load_account(order.account_id).zone, now(), list[Packed](), list[str]()
    for piece in content.pieces:
        try:
            data = piece.read()  # whole, so that its entry begins only when all of it is there
        except photo_bucket.ObjectMissing:
            if not _is_current(order):
                raise
            lost.append(piece.name)
            continue
        archive.writestr(_info(piece.name, piece.at, zone), data)
        packed.append(Packed(piece.name, hashlib.sha256(data).hexdigest(), len(data)))
        file.settle()
        if now() - beat > BEAT:
            _go_on(order)
            beat = now()
    return packed, lost


def _info(name: str, moment: datetime, zone: ZoneInfo) -> zipfile.ZipInfo:
    """Return an entry's head: stored as it is, since photos don't compress; ZIP has local times."""
    info = zipfile.ZipInfo(name, moment.astimezone(zone).timetuple()[:6])
    info.external_attr = _READABLE_BY_ALL
    return info


def _content(order: ArchiveOrder) -> Content | None:
    contents: Contents = find_archive(order.kind)
    return contents(order.account_id, order.case_id)


def _is_current(order: ArchiveOrder) -> bool:
    content = _content(order)
    return content is not None and content.digest == order.digest


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


def _seconds(content: Content) -> int:
    return min(_LATEST, _SOONEST + content.bytes // _PACE)


def _begun(raw: dict[str, object] | None) -> DomainError:
    return _Begun(archives.making_of(raw) if raw else None)


def _superseded(_: object) -> DomainError:
    return _Superseded("others began anew")
