"""HTTP bodies and answers of deadlines."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.words import NAMED
from chalicelib.features.claims.deadlines.computing import State
from chalicelib.features.claims.deadlines.rules import Effect, Who
from chalicelib.http.bodies import Body, View

WaiverReason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), NAMED]


class WaiveBody(Body):
    """The reason why a deadline needn't be kept."""

    reason: WaiverReason = Field(examples=["The client agreed to wait for the expert's report"])


class DeadlineWaiverView(View):
    """The word of a person that a deadline needn't be kept."""

    at: datetime
    by: str = Field(description="`user:<id>` or `key:<id>`")
    reason: str


class ClaimDeadlineView(View):
    """A deadline of a claim."""

    code: str
    label: str
    law: str
    effect: Effect
    effect_label: str = Field(description="What follows if it is missed, in your language; empty for nothing")
    who: Who = Field(description="The side that must act")
    state: State
    last_day: date | None = Field(description="At the place of the claim; null while it waits for a fact")
    zone: str | None = Field(description="The IANA zone of that place")
    ends_at: datetime | None
    waits_for: str | None = Field(description="The code of the fact that it counts from, while that is unknown")
    waits_for_label: str
    waived: DeadlineWaiverView | None


class ClaimDeadlineList(View):
    """The deadlines of a claim in the order of its process."""

    items: list[ClaimDeadlineView]
