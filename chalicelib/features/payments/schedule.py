"""The moments at which the janitor looks at a provider: soon at first, then hourly, for three days.

It looks at an expired payment, too, but rarer: nearly none of these get money.
"""

from datetime import datetime, timedelta

from chalicelib.base.clock import now
from chalicelib.features.payments.model import Payment, Refund

#: From one look to the next.
_PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60))
_PAUSES_ENDED = tuple(timedelta(hours=each) for each in (1, 4, 12, 24))
#: After this time a person is asked about a payment that is open, and an expired one is left alone.
PATIENCE = timedelta(days=3)
#: The time for which providers keep keys of idempotency: a payment is not created again after it.
REPEATABLE = timedelta(hours=23)


def next_look(payment: Payment) -> datetime | None:
    """Return the moment of the next look at a payment that is open or has expired; None after three days."""
    if payment.is_open:
        return _next(payment.created_at, payment.looks)
    return _next(payment.created_at, payment.looks, _PAUSES_ENDED) if payment.may_get_late_money else None


def next_refund_look(refund: Refund) -> datetime | None:
    """Return the moment of the next look at a refund; None after three days."""
    return _next(refund.created_at, refund.looks)


def _next(created_at: datetime, looks: int, pauses: tuple[timedelta, ...] = _PAUSES) -> datetime | None:
    moment = now()
    if moment - created_at >= PATIENCE:
        return None
    return moment + pauses[min(looks, len(pauses) - 1)]
