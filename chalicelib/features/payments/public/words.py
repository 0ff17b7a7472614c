"""Words for a payer: the state of a payment, and the reason of a failure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.base.languages import N_
from chalicelib.features.payments.model import Payment, State
from chalicelib.features.payments.providers.model import Reason


class Words(NamedTuple):
    """A title, and sentences below it: msgids."""

    title: str
    said: Sequence[str] = ()


_OPEN = Words(
    N_("The payment is being checked"),
    (
        N_("The bank has not confirmed it yet. This page looks again by itself; you can also close it."),
        N_("Do not pay a second time: money that was charged is not lost."),
    ),
)
_PAID = Words(N_("Paid, thank you"), (N_("The payment has arrived."),))
_LATE = Words(
    N_("The money goes back to you"),
    (N_("The payment arrived when nothing was due any more. It is returned to the same card or account by itself."),),
)
_RETURNED = Words(N_("The money was returned"), (N_("Banks show a return within some days."),))
_MISMATCH = Words(
    N_("Another sum has arrived"),
    (
        N_("The bank charged another sum than was due, so that nothing is marked as paid. We have been told of it."),
        N_("Do not pay a second time before we have answered. You can also call us."),
    ),
)
_EXPIRED = Words(
    N_("The time for this payment is over"),
    (N_("Nothing was charged. Start the payment anew where you began it."),),
)
_FAILED = N_("The payment did not go through")
_BY_BUTTON = N_("Nothing was charged. You can start the payment anew.")
_ANEW = N_("Nothing was charged. You can start the payment anew where you began it.")
_REASONS: Mapping[Reason, str] = {
    "authentication": N_("The confirmation by the bank failed."),
    "card_data": N_("Number, date or code of the card were wrong."),
    "card_expired": N_("The card has expired."),
    "declined": N_("The bank declined the payment; it tells its reason to the card's holder only."),
    "expired": N_("The time for the payment was over."),
    "insufficient_funds": N_("There was not enough money on the card or account."),
    "limit": N_("The bank's limit for such payments is reached."),
    "merchant": N_("The payment provider did not take the payment."),
    "method_removed": N_("The saved method of payment was removed."),
    "try_again": N_("The bank did not answer in time. Try again in some minutes."),
}


def words_of(payment: Payment, *, has_button: bool = False, after_paid: str = "") -> Words:
    """Return the words for the state of a payment; `has_button`: the page leads to a new payment."""
    match payment.state:
        case State.SUCCEEDED if payment.is_settled:
            return _PAID._replace(said=(*_PAID.said, after_paid)) if after_paid else _PAID
        case State.SUCCEEDED:
            return _LATE
        case State.CANCELED:
            return Words(_FAILED, (_REASONS[payment.reason or "declined"], _BY_BUTTON if has_button else _ANEW))
        case State.EXPIRED if has_button:
            return _EXPIRED._replace(said=(_BY_BUTTON,))
        case other:
            return _BY_STATE.get(other, _OPEN)


_BY_STATE = {State.EXPIRED: _EXPIRED, State.MISMATCH: _MISMATCH, State.REFUNDED: _RETURNED}
