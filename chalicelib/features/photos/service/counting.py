"""Counts of a case's photos by their verdicts, for features whose documents photos can be."""

from typing import NamedTuple

from chalicelib.features.photos.table.attachments import list_attachments

#: Photos of a category that are counted, the first ones: more than any claim asks for.
_MOST = 100


class PhotoCounts(NamedTuple):
    """The photos of a category in a case: those without a verdict, usable ones, and others."""

    waiting: int
    usable: int
    unusable: int


def count_photos(account_id: str, case_id: str, category: str) -> PhotoCounts:
    """Return the counts of a case's photos of a category: a Query."""
    found, _ = list_attachments(account_id, case_id, category=category, after=None, limit=_MOST)
    usable = sum(each.verdict is not None and each.verdict.usable for each in found)
    waiting = sum(each.verdict is None for each in found)
    return PhotoCounts(waiting=waiting, usable=usable, unusable=len(found) - usable - waiting)
