"""Figures of conversations about claims: a page, and a file for spreadsheets."""

from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, number, text
from chalicelib.features.conversations.answer_figures import AnswerTally
from chalicelib.features.conversations.service.answering import AnswerFigures, show_answer_figures
from chalicelib.features.figures.console.csv_answers import csv_answer, csv_table
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.numbers import percent
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller

conversation_pages = console_pages(__name__)
_READ = console("claims:read")
_PAGE = "/console/figures/conversations"
_HEADER = ("month", *AnswerTally._fields)
_NONE = "–"


class ConversationFiguresForm(Fields):
    """The chosen months, as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")


class AnswerLine(NamedTuple):
    """A line of the table; figures that nothing is known of are a dash."""

    label: str
    answered: int
    hours: str
    promised: int
    kept: str
    is_total: bool = False


@conversation_pages.operation(
    "GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of conversations about claims"
)
def show_conversations(caller: Caller, query: ConversationFiguresForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed months."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=MONTH_PLACES, language=call.language)
        shown: dict[str, Any] = {"since": query.since, "until": query.until, "lines": [], "download": ""}
        return page(call, "conversations_figures.html", caller=caller, status=422, wrong=wrong, others=others, **shown)
    chosen = urlencode({"from": figures.first, "to": figures.last})
    return page(
        call,
        "conversations_figures.html",
        caller=caller,
        since=figures.first,
        until=figures.last,
        lines=_lines(figures, call.language),
        download=f"{address(_PAGE)}.csv?{chosen}",
        wrong={},
        others=[],
    )


@conversation_pages.operation(
    "GET",
    f"{_PAGE}.csv",
    audience=_READ,
    media_type="text/csv",
    summary="Figures of conversations about claims, for spreadsheets",
)
def download_conversations(caller: Caller, query: ConversationFiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file: a row for each month."""
    figures = _read(caller, query)
    rows = [[month, *each] for month, each in figures.months().items()]
    body = csv_table(_HEADER, rows, language=call.language)
    return csv_answer(body, name=f"conversations-{figures.first}-to-{figures.last}.csv")


def _read(caller: Caller, query: ConversationFiguresForm) -> AnswerFigures:
    since, until = months_typed(query.since, query.until)
    return show_answer_figures(caller, since=since, until=until)


def _lines(figures: AnswerFigures, language: Language) -> list[AnswerLine]:
    lines = [_line(month_label(month), each, language) for month, each in figures.months().items()]
    total = _line(text(language, N_("All together")), figures.total(), language)
    return [*lines, total._replace(is_total=True)] if lines else []


def _line(label: str, each: AnswerTally, language: Language) -> AnswerLine:
    return AnswerLine(
        label=label,
        answered=each.answered,
        hours=_NONE if each.median_hours is None else number(language, each.median_hours, digits=2),
        promised=each.promised,
        kept=_NONE if each.share_kept is None else percent(language, Decimal(round(each.share_kept))),
    )
