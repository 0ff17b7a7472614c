"""HTTP bodies of verdicts on photos."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.base.words import ONE_LINE
from chalicelib.features.photos.verdicts import UnusableReason, Words
from chalicelib.http.bodies import Body, View


class VerdictBody(Body):
    """Whether a photo is usable and, if it isn't, why."""

    usable: bool
    reason: UnusableReason | None = Field(default=None, description="Of a photo that is not usable, and only of that")
    text: Annotated[Words, ONE_LINE] = Field(
        default="", description="In words, for the owner if the photo is asked for again; needed for `other`"
    )


class VerdictView(View):
    """What staff, or a back-end, said of a photo."""

    usable: bool
    reason: UnusableReason | None = Field(description="Why it is of no use; null for a usable photo. More may come")
    text: str
    by: str = Field(description="`user:<id>` or `key:<id>`")
    at: datetime
