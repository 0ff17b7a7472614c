"""Retakes: photos that staff found unusable and ask for once more, and how a request for them is made up.

Pure. A request keeps reason and words as they were when it was made (`Again`): a verdict may change later.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.features.photos.model import Attachment, PhotoRequest, RequestStatus
from chalicelib.features.photos.verdicts import Again, UnusableReason
from chalicelib.tenancy.categories import Category

#: Photos that one request can ask for again.
MOST = 30


class Retaken(NamedTuple):
    """Photos to be taken once more, with the requests that they came by.

    `former` is the request of the last of them, `offered` its requests' categories by code.
    """

    again: tuple[Again, ...] = ()
    former: PhotoRequest | None = None
    offered: Mapping[str, Category] = {}


NOTHING_RETAKEN = Retaken()


def is_unusable(photo: Attachment) -> bool:
    """Return True if staff said that a photo is of no use."""
    return photo.verdict is not None and not photo.verdict.usable


def asked_anew(photo: Attachment) -> Again:
    """Return the retake of an unusable photo."""
    reason = photo.verdict.reason if photo.verdict else None
    return Again(
        attachment_id=photo.id,
        category=photo.category,
        reason=reason or UnusableReason.OTHER,
        text=photo.verdict.text if photo.verdict else "",
    )


def with_retaken(
    chosen: Iterable[Category], again: Sequence[Again], *, offered: Mapping[str, Category]
) -> tuple[Category, ...]:
    """Return the categories of a request: those asked for again, a photo for each one, then the others chosen.

    Of a category that is both, the larger number is asked for.
    """
    beside = {category.code: category for category in chosen}
    counts = Counter(each.category for each in again)
    retaken = {code: _at_least(beside.get(code), offered.get(code), count) for code, count in counts.items()}
    others = [category for code, category in beside.items() if code not in retaken]
    return (*(category for category in retaken.values() if category), *others)


def _at_least(chosen: Category | None, offered: Category | None, count: int) -> Category | None:
    """Return a category with `count` photos as its least, more if it was chosen with more; None for one unknown."""
    category = chosen or offered
    if category is None:
        return None
    least = max(count, chosen.min) if chosen else count
    return category.model_copy(update={"min": least, "max": max(category.max, least)})


def noted_again(again: Sequence[Again]) -> dict[str, object]:
    """Return the timeline's note of retakes: ids and codes, none of the staff's words."""
    noted = [
        {"attachment_id": each.attachment_id, "category": each.category, "reason": str(each.reason)} for each in again
    ]
    return {"again": noted} if noted else {}


def asked_again_at(photo_id: str, requests: Iterable[PhotoRequest], *, at: datetime) -> datetime | None:
    """Return the moment at which a valid request last asked for a photo again, None if none did."""
    moments = [
        request.created_at
        for request in requests
        for each in request.again
        if each.attachment_id == photo_id and _counts(request, each.category, at=at)
    ]
    return max(moments, default=None)


def _counts(request: PhotoRequest, category: str, *, at: datetime) -> bool:
    """Return False for a request that was withdrawn, or expired before all photos of the category had come."""
    status = request.status_at(at)
    unanswered = status == RequestStatus.EXPIRED and category in request.missing
    return status != RequestStatus.REVOKED and not unanswered


def to_ask_again(
    photos: Iterable[Attachment], requests: Sequence[PhotoRequest], *, at: datetime
) -> tuple[Attachment, ...]:
    """Return the unusable photos of a case that nobody is asked for again."""
    return tuple(photo for photo in photos if is_unusable(photo) and asked_again_at(photo.id, requests, at=at) is None)


def replaced_by(photo: Attachment, requests: Iterable[PhotoRequest]) -> tuple[str, ...]:
    """Return ids of the photos in place of which a photo was sent: those of its category in its request.

    Nobody says which of several it replaces, so all of them are named.
    """
    came_by = (request for request in requests if request.id == photo.request_id)
    return tuple(each.attachment_id for request in came_by for each in request.again if each.category == photo.category)
