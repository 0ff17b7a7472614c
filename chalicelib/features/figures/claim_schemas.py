"""HTTP of figures of claims: queries and views."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.base.formats import Code
from chalicelib.features.claims.counting import ClaimFigures
from chalicelib.features.claims.figures import StageTally
from chalicelib.features.claims.stages import Stage
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.http.bodies import Body, View


class ClaimFiguresQuery(Body):
    """The chosen months and process. Without months the last twelve, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])
    process: Code | None = Field(default=None, description="Code of a process", examples=["osago"])


class StageDays(View):
    """The days that claims stayed in a stage, one by one; null of fewer than 20."""

    measured: int = Field(
        description="Claims that left it and whose days are known one by one; of earlier ones only `mean_days` is"
    )
    median_days: float | None = Field(description="The median of these days, each rounded to a whole one")


class StageCounted(StageDays):
    """Claims that came to a stage and left it, each counted when that happened."""

    entered: int = Field(description="Claims that came to the stage")
    left: int = Field(description="Claims that left it")
    mean_days: float | None = Field(description="In the stage, of those that left it; null without any")


class StageFigures(StageCounted):
    """The figures of a month, process and stage."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])
    process: str
    stage: Stage


class KindDays(StageDays):
    """The days in a stage of claims of one kind of loss."""

    kind: str = Field(examples=["breakage"])


class StageTotal(StageCounted):
    """The figures of a process and stage in all the months, and of each kind of loss that was known."""

    process: str
    stage: Stage
    kinds: list[KindDays]


class ClaimFiguresView(View):
    """The figures of claims."""

    first_month: str
    last_month: str
    groups: list[StageFigures]
    stages: list[StageTotal] = Field(description="The groups of all the months together")


def claims_view(figures: ClaimFigures) -> ClaimFiguresView:
    """Return figures of claims as an answer shows them."""
    groups = figures.split(lambda group: group)
    stages = figures.split(lambda group: group._replace(month=""))
    kinds = figures.split_by_kind()
    return ClaimFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        groups=[
            StageFigures(month=group.month, process=group.process, stage=Stage(group.stage), **_counted(each))
            for group, each in groups.items()
        ],
        stages=[
            StageTotal(
                process=group.process,
                stage=Stage(group.stage),
                **_counted(each),
                kinds=[
                    KindDays(kind=kind, **stays._asdict())
                    for (process, stage, kind), stays in kinds.items()
                    if (process, stage) == (group.process, group.stage)
                ],
            )
            for group, each in stages.items()
        ],
    )


def _counted(each: StageTally) -> dict[str, Any]:
    return {**each._asdict(), "mean_days": None if each.mean_days is None else round(each.mean_days, 2)}
