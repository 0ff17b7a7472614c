"""HTTP of underlyings and their levels."""

from datetime import date

from chalicelib.base.errors import NotFound
from chalicelib.features.policies.levels import service
from chalicelib.features.policies.levels.schemas import (
    LatestLevelView,
    LevelBody,
    LevelList,
    LevelListQuery,
    LevelView,
    UnderlyingList,
    UnderlyingView,
    level_view,
)
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.http.paging import cursor, wrong_cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="policies")
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("policies:read"), staff("levels:write")
_LEVELS = "/v1/underlyings/{underlying}/levels"
_LEVEL = f"{_LEVELS}/{{day}}"


@routes.operation(
    "GET", "/v1/underlyings", audience=_READ, summary="List the underlyings of life products with their latest levels"
)
def list_underlyings(caller: Caller) -> UnderlyingList:
    return UnderlyingList(items=[_underlying(each) for each in service.list_underlyings(caller)])


@routes.operation(
    "GET", _LEVELS, audience=_READ, errors=(NotFound,), summary="List the levels of an underlying, the latest first"
)
def list_levels(caller: Caller, underlying: str, query: LevelListQuery) -> LevelList:
    levels, following = service.list_levels(
        caller, underlying, first=query.first, last=_last_day(query), limit=query.limit
    )
    items = [level_view(each) for each in levels]
    return LevelList(items=items, next_cursor=cursor(following.isoformat() if following else None))


def _check_level(caller: Caller, underlying: str, day: str, body: LevelBody) -> None:
    service.check_level(caller, underlying, day, body.level)


@routes.operation(
    "PUT",
    _LEVEL,
    audience=_WRITE,
    errors=(NotFound,),
    check=_check_level,
    summary="Set the level of an underlying on a day; another value corrects it",
)
def set_level(caller: Caller, underlying: str, day: str, body: LevelBody) -> LevelView:
    return level_view(service.set_level(caller, underlying, day, body.level))


@routes.operation(
    "DELETE",
    _LEVEL,
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Remove a wrong level",
)
def remove_level(caller: Caller, underlying: str, day: str) -> Reply:
    service.remove_level(caller, underlying, day)
    return Reply(status=204)


def _last_day(query: LevelListQuery) -> date | None:
    """Return the last day of a page: that of its cursor, unless the list ends before it."""
    place = query.position()
    if place is None:
        return query.last
    try:
        following = date.fromisoformat(place)
    except ValueError as error:
        raise wrong_cursor() from error
    return min(following, query.last or following)


def _underlying(shown: service.Underlying) -> UnderlyingView:
    latest = shown.latest
    return UnderlyingView(
        code=shown.choice.code,
        labels=dict(shown.choice.labels),
        latest=LatestLevelView(day=latest.day, level=format(latest.value, "f")) if latest else None,
    )
