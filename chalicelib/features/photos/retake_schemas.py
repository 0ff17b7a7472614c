"""HTTP bodies of retakes."""

from typing import Annotated

from pydantic import Field

from chalicelib.base.formats import Identifier
from chalicelib.features.photos.retakes import MOST
from chalicelib.features.photos.verdicts import UnusableReason
from chalicelib.http.bodies import View

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


class AgainView(View):
    """A photo that a request asks for once more."""

    attachment_id: str = Field(description="The unusable photo; it may have been deleted since")
    category: str
    reason: UnusableReason
    text: str = Field(description="What staff added in their own words, for the owner")
