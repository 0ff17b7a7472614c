"""HTTP bodies and answers of levels."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.base.formats import formatted
from chalicelib.base.languages import N_
from chalicelib.features.policies.levels.model import DayLevel, Quoted
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery

_LEVEL = formatted(
    r"^[0-9]{1,12}([.][0-9]{1,10})?$",
    N_("Must be a level such as 1138.95345: digits as text, and a point before the fraction."),
)


class LevelBody(Body):
    """The level of an underlying on a day."""

    level: Annotated[str, _LEVEL] = Field(
        description="More than 0; as text, so that no program rounds it", examples=["1138.95345"]
    )


class LevelListQuery(PageQuery):
    """The page of a list of levels, and its first and last day."""

    first: date | None = Field(default=None, alias="from", description="The first day; left out: the earliest")
    last: date | None = Field(default=None, alias="to", description="The last day; left out: the latest")


class LevelValueView(View):
    """A level that was told."""

    level: str
    at: datetime
    by: str = Field(description="`user:<id>` or `key:<id>`")


class LevelView(View):
    """The level of an underlying on a day."""

    underlying: str
    day: date
    level: str
    set_at: datetime
    set_by: str
    former: list[LevelValueView] = Field(description="What it was before, the latest last")


class LevelList(View):
    """A page of levels, the latest first."""

    items: list[LevelView]
    next_cursor: str | None


class LatestLevelView(View):
    """The latest level of an underlying."""

    day: date
    level: str


class UnderlyingView(View):
    """An underlying that products name."""

    code: str
    labels: dict[str, str]
    latest: LatestLevelView | None = Field(description="Null: nobody has told a level yet")


class UnderlyingList(View):
    """The underlyings of all life products, in their order. There is one page."""

    items: list[UnderlyingView]


def level_view(level: DayLevel) -> LevelView:
    """Return a level with its present value unfolded."""
    return LevelView(
        underlying=level.underlying,
        day=level.day,
        level=format(level.present.value, "f"),
        set_at=level.present.at,
        set_by=level.present.by,
        former=[_value(each) for each in level.former],
    )


def _value(quoted: Quoted) -> LevelValueView:
    return LevelValueView(level=format(quoted.value, "f"), at=quoted.at, by=quoted.by)
