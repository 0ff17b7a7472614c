"""Payments as the API's answers."""

from chalicelib.base.money import Money
from chalicelib.features.payments.model import Payment, Refund
from chalicelib.features.payments.schemas import MoneyView, PaymentDetails, PaymentView, RefundView


def payment_view(payment: Payment) -> PaymentView:
    """Return a payment without its refunds."""
    currency = (payment.received or payment.money).currency
    return PaymentView(
        **payment.model_dump(include=_SHOWN),
        money=_money(payment.money),
        received=_money(payment.received) if payment.received else None,
        refunded=_money(Money(amount=payment.refunded, currency=currency)),
        refunding=_money(Money(amount=payment.refunding, currency=currency)),
        url=payment.url or None,
    )


def payment_details(payment: Payment, refunds: list[Refund]) -> PaymentDetails:
    """Return a payment with its refunds, for the page of one payment."""
    shown = payment_view(payment)
    return PaymentDetails(**shown.model_dump(), refunds=[refund_view(each) for each in refunds])


def refund_view(refund: Refund) -> RefundView:
    """Return a refund without the provider's ids."""
    shown = refund.model_dump(include=RefundView.model_fields.keys() - {"money"})
    return RefundView(**shown, money=_money(refund.money))


def _money(money: Money) -> MoneyView:
    return MoneyView(amount=f"{money.amount:f}", currency=money.currency)


_OWN = {"money", "received", "refunded", "refunding", "url"}
_SHOWN = PaymentView.model_fields.keys() - _OWN
