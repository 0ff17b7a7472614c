"""Verdicts on a case's photos: usable or, with a reason, not; and retakes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen

#: The longest words of staff, in characters.
WORDS = 200


class UnusableReason(StrEnum):
    """The reason for which a photo is of no use. `other` is said in words."""

    BLURRED = "blurred"
    DARK = "dark"
    TOO_FAR = "too_far"
    WRONG_SUBJECT = "wrong_subject"
    OTHER = "other"


#: The reasons, as staff read them.
REASONS = {
    UnusableReason.BLURRED: N_("Blurred"),
    UnusableReason.DARK: N_("Too dark"),
    UnusableReason.TOO_FAR: N_("Taken from too far"),
    UnusableReason.WRONG_SUBJECT: N_("Shows something else"),
    UnusableReason.OTHER: N_("Other reason"),
}

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=WORDS)]


class Verdict(Frozen):
    """A verdict of staff on a photo; `reason` only if it is not usable, `by` is an actor."""

    usable: bool
    reason: UnusableReason | None = None
    text: Words = ""
    by: str
    at: datetime


class Again(Frozen):
    """A photo that a request asks for once more, with the verdict's reason and words as they were then."""

    attachment_id: str = Field(examples=["pho_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"])
    category: str
    reason: UnusableReason
    text: Words = ""
