"""Figures of payments: the ways in which money came, and their counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from chalicelib.features.payments.model import Payment


class Place(StrEnum):
    """The place where a payment was started."""

    AREA = "area"
    #: By a link, or by staff.
    ELSEWHERE = "elsewhere"


class Way(StrEnum):
    """The way in which a payment was made."""

    #: By a saved method, charged at once: nothing was typed.
    ONE_PRESS = "one_press"
    #: By a saved method that the bank wanted to have confirmed on its page.
    CONFIRMED = "confirmed"
    #: On the provider's page.
    PAGE = "page"


class PaymentTally(NamedTuple):
    """The settled payments of some months, by way: those started in the client area, and all others."""

    area: Mapping[Way, int]
    elsewhere: Mapping[Way, int]

    @property
    def in_area(self) -> int:
        """Return the number of payments that were started in the client area."""
        return sum(self.area.values())

    @property
    def in_all(self) -> int:
        """Return the number of all payments."""
        return self.in_area + sum(self.elsewhere.values())

    @property
    def share_in_one_press(self) -> float | None:
        """The share of payments in the client area that took one press, in percent; None without payments there."""
        return 100 * self.area[Way.ONE_PRESS] / self.in_area if self.in_area else None


def count_of(before: Payment) -> str:
    """Return the name of the count of a payment, as it was before its money came."""
    way = Way.PAGE
    if before.method_id:
        way = Way.CONFIRMED if before.url else Way.ONE_PRESS
    return f"{Place.AREA if before.back else Place.ELSEWHERE}_{way}"


def tally(months: Iterable[Mapping[str, int]]) -> PaymentTally:
    """Return the sum of the counts of some months."""
    total = Counter[str]()
    for counts in months:
        total.update(counts)
    area, elsewhere = ({way: total[f"{place}_{way}"] for way in Way} for place in Place)
    return PaymentTally(area, elsewhere)
