"""Figures of requests: a page, and a file for spreadsheets."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, number, text
from chalicelib.features.conversations.access import is_in
from chalicelib.features.conversations.figures import TicketGroup, TicketTally
from chalicelib.features.conversations.service import counting
from chalicelib.features.conversations.service.counting import TicketFigures
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import TASK_TOPICS, topic_label
from chalicelib.features.figures.console.csv_answers import csv_answer
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.features.figures.console.ticket_file import tickets_csv
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.numbers import percent
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller

ticket_pages = console_pages(__name__)
_READ = console("tickets:read")
_PAGE = "/console/figures/tickets"
type By = Literal["month", "desk", "topic"]
_BY: Mapping[By, str] = {"month": N_("Month"), "desk": N_("Desk"), "topic": N_("Topic")}
_KEYS: Mapping[By, Callable[[TicketGroup], str]] = {
    "month": lambda group: group.month,
    "desk": lambda group: group.desk,
    "topic": lambda group: group.topic,
}
_NONE = "–"


class TicketFiguresForm(Fields):
    """The chosen months, desk and topic, and the grouping; as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    desk: Id = ""
    topic: Id = ""
    by: Annotated[By, BeforeValidator(lambda given: given if given in _BY else "month")] = "month"


class TicketLine(NamedTuple):
    """A line of the table; figures that nothing is known of are a dash."""

    label: str
    opened: int
    answered: int
    in_time: str
    late: int
    hours: str
    stars: str
    rated: int
    is_total: bool = False


@ticket_pages.operation("GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of requests")
def show_tickets(caller: Caller, query: TicketFiguresForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed months."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=MONTH_PLACES, language=call.language)
        shown: dict[str, Any] = {"since": query.since, "until": query.until, "lines": [], "download": ""}
        return _page(call, caller, query, status=422, wrong=wrong, others=others, **shown)
    chosen = {"from": figures.first, "to": figures.last, "desk": query.desk, "topic": query.topic}
    return _page(
        call,
        caller,
        query,
        since=figures.first,
        until=figures.last,
        lines=_lines(caller, figures, query.by, call.language),
        download=f"{address(_PAGE)}.csv?{urlencode(chosen)}",
        wrong={},
        others=[],
    )


@ticket_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of requests, for spreadsheets"
)
def download_tickets(caller: Caller, query: TicketFiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file: a row for each month, desk and topic."""
    figures = _read(caller, query)
    return csv_answer(
        tickets_csv(figures, language=call.language), name=f"requests-{figures.first}-to-{figures.last}.csv"
    )


def _read(caller: Caller, query: TicketFiguresForm) -> TicketFigures:
    since, until = months_typed(query.since, query.until)
    return counting.show_figures(caller, since=since, until=until, desk=query.desk or None, topic=query.topic or None)


def _lines(caller: Caller, figures: TicketFigures, by: By, language: Language) -> list[TicketLine]:
    settings = feedback_settings(caller.account_id)

    def label(key: str) -> str:
        if by == "month":
            return month_label(key)
        return settings.desk(key).label(language) if by == "desk" else topic_label(settings, key, language)

    parts = figures.split(_KEYS[by])
    total = _line(text(language, N_("All together")), figures.total(), language)
    lines = [_line(label(key), each, language) for key, each in parts.items()]
    return [*lines, total._replace(is_total=True)] if lines else []


def _line(label: str, tally: TicketTally, language: Language) -> TicketLine:
    return TicketLine(
        label=label,
        opened=tally.opened,
        answered=tally.answered,
        in_time=_NONE if tally.share_in_time is None else percent(language, Decimal(round(tally.share_in_time))),
        late=tally.late,
        hours=_NONE if tally.mean_hours is None else number(language, tally.mean_hours, digits=1),
        stars=_NONE if tally.mean_stars is None else number(language, tally.mean_stars, digits=1),
        rated=tally.rated,
    )


def _page(call: Call, caller: Caller, query: TicketFiguresForm, *, status: int = 200, **values: Any) -> Response:
    settings, language = feedback_settings(caller.account_id), call.language
    own = [each for each in settings.desks if is_in(caller, each)]
    topics = [*((each.code, each.label(language)) for each in settings.topics)]
    return page(
        call,
        "tickets_figures.html",
        caller=caller,
        status=status,
        splits=[(code, text(language, label), code == query.by) for code, label in _BY.items()],
        desks=[(each.code, each.label(language), each.code == query.desk) for each in own],
        topics=[
            (code, label, code == query.topic)
            for code, label in (*topics, *((code, text(language, label)) for code, label in TASK_TOPICS.items()))
        ],
        **values,
    )
