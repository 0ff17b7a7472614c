"""HTTP of figures of claims: queries and views."""

from typing import Annotated

from pydantic import Field

from chalicelib.base.formats import Code
from chalicelib.features.claims.counting import ClaimFigures
from chalicelib.features.claims.stages import Stage
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.http.bodies import Body, View


class ClaimFiguresQuery(Body):
    """The chosen months and process. Without months the last twelve, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])
    process: Code | None = Field(default=None, description="Code of a process", examples=["osago"])


class StageFigures(View):
    """The figures of a month, process and stage, each counted in the month in which it happened."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])
    process: str
    stage: Stage
    entered: int = Field(description="Claims that came to the stage")
    left: int = Field(description="Claims that left it")
    mean_days: float | None = Field(description="In the stage, of those that left it; null without any")


class ClaimFiguresView(View):
    """The figures of claims."""

    first_month: str
    last_month: str
    groups: list[StageFigures]


def claims_view(figures: ClaimFigures) -> ClaimFiguresView:
    """Return figures of claims as an answer shows them."""
    return ClaimFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        groups=[
            StageFigures(
                month=group.month,
                process=group.process,
                stage=Stage(group.stage),
                entered=each.entered,
                left=each.left,
                mean_days=None if each.mean_days is None else round(each.mean_days, 2),
            )
            for group, each in figures.split(lambda group: group).items()
        ],
    )
