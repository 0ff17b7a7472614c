"""The moments at which the janitor looks at a provider: soon at first, then hourly, for three days."""

from datetime import datetime, timedelta

from chalicelib.base.clock import now
from chalicelib.features.payments.model import Payment, Refund

#: From one look to the next.
_PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60))
#: After this time a person is asked.
PATIENCE = timedelta(days=3)
#: The time for which providers keep keys of idempotency: a payment is not created again after it.
REPEATABLE = timedelta(hours=23)


def next_look(payment: Payment) -> datetime | None:
    """Return the moment of the next look at a payment; None after three days."""
    return _next(payment.created_at, payment.looks)


def next_refund_look(refund: Refund) -> datetime | None:
    """Return the moment of the next look at a refund; None after three days."""
    return _next(refund.created_at, refund.looks)


def _next(created_at: datetime, looks: int) -> datetime | None:
    moment = now()
    if moment - created_at >= PATIENCE:
        return None
    return moment + _PAUSES[min(looks, len(_PAUSES) - 1)]
