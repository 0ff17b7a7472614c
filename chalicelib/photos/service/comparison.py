"""The daily comparison of bucket and table: what was missed is filed or erased, what is lost raises an alarm."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from chalicelib.aws import photo_bucket, s3_events
from chalicelib.cases import service as cases
from chalicelib.clock import now
from chalicelib.observability import alarm
from chalicelib.photos import table
from chalicelib.photos.model import Upload, UploadStatus
from chalicelib.photos.service.filing import parse_key
from chalicelib.photos.service.keys import keys_of

#: Uploads of which nothing should be in the bucket, or not for long: filing files them or erases what was removed.
_UNFINISHED = frozenset({UploadStatus.RESERVED, UploadStatus.EXPIRED, UploadStatus.REMOVED})


class _Case(NamedTuple):
    """What the bucket has of a case: the versions of each original, and the keys of renditions by their original's."""

    account_id: str
    case_id: str
    versions: dict[str, set[str]]
    renditions: dict[str, set[str]]

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


def reconcile() -> tuple[int, int]:
    """Compare bucket and table, case by case; have filed or erased what was missed, raise an alarm for the rest.

    Returns how many photos have no upload (an original, or pictures made of one), and how many filed ones can't be
    opened whole. Cases of which the bucket has nothing at all are found in the table: those of accounts that have
    anything in the bucket, for accounts are never listed.
    """
    stray = lost = 0
    began = now()
    for account_id, group in groupby(_cases(), key=lambda case: case.account_id):
        seen = set()
        for case in group:
            seen.add(case.case_id)
            uploads = _uploads(case)
            stray += len(case.originals - uploads.keys())
            # What was sent while the bucket was being listed is missing in the list, not in the bucket.
            settled = {key: upload for key, upload in uploads.items() if upload.due_at <= began}
            lost += _lost(case, settled.values())
            for key in case.versions.keys() & settled.keys():
                _see_to(key, settled[key], case.versions[key])
        for case_id in cases.list_with_photos(account_id):
            if case_id not in seen:
                nothing = _Case(account_id, case_id, {}, {})
                lost += _lost(nothing, (each for each in _uploads(nothing).values() if each.due_at <= began))
    if stray or lost:
        alarm("bucket and table differ", kind="objects without uploads, photos without objects", count=[stray, lost])
    return stray, lost


def _uploads(case: _Case) -> dict[str, Upload]:
    """Return what the table has of a case, by the keys of the originals."""
    return {keys_of(upload)[0]: upload for upload in table.list_uploads(case.account_id, case.case_id)}


def _lost(case: _Case, uploads: Iterable[Upload]) -> int:
    return sum(upload.status == UploadStatus.FILED and case.lacks(upload) for upload in uploads)


def _see_to(key: str, upload: Upload, versions: set[str]) -> None:
    if upload.status in _UNFINISHED:
        s3_events.report_again(key)
    elif upload.status == UploadStatus.FILED and upload.version_id in versions:
        for version_id in versions - {upload.version_id}:
            s3_events.report_again(key, version_id=version_id)


def _cases() -> Iterator[_Case]:
    """Return what the bucket has, by case; keys that are not ours are left to filing, which raises an alarm."""
    listed = heapq.merge(_placed(_originals()), _placed(_pictures()))
    for (account_id, case_id), group in groupby(listed, key=lambda each: each[:2]):
        case = _Case(account_id, case_id, defaultdict(set), defaultdict(set))
        for *_, key, version_id in group:
            if version_id:
                case.versions[key].add(version_id)
            else:
                case.renditions[_original_of(key)].add(key)
        yield case


def _originals() -> Iterator[tuple[str, str, str]]:
    for key, version_id in photo_bucket.list_incoming():
        yield key, key, version_id


def _pictures() -> Iterator[tuple[str, str, str]]:
    for key in photo_bucket.list_renditions():
        yield _original_of(key), key, ""


def _original_of(picture: str) -> str:
    return photo_bucket.INCOMING + picture.removeprefix(photo_bucket.RENDITIONS).rpartition("/")[0]


def _placed(listed: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Put the account and the case before a key and its version ('' for a picture)."""
    for original, key, version_id in listed:
        found = parse_key(original)
        if found is not None:
            yield found.account_id, found.case_id, key, version_id
