"""Commission: an agent's share of the premium that was paid, exact to the smallest unit over all instalments."""

from decimal import Decimal
from fractions import Fraction

from chalicelib.base.money import Money, nothing
from chalicelib.features.policies.exact import half_even, share


def accrued(paid_so_far: Money, percent: Decimal) -> Money:
    """Return the whole commission on the premium paid so far, rounded half-even."""
    return half_even(Fraction(paid_so_far.amount) * share(percent), paid_so_far.currency)


def line_of(paid_so_far: Money, percent: Decimal, *, before: Money | None = None) -> Money:
    """Return the next line of the ledger: the whole commission less that accrued before.

    A refund yields a negative line. Why a difference: the sum of lines that are each rounded by themselves is not the
    commission on the whole.
    """
    return accrued(paid_so_far, percent) - (before or nothing(paid_so_far.currency))
