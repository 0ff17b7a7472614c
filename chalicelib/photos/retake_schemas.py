"""What HTTP bodies say of photos that are asked for again."""

from typing import Annotated

from pydantic import Field

from chalicelib.api.bodies import View
from chalicelib.cases.schemas import Identifier
from chalicelib.photos.retakes import MOST
from chalicelib.photos.verdicts import UnusableReason

WantedAgain = Annotated[
    tuple[Identifier, ...] | None,
    Field(
        min_length=1,
        max_length=MOST,
        description="Photos of the case that staff marked as unusable, to be taken once more: a photo for each. What "
        "isn't given of channels, phone, email and language is as in the request by which they came; `categories` are "
        "asked for beside, none by default. Of a category that is both, the larger number is asked for",
    ),
]


class OwnerAgain(View):
    """A photo that the owner is to take once more: what is wrong with it, and what to do better."""

    reason: str = Field(description="What is wrong, in the owner's language")
    reason_code: UnusableReason = Field(description="The same for programs")
    hint: str = Field(description="What to do better, in the owner's language; empty if nothing fits all photos")
    text: str = Field(description="What staff added in their own words")
    thumbnail_url: str | None = Field(
        default=None, description="The photo as it came; null once it is deleted or the request has ended"
    )


class AgainView(View):
    """A photo that a request asks for once more."""

    attachment_id: str = Field(description="The unusable photo; it may have been deleted since")
    category: str
    reason: UnusableReason
    text: str = Field(description="What staff added in their own words, for the owner")
