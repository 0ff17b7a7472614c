"""Reasons for not taking a document in, and the next step of its sender."""

from enum import StrEnum
from typing import NamedTuple

from chalicelib.base.languages import N_


class DocumentRefusal(StrEnum):
    """The reason for a refusal by the inspection; staff's are in their own words."""

    EMPTY = "empty"
    NOT_A_DOCUMENT = "not_a_document"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    LAUNCHES = "launches"
    #: Other bytes than were announced.
    CHECKSUM_MISMATCH = "checksum_mismatch"
    #: The claim has a document with the same bytes.
    DUPLICATE = "duplicate"
    #: It came after its term, and its place was taken.
    TOO_MANY = "too_many"

    @property
    def message(self) -> str:
        """Return the msgid of the sentence for the sender; of a duplicate with a place `{slot}`."""
        return _MESSAGES[self]


class Twin(NamedTuple):
    """A document of the claim with the same bytes, and the slot that it is in."""

    document_id: str
    slot: str


class Unacceptable(Exception):
    """A file can't be taken in as a document; the same bytes will not be later either."""

    def __init__(self, reason: DocumentRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


_MESSAGES = {
    DocumentRefusal.EMPTY: N_("The file is empty. Choose another one."),
    DocumentRefusal.NOT_A_DOCUMENT: N_(
        "This file is neither a PDF nor a photo. Save it as PDF, or send a photo of the paper (JPEG, PNG, HEIC, WebP)."
    ),
    DocumentRefusal.ENCRYPTED: N_(
        "The file takes a password to open. Save it without the password, and send it again."
    ),
    DocumentRefusal.BROKEN: N_(
        "The file is damaged and can't be opened in full. Save or scan it anew, best as PDF, and send it again."
    ),
    DocumentRefusal.TOO_LARGE: N_(
        "The file has more than 25 MB. Scan it at a lower resolution, or send it in several parts."
    ),
    DocumentRefusal.TOO_MANY_PAGES: N_("The file has more than 300 pages. Send it in several parts."),
    DocumentRefusal.TOO_MANY_PIXELS: N_(
        "The picture has too many pixels. Scan it at a lower resolution, or take a photo of it with a phone."
    ),
    DocumentRefusal.TOO_COMPLEX: N_(
        "The file is made in a way that takes too long to open. Print it to a new PDF, or send a photo of the paper."
    ),
    DocumentRefusal.LAUNCHES: N_(
        "The file starts a program when it is opened, so it was not stored. Print it to a new PDF, and send that."
    ),
    DocumentRefusal.CHECKSUM_MISMATCH: N_("The file was damaged on its way to us. Send it again."),
    DocumentRefusal.DUPLICATE: N_('This claim has the same file already, under "{slot}". Send another one here.'),
    DocumentRefusal.TOO_MANY: N_(
        "When this file arrived, there were as many here as can be taken. Remove one to send it again."
    ),
}
