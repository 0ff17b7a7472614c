"""HTTP of figures of the client area: queries and views."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from chalicelib.features.cabinet.figures import CabinetTally
from chalicelib.features.figures.cabinet_reading import AreaFigures, AreaTally
from chalicelib.features.payments.figures import Way
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.http.bodies import Body, View
from chalicelib.identity.area.model import Registration


class AreaFiguresQuery(Body):
    """The chosen months. Without months the last twelve, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])


class CabinetsOpened(View):
    """Cabinets that were opened, by the way of registration."""

    alone: int = Field(description="By the client, with the number of a policy")
    prepared: int = Field(description="By an invitation of staff")
    automatic: int = Field(description="By a link that came with a policy")


class CabinetsClosed(View):
    """Cabinets that ended, with their clients."""

    erased: int = Field(description="The client was erased")
    merged: int = Field(description="The client was merged into another one that has a cabinet, too")


class PaymentWays(View):
    """Payments that settled their subject, by the way in which they were made."""

    one_press: int = Field(description="By a saved method, charged at once")
    confirmed: int = Field(description="By a saved method that the bank wanted to have confirmed on its page")
    page: int = Field(description="On the provider's page")


class AreaCounted(View):
    """Figures of the client area."""

    insured: int = Field(description="Clients that have or had a policy, at the end of the months")
    registered: int = Field(description="Those of `insured` with a cabinet")
    registered_share: float | None = Field(description="In percent; null without insured clients")
    opened: CabinetsOpened
    closed: CabinetsClosed
    payments_in_area: PaymentWays = Field(description="Payments that were started in the client area")
    payments_elsewhere: PaymentWays = Field(description="Payments by a link, or that staff started")
    one_press_share: float | None = Field(
        description="Of the payments in the client area those in one press, in percent; null without any"
    )


class AreaMonthFigures(AreaCounted):
    """The figures of a month."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])


class AreaFiguresView(View):
    """The figures of the client area."""

    first_month: str
    last_month: str
    total: AreaCounted
    months: list[AreaMonthFigures] = Field(description="Each month from the first one that has figures")


def area_view(figures: AreaFigures) -> AreaFiguresView:
    """Return figures of the client area as an answer shows them."""
    return AreaFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        total=AreaCounted(**_counted(figures.total)),
        months=[AreaMonthFigures(month=month, **_counted(each)) for month, each in figures.months.items()],
    )


def _counted(tally: AreaTally) -> dict[str, Any]:
    clients, payments = tally
    return {
        "insured": clients.insured,
        "registered": clients.registered,
        "registered_share": _rounded(clients.share),
        "opened": _opened(clients),
        "closed": CabinetsClosed(erased=clients.erased, merged=clients.merged),
        "payments_in_area": _ways(payments.area),
        "payments_elsewhere": _ways(payments.elsewhere),
        "one_press_share": _rounded(payments.share_in_one_press),
    }


def _opened(clients: CabinetTally) -> CabinetsOpened:
    return CabinetsOpened(
        alone=clients.opened[Registration.ALONE],
        prepared=clients.opened[Registration.PREPARED],
        automatic=clients.opened[Registration.AUTOMATIC],
    )


def _ways(paid: Mapping[Way, int]) -> PaymentWays:
    return PaymentWays(one_press=paid[Way.ONE_PRESS], confirmed=paid[Way.CONFIRMED], page=paid[Way.PAGE])


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 2)
