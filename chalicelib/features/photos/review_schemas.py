"""HTTP bodies of verdicts on photos."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.base.words import ONE_LINE
from chalicelib.features.photos.verdicts import UnusableReason, Words
from chalicelib.http.bodies import Body, View


class VerdictBody(Body):
    """A verdict on a photo: usable or, with a reason, not."""

    usable: bool
    reason: UnusableReason | None = Field(default=None, description="Of a photo that is not usable, and only of that")
    text: Annotated[Words, ONE_LINE] = Field(
        default="", description="In words, for the owner if the photo is asked for again; needed for `other`"
    )


class VerdictView(View):
    """A verdict on a photo, by staff or a back-end."""

    usable: bool
    reason: UnusableReason | None = Field(description="Why it is of no use; null for a usable photo. More may come")
    text: str
    by: str = Field(description="`user:<id>` or `key:<id>`")
    at: datetime
