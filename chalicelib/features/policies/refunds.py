"""Refunds of premium after a cancellation: by days, by the cooling-off period, less the insurer's share."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from chalicelib.base.money import Money, nothing
from chalicelib.features.policies.exact import half_even, share
from chalicelib.features.policies.product_types import CoolingOff, Product


class Term(NamedTuple):
    """The term of a policy: its first and its last day in force, and the day of its signature."""

    begins: date
    ends: date
    signed_on: date

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.ends - self.begins).days + 1

    def days_used(self, last: date) -> int:
        """Return the number of days in force if `last` is the last of them."""
        return min(max((last - self.begins).days + 1, 0), self.days)


class Refund(NamedTuple):
    """The amount of a refund, and its reasons."""

    amount: Money
    days_used: int
    days: int
    #: The policyholder asked within the cooling-off period.
    in_cooling_off: bool
    #: The premium that was paid, the part of it for days in force, and the insurer's share of the rest.
    paid: Money
    earned: Money
    kept: Money


def refund(product: Product, term: Term, *, premium: Money, paid: Money, last_day: date, asked_on: date) -> Refund:
    """Return the refund of a policy that a policyholder cancels: `last_day` is its last day in force.

    `max(0, paid - premium x days used / days)`, rounded half-even by day and once more by the insurer's share, of which
    nothing is kept in the cooling-off period.
    """
    cooling = is_cooling_off(product.cooling_off, term.signed_on, asked_on)
    used = term.days_used(last_day)
    charged = 0 if cooling and not product.cooling_off.keeps_days_in_force else used
    earned = half_even(Fraction(premium.amount) * charged / term.days, premium.currency)
    unused = max(paid - earned, nothing(paid.currency), key=lambda each: each.amount)
    share_kept = Fraction(0) if cooling else share(product.share_kept)
    amount = half_even(Fraction(unused.amount) * (1 - share_kept), paid.currency)
    return Refund(amount, used, term.days, cooling, paid, earned, unused - amount)


def is_cooling_off(rule: CoolingOff, signed_on: date, asked_on: date) -> bool:
    """Return True if a notice of a day is within the cooling-off period.

    The period is counted from the day after signature. Source: Bank of Russia's directive 3854-U; Civil Code of Russia,
    article 191.
    """
    return rule.days > 0 and asked_on <= signed_on + timedelta(days=rule.days)
