"""Settings: levels of the underlyings of life policies, typed by hand."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError, Findings, Invalid, NotFound
from chalicelib.base.languages import Language
from chalicelib.features.clients.rules import today_in
from chalicelib.features.policies.levels import service
from chalicelib.features.policies.levels.model import DayLevel, Quoted
from chalicelib.features.policies.levels.schemas import LevelBody
from chalicelib.features.policies.levels.service import Underlying
from chalicelib.features.policies.shown import level_text
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, read_typed
from chalicelib.frame.console.numbers import typed_number
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import HTML, NOTHING_WRONG, Trouble, gone, section_page, trouble
from chalicelib.http.blueprint import Call
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

level_pages = console_pages(__name__)
_HERE = "/console/settings/underlyings"
_WRITERS = console("levels:write")
_PAGE = 50
_PLACES = {"/underlying": "underlying", "/day": "day", "/level": "level"}


class LevelsQuery(Fields):
    """The underlying to show, and the last day of the page."""

    underlying: Id = ""
    to: str = ""


class LevelForm(Fields):
    """A level as it is typed."""

    underlying: Id = ""
    day: str = ""
    level: str = ""


class RemovalForm(Fields):
    """The level to remove."""

    underlying: Id = ""
    day: str = ""


class Line(NamedTuple):
    """A level in the list, in words."""

    day: str
    iso: str
    level: str
    #: Former values, the latest first.
    former: str
    at: Quoted
    by: str


class Choice(NamedTuple):
    """An underlying, its latest level and the day of it in words."""

    code: str
    label: str
    level: str
    day: str


@level_pages.operation("GET", _HERE, audience=_WRITERS, media_type=HTML, summary="Levels of underlyings")
def show_levels(caller: Caller, query: LevelsQuery, call: Call) -> Response:
    """List the levels of an underlying below the form of a new one."""
    today = today_in(accounts.load_account(caller.account_id))
    form = LevelForm(underlying=query.underlying, day=localized.day(call.language, today))
    return _page(call, caller, form, last=_read_place(query.to))


@level_pages.operation(
    "POST", _HERE, audience=_WRITERS, status=303, media_type=HTML, summary="Set the level of an underlying on a day"
)
def set_level(caller: Caller, form: LevelForm, call: Call) -> Response:
    """Save the level, or show the form again as it was typed."""
    try:
        day, body = _read(caller, form)
        service.set_level(caller, form.underlying, day, body.level)
    except Invalid as error:
        return _page(call, caller, form, found=trouble(error, language=call.language, places=_PLACES))
    except NotFound as error:
        return _page(call, caller, form, found=gone(error.message, language=call.language))
    return see_other(f"{_HERE}?underlying={form.underlying}", notice="level_set")


@level_pages.operation(
    "POST", f"{_HERE}/remove", audience=_WRITERS, status=303, media_type=HTML, summary="Remove a wrong level"
)
def remove_level(caller: Caller, form: RemovalForm, call: Call) -> Response:
    """Remove the level, or say that it is not there any more."""
    try:
        service.remove_level(caller, form.underlying, form.day)
    except NotFound as error:
        shown = LevelForm(underlying=form.underlying)
        return _page(call, caller, shown, found=gone(error.message, language=call.language))
    return see_other(f"{_HERE}?underlying={form.underlying}", notice="level_removed")


def _read(caller: Caller, form: LevelForm) -> tuple[str, LevelBody]:
    found = Findings()
    day = found.attempt(lambda: _day(form.day), otherwise="")
    body = read_typed(
        LevelBody,
        {"level": typed_number(form.level)},
        lacking=found.errors,
        check=lambda read: service.check_level(caller, form.underlying, day, read.level),
    )
    return day, body


def _day(typed: str) -> str:
    try:
        return read_date(typed).isoformat()
    except ValueError as error:
        raise Invalid([FieldError("/day", str(error))]) from error


def _read_place(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _page(
    call: Call, caller: Caller, form: LevelForm, *, last: date | None = None, found: Trouble = NOTHING_WRONG
) -> Response:
    known = service.list_underlyings(caller)
    chosen = next((each for each in known if each.choice.code == form.underlying), known[0] if known else None)
    levels: Sequence[DayLevel] = ()
    following: date | None = None
    if chosen is not None:
        levels, following = service.list_levels(caller, chosen.choice.code, first=None, last=last, limit=_PAGE)
    return section_page(
        call,
        caller,
        accounts.load_account(caller.account_id),
        "settings_underlyings.html",
        here=_HERE,
        found=found,
        form=form,
        underlyings=[_choice(each, call.language) for each in known],
        chosen=_choice(chosen, call.language) if chosen else None,
        lines=_lines(caller, call.language, levels),
        next=following.isoformat() if following else "",
    )


def _choice(shown: Underlying, language: Language) -> Choice:
    latest = shown.latest
    return Choice(
        code=shown.choice.code,
        label=shown.choice.label(language),
        level=level_text(latest.value, language) if latest else "",
        day=localized.day(language, latest.day) if latest else "",
    )


def _lines(caller: Caller, language: Language, levels: Sequence[DayLevel]) -> list[Line]:
    names = directory.name_users(caller.account_id, [each.present.by for each in levels])
    return [
        Line(
            day=localized.day(language, each.day),
            iso=each.day.isoformat(),
            level=level_text(each.present.value, language),
            former=", ".join(level_text(one.value, language) for one in reversed(each.former)),
            at=each.present,
            by=names.get(each.present.by, ""),
        )
        for each in levels
    ]
