"""Figures of documents of claims: a page, and a file for spreadsheets."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.documents.counting import DocumentFigures, show_document_figures
from chalicelib.features.claims.documents.figures import DocumentGroup, DocumentTally
from chalicelib.features.claims.settings import ClaimSettings, claim_settings
from chalicelib.features.figures.console.csv_answers import csv_answer, csv_table
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.features.figures.console.processes import process_labels
from chalicelib.features.figures.console.refusals import REFUSALS
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller

document_pages = console_pages(__name__)
_READ = console("claims:read")
_PAGE = "/console/figures/documents"
type By = Literal["slot", "reason", "month"]
_BY: Mapping[By, str] = {"slot": N_("Document"), "reason": N_("Reason of the refusal"), "month": N_("Month")}
_HEADER = ("month", "process", "slot", "received", "accepted", "refused", *(f"refused_{each}" for each in REFUSALS))
_KEYS: Mapping[str, Callable[[DocumentGroup], DocumentGroup]] = {
    "slot": lambda group: DocumentGroup("", group.process, group.slot),
    "month": lambda group: DocumentGroup(group.month, "", ""),
}


class DocumentFiguresForm(Fields):
    """The chosen months and process, and the grouping; as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    process: Id = ""
    by: Annotated[By, BeforeValidator(lambda given: given if given in _BY else "slot")] = "slot"


class DocumentLine(NamedTuple):
    """A line of the table by document or month."""

    label: str
    #: The name of its process; empty by month.
    process: str
    received: int
    accepted: int
    refused: int
    #: The reasons, the most frequent first, each with its number.
    reasons: str
    is_total: bool = False


class ReasonLine(NamedTuple):
    """A line of the table by reason."""

    label: str
    refused: int


@document_pages.operation(
    "GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of documents of claims"
)
def show_documents(caller: Caller, query: DocumentFiguresForm, call: Call) -> Response:
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
        lines=_reason_lines(figures, call.language)
        if query.by == "reason"
        else _lines(caller, figures, query.by, call.language),
        download=f"{address(_PAGE)}.csv?{urlencode(chosen)}",
        wrong={},
        others=[],
    )


@document_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of documents, for spreadsheets"
)
def download_documents(caller: Caller, query: DocumentFiguresForm, call: Call) -> Response:
    """Return the figures as a CSV file: a row for each month, process and document, a column for each reason."""
    figures = _read(caller, query)
    rows = [
        [*group, each.received, each.accepted, each.refused, *(each.reasons.get(reason, 0) for reason in REFUSALS)]
        for group, each in figures.split(lambda group: group).items()
    ]
    body = csv_table(_HEADER, rows, language=call.language)
    return csv_answer(body, name=f"documents-{figures.first}-to-{figures.last}.csv")


def _read(caller: Caller, query: DocumentFiguresForm) -> DocumentFigures:
    since, until = months_typed(query.since, query.until)
    return show_document_figures(caller, since=since, until=until, process=query.process or None)


def _lines(caller: Caller, figures: DocumentFigures, by: By, language: Language) -> list[DocumentLine]:
    settings, named = claim_settings(caller.account_id), process_labels(caller, language)
    lines = [
        _line(
            month_label(group.month) if group.month else _slot_label(settings, group, language),
            named.get(group.process, group.process),
            each,
            language,
        )
        for group, each in figures.split(_KEYS[by]).items()
    ]
    total = _line(text(language, N_("All together")), "", figures.total(), language)
    return [*lines, total._replace(is_total=True)] if lines else []


def _line(label: str, process: str, each: DocumentTally, language: Language) -> DocumentLine:
    reasons = ", ".join(f"{_reason(reason, language)}: {count}" for reason, count in each.reasons.items())
    return DocumentLine(label, process, each.received, each.accepted, each.refused, reasons)


def _reason_lines(figures: DocumentFigures, language: Language) -> list[ReasonLine]:
    return [ReasonLine(_reason(reason, language), count) for reason, count in figures.total().reasons.items()]


def _reason(code: str, language: Language) -> str:
    return text(language, REFUSALS[code]) if code in REFUSALS else code


def _slot_label(settings: ClaimSettings, group: DocumentGroup, language: Language) -> str:
    """Return the name of a document as its process has it today; its code if that has it no more."""
    slot = next((each for each in settings.of_case(group.process).slots if each.code == group.slot), None)
    return slot.label(language) if slot else group.slot


def _page(call: Call, caller: Caller, query: DocumentFiguresForm, *, status: int = 200, **values: Any) -> Response:
    language = call.language
    return page(
        call,
        "documents_figures.html",
        caller=caller,
        status=status,
        by=query.by,
        splits=[(code, text(language, label), code == query.by) for code, label in _BY.items()],
        processes=[(code, label, code == query.process) for code, label in process_labels(caller, language).items()],
        **values,
    )
