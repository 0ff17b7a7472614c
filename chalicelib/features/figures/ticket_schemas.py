"""HTTP of figures of requests: queries and views."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.base.formats import Code
from chalicelib.features.conversations.figures import TicketTally
from chalicelib.features.conversations.service.counting import TicketFigures
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.http.bodies import Body, View


class TicketFiguresQuery(Body):
    """The chosen months, desks and topics. Without months the last twelve, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])
    desk: Code | None = Field(default=None, description="Code of a desk", examples=["general"])
    topic: Code | None = Field(default=None, description="Code of a topic", examples=["complaint"])


class TicketsCounted(View):
    """Figures of requests, each counted in the month in which it happened."""

    opened: int
    answered: int = Field(description="Terms that ended with an answer")
    in_time: int = Field(description="Those of `answered` by their last day")
    late: int = Field(description="Those of `answered` after it")
    closed: int
    mean_hours: float | None = Field(description="From the beginning of a term to its answer; null without answers")
    rated: int
    mean_stars: float | None = Field(description="The mean rating, 1 to 5; null without ratings")


class TicketGroupFigures(TicketsCounted):
    """The figures of a month, desk and topic; summed up, the groups are all requests once."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])
    desk: str
    topic: str


class TicketFiguresView(View):
    """The figures of requests at your desks. Keys and administrators see all desks."""

    first_month: str
    last_month: str
    total: TicketsCounted
    groups: list[TicketGroupFigures]


def tickets_view(figures: TicketFigures) -> TicketFiguresView:
    """Return figures of requests as an answer shows them."""
    return TicketFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        total=TicketsCounted(**_counted(figures.total())),
        groups=[
            TicketGroupFigures(**group._asdict(), **_counted(each))
            for group, each in figures.split(lambda group: group).items()
        ],
    )


def _counted(tally: TicketTally) -> dict[str, Any]:
    rounded = {
        name: None if value is None else round(value, 2)
        for name, value in (("mean_hours", tally.mean_hours), ("mean_stars", tally.mean_stars))
    }
    return {**tally._asdict(), **rounded}
