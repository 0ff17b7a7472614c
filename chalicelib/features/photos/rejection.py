"""Reasons for not filing a photo, and the owner's next step."""

from enum import StrEnum

from chalicelib.base.languages import N_


class RejectionReason(StrEnum):
    """The reason for a rejection.

    An upload keeps the value, `/r/{token}/state` answers it; `message` is the sentence for the owner.
    """

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    CHECKSUM_MISMATCH = "checksum_mismatch"
    NOT_AN_IMAGE = "not_an_image"
    UNSUPPORTED_TYPE = "unsupported_type"
    TYPE_MISMATCH = "type_mismatch"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    BROKEN = "broken"
    MISSING = "missing"
    TOO_MANY = "too_many"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"

    @property
    def message(self) -> str:
        """Return the msgid (English) of the sentence for the owner; domain `rejections`."""
        return _MESSAGES[self]


_MESSAGES = {
    RejectionReason.EMPTY: N_("The file is empty. Please take the photo again."),
    RejectionReason.TOO_LARGE: N_("The photo is too large. Please take it again at a lower resolution."),
    RejectionReason.CHECKSUM_MISMATCH: N_("The photo was damaged on its way to us. Please send it again."),
    RejectionReason.NOT_AN_IMAGE: N_("This file is not a photo. Please choose a photo or take one with the camera."),
    RejectionReason.UNSUPPORTED_TYPE: N_(
        "Pictures of this kind can't be accepted. "
        "Please take the photo with the camera, or send a JPEG, PNG, HEIC or WebP file."
    ),
    RejectionReason.TYPE_MISMATCH: N_(
        "The file was sent as something other than a photo. Please choose the photo again."
    ),
    RejectionReason.TOO_MANY_PIXELS: N_(
        "The photo has too many pixels. Please lower the resolution in the camera's settings and take it again."
    ),
    RejectionReason.TOO_COMPLEX: N_(
        "The photo is saved in a way that takes too long to open. Please take it again with the camera."
    ),
    RejectionReason.BROKEN: N_("The photo is damaged and can't be opened in full. Please take it again."),
    RejectionReason.MISSING: N_("The photo has not arrived. Please send it again."),
    RejectionReason.TOO_MANY: N_(
        "When this photo arrived, there were as many here as can be taken. Please remove one to send it again."
    ),
    RejectionReason.DUPLICATE: N_("We have this photo already; it is stored once. Please add another one."),
    RejectionReason.WITHDRAWN: N_(
        "The request was withdrawn before this photo arrived, so it was not kept. "
        "Please ask whoever sent the link for a new one."
    ),
}


class Unacceptable(Exception):
    """This file can't be filed as a photo; sending the same bytes again doesn't help."""

    def __init__(self, reason: RejectionReason) -> None:
        super().__init__(reason.message)
        self.reason = reason
