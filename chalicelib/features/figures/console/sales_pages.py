"""Figures of sales: a page, and a file for spreadsheets."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.clients.console.bases import base_choices, name_bases
from chalicelib.features.figures.console.csv_answers import csv_answer
from chalicelib.features.figures.console.months import MONTH_PLACES, month_label, months_typed
from chalicelib.features.figures.console.sales_file import sales_csv
from chalicelib.features.policies import service
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.sales_figures import SalesGroup, SalesTally
from chalicelib.features.policies.service import SalesFigures
from chalicelib.features.policies.shown import product_label
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections

sales_pages = console_pages(__name__)
_READ = console("policies:read")
_PAGE = "/console/figures/sales"
type By = Literal["month", "product", "seller"]
_BY: Mapping[By, str] = {"month": N_("Month"), "product": N_("Product"), "seller": N_("Seller")}
_KEYS: Mapping[By, Callable[[SalesGroup], str]] = {
    "month": lambda group: group.month,
    "product": lambda group: group.product,
    "seller": lambda group: group.seller,
}


class SalesForm(Fields):
    """The chosen months, seller and product, and the grouping; as typed."""

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    seller: Id = ""
    product: Id = ""
    by: Annotated[By, BeforeValidator(lambda given: given if given in _BY else "month")] = "month"


class SalesLine(NamedTuple):
    """A line of a table: numbers of policies and instalments, and amounts in words."""

    label: str
    sales: int
    written: str
    received: str
    refunded: str
    due: str
    due_count: int
    late: str
    late_count: int
    is_total: bool = False


class SalesTable(NamedTuple):
    """The figures of a currency."""

    currency: str
    lines: tuple[SalesLine, ...]


@sales_pages.operation("GET", _PAGE, audience=_READ, media_type="text/html", summary="Figures of sales")
def show_sales(caller: Caller, query: SalesForm, call: Call) -> Response:
    """Show the figures, or the problems of the typed months."""
    try:
        figures = _read(caller, query)
    except Invalid as refused:
        wrong, others = problems_at_fields(refused, places=MONTH_PLACES, language=call.language)
        return page(
            call,
            "sales.html",
            caller=caller,
            status=422,
            tables=(),
            since=query.since,
            until=query.until,
            wrong=wrong,
            others=others,
            **_choices(caller, query, call),
        )
    chosen = {"from": figures.first, "to": figures.last, "seller": query.seller, "product": query.product}
    return page(
        call,
        "sales.html",
        caller=caller,
        tables=_tables(caller, figures, query.by, call.language),
        since=figures.first,
        until=figures.last,
        wrong={},
        others=[],
        download=f"{address(_PAGE)}.csv?{urlencode(chosen)}",
        **_choices(caller, query, call),
    )


@sales_pages.operation(
    "GET", f"{_PAGE}.csv", audience=_READ, media_type="text/csv", summary="Figures of sales, for spreadsheets"
)
def download_sales(caller: Caller, query: SalesForm, call: Call) -> Response:
    """Return the figures as a CSV file: a row for each month, seller, product and currency."""
    figures = _read(caller, query)
    return csv_answer(
        sales_csv(figures, _sellers(caller, figures, call.language), language=call.language),
        name=f"sales-{figures.first}-to-{figures.last}.csv",
    )


def _read(caller: Caller, query: SalesForm) -> SalesFigures:
    since, until = months_typed(query.since, query.until)
    return service.show_sales_figures(
        caller, since=since, until=until, seller=query.seller or None, product=query.product or None
    )


def _sellers(caller: Caller, figures: SalesFigures, language: Language) -> dict[str, str]:
    return name_bases(caller, sorted({group.seller for group in figures.groups}), language)


def _tables(caller: Caller, figures: SalesFigures, by: By, language: Language) -> list[SalesTable]:
    names = _sellers(caller, figures, language) if by == "seller" else {}

    def label(key: str) -> str:
        if by == "month":
            return month_label(key)
        return product_label(caller.account_id, key, language) if by == "product" else names.get(key, key)

    def table(currency: str) -> SalesTable:
        parts = figures.split(_KEYS[by], currency)
        lines = [_line(label(key), each, language) for key, each in parts.items()]
        total = _line(text(language, N_("All together")), figures.total(currency), language)
        return SalesTable(currency, (*lines, total._replace(is_total=True)))

    return [table(each) for each in figures.currencies]


def _line(label: str, tally: SalesTally, language: Language) -> SalesLine:
    return SalesLine(
        label=label,
        sales=tally.sales,
        written=shown(language, tally.written),
        received=shown(language, tally.received),
        refunded=shown(language, tally.refunded),
        due=shown(language, tally.due_sum),
        due_count=tally.due,
        late=shown(language, tally.late_sum),
        late_count=tally.late,
    )


def _choices(caller: Caller, query: SalesForm, call: Call) -> dict[str, Any]:
    products = sections.load(caller.account_id, ProductSettings).products
    return {
        "splits": [(code, text(call.language, label), code == query.by) for code, label in _BY.items()],
        "sellers": base_choices(caller, query.seller, call.language),
        "products": [(each.code, each.label(call.language), each.code == query.product) for each in products],
    }
