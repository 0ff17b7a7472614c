"""Figures of the client area by month: registered clients, and the ways in which they pay."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.features.cabinet.figures import CabinetTally
from chalicelib.features.cabinet.service import counting as cabinets
from chalicelib.features.payments import figures as paying
from chalicelib.features.payments.figures import PaymentTally
from chalicelib.features.payments.service import counting as payments
from chalicelib.identity.model import Caller

_DECEMBER = 12


class AreaTally(NamedTuple):
    """The figures of some months."""

    clients: CabinetTally
    payments: PaymentTally


class AreaFigures(NamedTuple):
    """The figures of the chosen months, and of each month from the first one that has any."""

    first: str
    last: str
    total: AreaTally
    months: Mapping[str, AreaTally]


def show_figures(caller: Caller, *, since: str | None = None, until: str | None = None) -> AreaFigures:
    """Return figures of the months from `since` to `until`: the last twelve by default. Two Queries.

    Raises Invalid (`?from`) for too many months, or none.
    """
    found = cabinets.show_figures(caller, since=since, until=until)
    paid = payments.read_figures(caller, first=found.first, last=found.last)
    counted = [*found.counts, *paid]
    begin = max(min(counted), found.first) if counted else ""
    return AreaFigures(
        found.first,
        found.last,
        AreaTally(found.total(), paying.tally(paid.values())),
        {
            month: AreaTally(found.of_month(month), paying.tally([paid.get(month, {})]))
            for month in (_months(begin, found.last) if begin else ())
        },
    )


def _months(first: str, last: str) -> list[str]:
    months = [first]
    while months[-1] < last:
        year, month = int(months[-1][:4]), int(months[-1][5:])
        months.append(f"{year + month // _DECEMBER:04}-{month % _DECEMBER + 1:02}")
    return months
