"""Figures of the client area: a page, and a file for spreadsheets."""

from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.figures.cabinet_reading import AreaFigures, AreaTally, show_figures
from chalicelib.features.figures.console.csv_answers import csv_answer, csv_table
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.features.payments.figures import Way
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.numbers import percent
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import Registration
from chalicelib.identity.model import Caller, Scope

cabinet_pages = console_pages(__name__)
_READ = console(Scope.ACCOUNT_READ)
_PAGE = "/console/figures/cabinet"
_WAYS = (Registration.ALONE, Registration.PREPARED, Registration.AUTOMATIC)
_HEADER = (
    *("month", "insured", "registered", "registered_share"),
    *(f"opened_{each}" for each in _WAYS),
    *("closed_erased", "closed_merged"),
    *(f"area_{each}" for each in Way),
    "one_press_share",
    *(f"elsewhere_{each}" for each in Way),
)


class AreaFiguresForm(Fields):
    """The chosen months, as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")


class AreaLine(NamedTuple):
    """A line of both tables; shares of nothing are a dash."""

    label: str
    tally: AreaTally
    share: str
    opened: tuple[int, ...]
    closed: int
    paid: tuple[int, ...]
    one_press: str
    elsewhere: int
    is_total: bool = False


@cabinet_pages.operation("GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of the client area")
def show_cabinets(caller: Caller, query: AreaFiguresForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed months."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=MONTH_PLACES, language=call.language)
        typed: dict[str, Any] = {"since": query.since, "until": query.until, "lines": [], "total": None, "download": ""}
        return page(call, "cabinet_figures.html", caller=caller, status=422, wrong=wrong, others=others, **typed)
    total = _line(text(call.language, N_("All together")), figures.total, call.language)._replace(is_total=True)
    lines = [_line(month_label(month), each, call.language) for month, each in figures.months.items()]
    return page(
        call,
        "cabinet_figures.html",
        caller=caller,
        since=figures.first,
        until=figures.last,
        lines=[*lines, total] if lines else [],
        total=total,
        download=f"{address(_PAGE)}.csv?{urlencode({'from': figures.first, 'to': figures.last})}",
        wrong={},
        others=[],
    )


@cabinet_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of the client area, for spreadsheets"
)
def download_cabinets(caller: Caller, query: AreaFiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file: a row for each month."""
    figures = _read(caller, query)
    return csv_answer(
        csv_table(
            _HEADER,
            [_row(month, each) for month, each in figures.months.items()],
            language=call.language,
        ),
        name=f"client-area-{figures.first}-to-{figures.last}.csv",
    )


def _read(caller: Caller, query: AreaFiguresForm) -> AreaFigures:
    since, until = months_typed(query.since, query.until)
    return show_figures(caller, since=since, until=until)


def _line(label: str, tally: AreaTally, language: Language) -> AreaLine:
    clients, payments = tally
    return AreaLine(
        label=label,
        tally=tally,
        share=_share(clients.share, language),
        opened=tuple(clients.opened[each] for each in _WAYS),
        closed=clients.erased + clients.merged,
        paid=tuple(payments.area[each] for each in Way),
        one_press=_share(payments.share_in_one_press, language),
        elsewhere=payments.in_all - payments.in_area,
    )


def _row(month: str, tally: AreaTally) -> list[object]:
    clients, payments = tally
    return [
        *(month, clients.insured, clients.registered, _cell(clients.share)),
        *(clients.opened[each] for each in _WAYS),
        *(clients.erased, clients.merged),
        *(payments.area[each] for each in Way),
        _cell(payments.share_in_one_press),
        *(payments.elsewhere[each] for each in Way),
    ]


def _cell(share: float | None) -> object:
    return "" if share is None else round(share, 2)


def _share(share: float | None, language: Language) -> str:
    return "–" if share is None else percent(language, Decimal(round(share)))
