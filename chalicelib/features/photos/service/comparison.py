"""The daily comparison of bucket and table: missed photos are filed or erased, lost ones raise an alarm.

It goes through the bucket case by case, in the keys' order, and holds one case at a time. The rest of a run's work is
left to the next one, which goes on from there.
"""

import heapq
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from chalicelib.aws import photo_bucket, s3_events
from chalicelib.base.clock import now
from chalicelib.base.observability import alarm, log, where
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Upload, UploadStatus
from chalicelib.features.photos.service.keys import keys_of, parse_key
from chalicelib.features.photos.table import compared

#: Seconds after which a run leaves the rest to the next one; its function has 900.
SECONDS = 780.0
#: Uploads of which the bucket should have nothing, or not for long. Filing files them, or erases removed ones.
_UNFINISHED = frozenset({UploadStatus.RESERVED, UploadStatus.EXPIRED, UploadStatus.REMOVED})


class _Case(NamedTuple):
    """A case's objects in the bucket: the versions of each original, and the keys of renditions by their original's."""

    account_id: str
    case_id: str
    versions: dict[str, set[str]]
    renditions: dict[str, set[str]]

    @property
    def place(self) -> str:
        """The case's place among all."""
        return f"{self.account_id}/{self.case_id}"

    @property
    def originals(self) -> set[str]:
        """The keys of all originals that the bucket has, or has pictures of."""
        return self.versions.keys() | self.renditions.keys()

    def lacks(self, upload: Upload) -> bool:
        """Return True if the version that an attachment pins, or a picture made of it, is not there."""
        original, *pictures = keys_of(upload)
        there = self.versions.get(original, set())
        pinned = {upload.version_id} if upload.version_id else there
        return not there & pinned or not self.renditions.get(original, set()).issuperset(pictures)


class _Span:
    """The part of the bucket that one run compares: after a place `<account>/<case>`, until its time is over."""

    def __init__(self, *, after: str, ends: float) -> None:
        self.after, self.upto, self.ends, self.stopped = after, after, ends, False
        self.began = now()

    def cases(self) -> Iterator[_Case]:
        """Yield the bucket's objects by case; `upto` is the last case that the caller is done with."""
        for case in _cases(after=self.after):
            yield case
            self.upto = case.place
            if time.monotonic() >= self.ends:
                self.stopped = True
                return

    def covers(self, place: str) -> bool:
        """Return True if a case of which the bucket has nothing would have been met by now."""
        return place > self.after and (not self.stopped or place <= self.upto)

    def may_cover(self, account_id: str) -> bool:
        """Return True if some cases of an account may be covered."""
        first, last = self.after.partition("/")[0], self.upto.partition("/")[0]
        return account_id >= first and (not self.stopped or account_id <= last)


def reconcile(*, seconds: float = SECONDS) -> tuple[int, int]:
    """Compare bucket and table, case by case. Files or erases missed photos, raises an alarm for the rest.

    Returns the numbers of photos without an upload (an original, or pictures made of one), and of filed ones that can't
    be opened whole. Cases without any object in the bucket are found in the table. Their accounts are those that have,
    or had at some comparison, anything in the bucket: accounts are never listed.
    """
    span = _Span(after=compared.place(), ends=time.monotonic() + seconds)
    known, present = compared.list_accounts(), set()
    stray = lost = 0
    for account_id, group in groupby(span.cases(), key=lambda case: case.account_id):
        present.add(account_id)
        if account_id not in known:
            compared.remember_account(account_id)
        seen = set()
        for case in group:
            seen.add(case.case_id)
            strays, losses = _compare(case, began=span.began)
            stray, lost = stray + strays, lost + losses
        lost += _lost_whole(account_id, span, seen=seen)
    lost += sum(_lost_whole(each, span) for each in sorted(known - present) if span.may_cover(each))
    compared.keep_place(span.upto if span.stopped else "")
    if span.stopped:
        log("warning", "comparison not finished, the next one goes on")
    if stray or lost:
        alarm("bucket and table differ", kind="objects without uploads, photos without objects", count=[stray, lost])
    return stray, lost


def _compare(case: _Case, *, began: datetime) -> tuple[int, int]:
    """Compare a case. Returns the number of its photos without an upload, and of lost ones.

    A case of which a row can't be read raises an alarm, and keeps no other from being compared.
    """
    try:
        uploads = _uploads(case)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        alarm("case can't be compared", account_id=case.account_id, error=type(error).__name__, stack=where(error))
        return 0, 0
    # A photo sent while the bucket was being listed is missing in the list, not in the bucket.
    settled = {key: upload for key, upload in uploads.items() if upload.due_at <= began}
    for key in case.versions.keys() & settled.keys():
        _see_to(key, settled[key], case.versions[key])
    return len(case.originals - uploads.keys()), _lost(case, settled.values())


def _lost_whole(account_id: str, span: _Span, *, seen: Collection[str] = ()) -> int:
    """Return the number of filed photos in an account's cases of which the bucket has nothing."""
    missing = (
        _Case(account_id, case_id, {}, {})
        for case_id in cases.list_with_photos(account_id)
        if case_id not in seen and span.covers(f"{account_id}/{case_id}")
    )
    return sum(_compare(case, began=span.began)[1] for case in missing)


def _uploads(case: _Case) -> dict[str, Upload]:
    """Return the uploads of a case in the table, by the keys of the originals."""
    return {keys_of(upload)[0]: upload for upload in table.list_uploads(case.account_id, case.case_id)}


def _lost(case: _Case, uploads: Iterable[Upload]) -> int:
    return sum(upload.status == UploadStatus.FILED and case.lacks(upload) for upload in uploads)


def _see_to(key: str, upload: Upload, versions: set[str]) -> None:
    if upload.status in _UNFINISHED:
        s3_events.report_again(key)
    elif upload.status == UploadStatus.FILED and upload.version_id in versions:
        for version_id in versions - {upload.version_id}:
            s3_events.report_again(key, version_id=version_id)


def _cases(*, after: str) -> Iterator[_Case]:
    """Yield the bucket's objects by case. Foreign keys are left to filing, which raises an alarm."""
    listed = heapq.merge(_placed(_originals(after)), _placed(_pictures(after)))
    for (account_id, case_id), group in groupby(listed, key=lambda each: each[:2]):
        case = _Case(account_id, case_id, defaultdict(set), defaultdict(set))
        for *_, key, version_id in group:
            if version_id:
                case.versions[key].add(version_id)
            else:
                case.renditions[_original_of(key)].add(key)
        yield case


def _originals(after: str) -> Iterator[tuple[str, str, str]]:
    for key, version_id in photo_bucket.list_incoming(after=after):
        yield key, key, version_id


def _pictures(after: str) -> Iterator[tuple[str, str, str]]:
    for key in photo_bucket.list_renditions(after=after):
        yield _original_of(key), key, ""


def _original_of(picture: str) -> str:
    return photo_bucket.INCOMING + picture.removeprefix(photo_bucket.RENDITIONS).rpartition("/")[0]


def _placed(listed: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Put the account and the case before a key and its version ('' for a picture)."""
    for original, key, version_id in listed:
        found = parse_key(original)
        if found is not None:
            yield found.account_id, found.case_id, key, version_id
