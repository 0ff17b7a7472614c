"""Figures of the account's photo requests: a page, and a file for spreadsheets."""

from datetime import date
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.figures.console.csv_answers import csv_answer
from chalicelib.features.figures.console.export import csv_file
from chalicelib.features.figures.console.tables import By, Reading
from chalicelib.features.figures.console.view import figures_page
from chalicelib.features.photos import service
from chalicelib.features.photos.figures import WEEK, monday
from chalicelib.features.photos.rates import Figures
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller, Scope

figures_pages = console_pages(__name__)
_READ = console(Scope.ACCOUNT_READ)
_PAGE = "/console/figures"
_BY: dict[By, str] = {
    "week": N_("Week"),
    "channel": N_("Channel"),
    "language": N_("Language"),
    "device": N_("Device"),
}
#: Ranges that are a link away, in weeks.
_USUAL = (4, 12, 26, 53)
_PLACES = {"?from": "from", "?to": "to"}


class FiguresForm(Fields):
    """The chosen weeks, by any of their days, and the grouping; as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    by: Annotated[By, BeforeValidator(lambda given: given if given in _BY else "week")] = "week"


class _Choice(NamedTuple):
    value: str
    label: str
    chosen: bool


@figures_pages.operation("GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of photo requests")
def show_figures(caller: Caller, query: FiguresForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed dates."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=_PLACES, language=call.language)
        return page(
            call,
            "figures.html",
            caller=caller,
            status=422,
            view=None,
            wrong=wrong,
            others=others,
            since=query.since,
            until=query.until,
            **_form(query, call),
        )
    view = figures_page(Reading(figures, query.by, call.language))
    since, until = _days(figures)
    return page(
        call,
        "figures.html",
        caller=caller,
        view=view,
        wrong={},
        others=[],
        since=since,
        until=until,
        download=f"{address(_PAGE)}.csv?{urlencode({'from': since, 'to': until})}",
        **_form(query, call),
    )


@figures_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of photo requests, for spreadsheets"
)
def download_figures(caller: Caller, query: FiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file."""
    figures = _read(caller, query)
    name = f"figures-{'-to-'.join(_days(figures))}.csv"
    return csv_answer(csv_file(figures, language=call.language), name=name)


def _read(caller: Caller, query: FiguresForm) -> Figures:
    since, until = _date(query.since, at="?from"), _date(query.until, at="?to")
    return service.show_figures(caller, since=since, until=until)


def _date(typed: str, *, at: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid([FieldError(at, N_("Must be a date such as 2026-01-31."))]) from None


def _days(figures: Figures) -> tuple[str, str]:
    """Return the first and the last day of the weeks."""
    return figures.first.isoformat(), min(figures.last + WEEK - date.resolution, figures.today).isoformat()


def _form(query: FiguresForm, call: Call) -> dict[str, Any]:
    this_week = monday(now().date())
    ranges = [(weeks, (this_week - (weeks - 1) * WEEK).isoformat()) for weeks in _USUAL]
    return {
        "choices": [_Choice(code, text(call.language, label), code == query.by) for code, label in _BY.items()],
        "ranges": [(weeks, "?" + urlencode({"from": since, "by": query.by})) for weeks, since in ranges],
    }
