"""Amounts in the minor units of Stripe (https://docs.stripe.com/currencies): three differ from ISO 4217."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from chalicelib.base.money import Money, exponent

#: Digits after the point that Stripe counts, where it counts others than ISO 4217.
_OTHERWISE: Mapping[str, int] = MappingProxyType({"ISK": 2, "UGX": 2, "MGA": 0})


def units_of(money: Money) -> int:
    """Return money in Stripe's units. Raises ValueError for a part of a unit."""
    units = money.amount.scaleb(_digits(money.currency))
    if units != units.to_integral_value():
        raise ValueError("a part of the smallest unit")
    return int(units)


def money_of(units: int, currency: str) -> Money:
    """Return the money of Stripe's units."""
    code = currency.upper()
    return Money(amount=Decimal(units).scaleb(-_digits(code)), currency=code)


def _digits(currency: str) -> int:
    return _OTHERWISE.get(currency, exponent(currency))
