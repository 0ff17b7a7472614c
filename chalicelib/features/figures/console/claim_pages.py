"""Figures of claims: a page, and a file for spreadsheets."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, number, text
from chalicelib.features.claims import counting
from chalicelib.features.claims.consignment_words import KINDS as KINDS_OF_GOODS
from chalicelib.features.claims.console.facts_pages import KINDS
from chalicelib.features.claims.console.words import STAGES
from chalicelib.features.claims.counting import ClaimFigures
from chalicelib.features.claims.figures import StageGroup, StageTally, Stays
from chalicelib.features.claims.settings import claim_settings
from chalicelib.features.claims.stages import Stage
from chalicelib.features.figures.console.csv_answers import csv_answer, csv_table
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.features.figures.console.processes import process_labels
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller

claim_pages = console_pages(__name__)
_READ = console("claims:read")
_PAGE = "/console/figures/claims"
type By = Literal["stage", "month", "kind"]
_BY: Mapping[By, str] = {"stage": N_("Stage"), "month": N_("Month"), "kind": N_("Kind of loss")}
_ORDER = {each.value: place for place, each in enumerate(Stage)}
_KEYS: Mapping[str, Callable[[StageGroup], StageGroup]] = {
    "stage": lambda group: StageGroup("", "", group.stage),
    "month": lambda group: StageGroup(group.month, "", group.stage),
}
_HEADER = ("month", "process", "stage", "entered", "left", "mean_days", "measured", "median_days")
_KINDS_HEADER = ("process", "stage", "kind", "measured", "median_days")
_NONE = "–"


class ClaimFiguresForm(Fields):
    """The chosen months and process, and the grouping; as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    process: Id = ""
    by: Annotated[By, BeforeValidator(lambda given: given if given in _BY else "stage")] = "stage"


class StageLine(NamedTuple):
    """A line of the table."""

    month: str
    stage: str
    entered: int
    left: int
    days: str
    #: Claims whose days are known one by one, and the median of these.
    measured: int
    median: str


class KindLine(NamedTuple):
    """A line of the table by kind of loss."""

    process: str
    stage: str
    kind: str
    measured: int
    median: str


@claim_pages.operation("GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of claims")
def show_claims(caller: Caller, query: ClaimFiguresForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed months."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=MONTH_PLACES, language=call.language)
        shown: dict[str, Any] = {"since": query.since, "until": query.until, "lines": [], "download": ""}
        return _page(call, caller, query, status=422, wrong=wrong, others=others, **shown)
    chosen = {"from": figures.first, "to": figures.last, "process": query.process, "by": query.by}
    return _page(
        call,
        caller,
        query,
        since=figures.first,
        until=figures.last,
        lines=_kind_lines(caller, figures, call.language)
        if query.by == "kind"
        else _lines(figures, query.by, call.language),
        download=f"{address(_PAGE)}.csv?{urlencode(chosen)}",
        wrong={},
        others=[],
    )


@claim_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of claims, for spreadsheets"
)
def download_claims(caller: Caller, query: ClaimFiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file, by codes: a row for each month, process and stage.

    By kind of loss: a row for each process, stage and kind.
    """
    figures = _read(caller, query)
    header, rows = (_KINDS_HEADER, _kind_rows(figures)) if query.by == "kind" else (_HEADER, _rows(figures))
    return csv_answer(
        csv_table(header, rows, language=call.language),
        name=f"claims-{figures.first}-to-{figures.last}.csv",
    )


def _read(caller: Caller, query: ClaimFiguresForm) -> ClaimFigures:
    since, until = months_typed(query.since, query.until)
    return counting.show_figures(caller, since=since, until=until, process=query.process or None)


def _rows(figures: ClaimFigures) -> list[list[Any]]:
    return [
        [*group, *(None if each is None else round(each, 2) for each in tally)]
        for group, tally in figures.split(lambda group: group).items()
    ]


def _kind_rows(figures: ClaimFigures) -> list[list[Any]]:
    return [[*group, *stays] for group, stays in figures.split_by_kind().items()]


def _lines(figures: ClaimFigures, by: By, language: Language) -> list[StageLine]:
    parts = figures.split(_KEYS[by])
    ordered = sorted(parts.items(), key=lambda each: (each[0].month, _ORDER[each[0].stage]))
    return [_line(group, each, language) for group, each in ordered]


def _line(group: StageGroup, each: StageTally, language: Language) -> StageLine:
    return StageLine(
        month=month_label(group.month) if group.month else "",
        stage=text(language, STAGES[Stage(group.stage)]),
        entered=each.entered,
        left=each.left,
        days=_days(each.mean_days, language),
        measured=each.measured,
        median=_days(each.median_days, language),
    )


def _kind_lines(caller: Caller, figures: ClaimFigures, language: Language) -> list[KindLine]:
    """Return the lines by process, stage and kind, the stages in their order."""
    settings, named = claim_settings(caller.account_id), process_labels(caller, language)

    def line(process: str, stage: str, kind: str, stays: Stays) -> KindLine:
        word = KINDS_OF_GOODS.get(kind) if settings.of_case(process).announced else KINDS.get(kind)
        return KindLine(
            process=named.get(process, process),
            stage=text(language, STAGES[Stage(stage)]),
            kind=text(language, word) if word else kind,
            measured=stays.measured,
            median=_days(stays.median_days, language),
        )

    found = sorted(figures.split_by_kind().items(), key=lambda each: (each[0][0], _ORDER[each[0][1]], each[0][2]))
    return [line(*group, stays) for group, stays in found]


def _days(days: float | None, language: Language) -> str:
    return _NONE if days is None else number(language, days, digits=1)


def _page(call: Call, caller: Caller, query: ClaimFiguresForm, *, status: int = 200, **values: Any) -> Response:
    language = call.language
    return page(
        call,
        "claims_figures.html",
        caller=caller,
        status=status,
        by=query.by,
        splits=[(code, text(language, label), code == query.by) for code, label in _BY.items()],
        processes=[(code, label, code == query.process) for code, label in process_labels(caller, language).items()],
        **values,
    )
