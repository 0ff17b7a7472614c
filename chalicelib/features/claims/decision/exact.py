"""Exact arithmetic of calculations: fractions, and one rounding half up for each line."""

from decimal import Decimal
from fractions import Fraction

from chalicelib.base.money import Money, exponent, of_minor

_HALF = Fraction(1, 2)


def half_up(amount: Fraction, currency: str) -> Money:
    """Return an exact amount as money, rounded half up to the smallest unit of its currency.

    Of a negative one, its size is: 10 % of 1,234.45 is 123.45, taken off as much as added.
    """
    units = int(abs(amount) * 10 ** exponent(currency) + _HALF)
    return of_minor(units if amount >= 0 else -units, currency)


def share(percent: Decimal) -> Fraction:
    """Return a percentage as a fraction."""
    return Fraction(percent) / 100
