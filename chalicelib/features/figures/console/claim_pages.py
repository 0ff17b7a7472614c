"""Figures of claims: a page, and a file for spreadsheets."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import LANGUAGES, N_, Language, number, text
from chalicelib.base.spreadsheets import csv_text
from chalicelib.base.words import first_seen
from chalicelib.features.claims import counting
from chalicelib.features.claims.console.words import STAGES
from chalicelib.features.claims.counting import ClaimFigures
from chalicelib.features.claims.figures import StageGroup, StageTally
from chalicelib.features.claims.stages import Stage
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

claim_pages = console_pages(__name__)
_READ = console("claims:read")
_PAGE = "/console/figures/claims"
type By = Literal["stage", "month"]
_BY: Mapping[By, str] = {"stage": N_("Stage"), "month": N_("Month")}
_ORDER = {each.value: place for place, each in enumerate(Stage)}
_KEYS: Mapping[By, Callable[[StageGroup], StageGroup]] = {
    "stage": lambda group: StageGroup("", "", group.stage),
    "month": lambda group: StageGroup(group.month, "", group.stage),
}
_HEADER = ("month", "process", "stage", "entered", "left", "mean_days")


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


@claim_pages.operation("GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of claims")
def show_claims(caller: Caller, query: ClaimFiguresForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed months."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=MONTH_PLACES, language=call.language)
        shown: dict[str, Any] = {"since": query.since, "until": query.until, "lines": [], "download": ""}
        return _page(call, caller, query, status=422, wrong=wrong, others=others, **shown)
    chosen = {"from": figures.first, "to": figures.last, "process": query.process}
    return _page(
        call,
        caller,
        query,
        since=figures.first,
        until=figures.last,
        lines=_lines(figures, query.by, call.language),
        download=f"{address(_PAGE)}.csv?{urlencode(chosen)}",
        wrong={},
        others=[],
    )


@claim_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of claims, for spreadsheets"
)
def download_claims(caller: Caller, query: ClaimFiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file: a row for each month, process and stage, by their codes."""
    figures = _read(caller, query)
    rows = [
        [*group, each.entered, each.left, "" if each.mean_days is None else round(each.mean_days, 2)]
        for group, each in figures.split(lambda group: group).items()
    ]
    return Response(
        body=csv_text(_HEADER, rows, delimiter="," if call.language == "en" else ";"),
        status_code=200,
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="claims-{figures.first}-to-{figures.last}.csv"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _read(caller: Caller, query: ClaimFiguresForm) -> ClaimFigures:
    since, until = months_typed(query.since, query.until)
    return counting.show_figures(caller, since=since, until=until, process=query.process or None)


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
        days="–" if each.mean_days is None else number(language, each.mean_days, digits=1),
    )


def _page(call: Call, caller: Caller, query: ClaimFiguresForm, *, status: int = 200, **values: Any) -> Response:
    language = call.language
    processes = accounts.load_account(caller.account_id).processes
    named = [
        (each.code, first_seen((each.labels.get(one, "") for one in (language, *LANGUAGES)), otherwise=each.code))
        for each in processes
    ]
    return page(
        call,
        "claims_figures.html",
        caller=caller,
        status=status,
        by=query.by,
        splits=[(code, text(language, label), code == query.by) for code, label in _BY.items()],
        processes=[(code, label, code == query.process) for code, label in named],
        **values,
    )
