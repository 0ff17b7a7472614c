"""Payments as the API's answers."""

from chalicelib.base.money import Money
from chalicelib.features.payments.model import Payment, Refund
from chalicelib.features.payments.schemas import PaymentDetails, PaymentView, RefundView
from chalicelib.http.money import money_view


def payment_view(payment: Payment) -> PaymentView:
    """Return a payment without its refunds."""
    currency = (payment.received or payment.money).currency
    return PaymentView(
        **payment.model_dump(include=_SHOWN),
        money=money_view(payment.money),
        received=money_view(payment.received) if payment.received else None,
        refunded=money_view(Money(amount=payment.refunded, currency=currency)),
        refunding=money_view(Money(amount=payment.refunding, currency=currency)),
        url=payment.url or None,
    )


def payment_details(payment: Payment, refunds: list[Refund]) -> PaymentDetails:
    """Return a payment with its refunds, for the page of one payment."""
    shown = payment_view(payment)
    return PaymentDetails(**shown.model_dump(), refunds=[refund_view(each) for each in refunds])


def refund_view(refund: Refund) -> RefundView:
    """Return a refund without the provider's ids."""
    shown = refund.model_dump(include=RefundView.model_fields.keys() - {"money"})
    return RefundView(**shown, money=money_view(refund.money))


_OWN = {"money", "received", "refunded", "refunding", "url"}
_SHOWN = PaymentView.model_fields.keys() - _OWN
