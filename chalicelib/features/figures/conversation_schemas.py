"""HTTP of figures of conversations: queries and views."""

from typing import Annotated

from pydantic import Field

from chalicelib.features.conversations.answer_figures import AnswerTally
from chalicelib.features.conversations.service.answering import AnswerFigures
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.http.bodies import Body, View


class AnswerFiguresQuery(Body):
    """The chosen months: the last twelve by default, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])


class AnswersCounted(View):
    """First answers about claims: messages of your staff that a client waited for, each counted when it came."""

    answered: int
    median_hours: float | None = Field(
        description="Office hours from the question to the answer, to a quarter of an hour; null of fewer than ten"
    )
    promised: int = Field(description="Those of `answered` that came while the account promised a time")
    kept: int = Field(description="Those of `promised` that came in this time")


class AnswerMonthFigures(AnswersCounted):
    """The first answers of a month."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])


class AnswerFiguresView(View):
    """The figures of conversations about claims."""

    first_month: str
    last_month: str
    total: AnswersCounted
    months: list[AnswerMonthFigures] = Field(description="Months in which answers came")


def answers_view(figures: AnswerFigures) -> AnswerFiguresView:
    """Return figures of conversations as an answer shows them."""
    return AnswerFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        total=AnswersCounted(**_counted(figures.total())),
        months=[AnswerMonthFigures(month=month, **_counted(each)) for month, each in figures.months().items()],
    )


def _counted(each: AnswerTally) -> dict[str, object]:
    return each._asdict()
