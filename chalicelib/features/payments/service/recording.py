"""Events and e-mails about a payment, in the transaction of its change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.money import Money
from chalicelib.features.payments.model import Payment
from chalicelib.outbox import service as outbox

_PAGE = "/console/payments/{payment_id}"


def publish(tx: Transaction, payment: Payment, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a payment to back-ends."""
    told = {
        "payment_id": payment.id,
        "subject": payment.subject,
        "state": payment.state.value,
        "amount": f"{payment.money.amount:f}",
        "currency": payment.money.currency,
        **data,
    }
    page = _PAGE.format(payment_id=payment.id)
    outbox.publish(tx, account_id=payment.account_id, type=type, version=payment.version, data=told, page=page)


def tell_administrators(tx: Transaction, payment: Payment, notice: str, *, money: Money | None = None) -> None:
    """Queue an e-mail about a payment to the account's administrators."""
    params = {
        "payment_id": payment.id,
        "description": payment.description,
        "amount": shown(money or payment.money),
        "received": shown(payment.received) if payment.received else "",
    }
    outbox.queue_message(
        tx, account_id=payment.account_id, data={"notice": notice, "params": params, "channel": "email"}
    )


def shown(money: Money) -> str:
    """Return an amount for a text whose language is not known yet: `24160.25 RUB`."""
    return f"{money.amount:f} {money.currency}"
