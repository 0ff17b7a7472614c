"""Retakes as their owner sees them."""

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base.languages import Language
from chalicelib.base.words import line
from chalicelib.features.photos.owner_schemas import OwnerAgain
from chalicelib.features.photos.retake_words import told_in
from chalicelib.features.photos.service import OwnerView
from chalicelib.features.photos.verdicts import Again


def owner_again(view: OwnerView, category: str, language: Language) -> list[OwnerAgain]:
    """Return the photos of a category that its owner is to take once more."""
    pictures = {photo.id: photo.thumbnail_key for photo in view.retaken}
    return [
        _owner_again(each, pictures.get(each.attachment_id), language)
        for each in view.request.again
        if each.category == category
    ]


def _owner_again(again: Again, thumbnail: str | None, language: Language) -> OwnerAgain:
    told = told_in(language, again.reason)
    return OwnerAgain(
        reason=told.reason,
        reason_code=again.reason,
        hint=told.advice,
        text=line(again.text),
        thumbnail_url=sign_download(thumbnail) if thumbnail else None,
    )
