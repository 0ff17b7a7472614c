"""Figures of sales as a file for spreadsheets."""

from collections.abc import Mapping

from chalicelib.base.languages import Language
from chalicelib.features.figures.console.csv_answers import csv_table
from chalicelib.features.policies.sales_figures import SalesGroup, SalesTally
from chalicelib.features.policies.service import SalesFigures

_HEADER = (
    "month",
    "seller",
    "product",
    "currency",
    "sales",
    "premium_written",
    "premium_received",
    "premium_refunded",
    "instalments_due",
    "instalments_due_sum",
    "instalments_late",
    "instalments_late_sum",
)


def sales_csv(figures: SalesFigures, sellers: Mapping[str, str], *, language: Language) -> str:
    """Return a row for each month, seller, product and currency; amounts are numbers.

    `sellers`: their names by id. Fields are separated as spreadsheets set to the reader's language expect.
    """
    rows = [
        _cells(group, tally, sellers)
        for currency in figures.currencies
        for group, tally in figures.split(lambda group: group, currency).items()
    ]
    return csv_table(_HEADER, rows, language=language)


def _cells(group: SalesGroup, tally: SalesTally, sellers: Mapping[str, str]) -> list[object]:
    return [
        group.month,
        sellers.get(group.seller, group.seller),
        group.product,
        group.currency,
        *(value if isinstance(value, int) else value.amount for value in tally),
    ]
