"""Exact arithmetic of money: fractions as long as one computes, one rounding at the end."""

from decimal import Decimal
from fractions import Fraction

from chalicelib.base.money import Money, exponent, of_minor


def half_even(amount: Fraction, currency: str) -> Money:
    """Return an exact amount as money, rounded half-even to the smallest unit of its currency."""
    return of_minor(round(amount * 10 ** exponent(currency)), currency)


def share(percent: Decimal) -> Fraction:
    """Return a percentage as a fraction: 15 % is 3/20."""
    return Fraction(percent) / 100
