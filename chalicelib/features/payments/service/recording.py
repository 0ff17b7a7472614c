"""Events, tasks and e-mails about a payment, in the transaction of its change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import derived_ulid
from chalicelib.base.installed import find_tasks
from chalicelib.base.money import Money
from chalicelib.base.tasks import Task
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.notices import NOTICES
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


def ask_a_person(tx: Transaction, payment: Payment, notice: str, *, money: Money | None = None) -> None:
    """Open a task about a payment, once for each notice; where no feature keeps tasks, tell administrators."""
    open_task = find_tasks()
    if open_task is None:
        tell_administrators(tx, payment, notice, money=money)
        return
    task = Task(
        id=derived_ulid(f"{payment.id}#{notice}", moment=payment.created_at),
        account_id=payment.account_id,
        topic="payment",
        paragraphs=(NOTICES[notice].subject, *NOTICES[notice].paragraphs),
        page=_PAGE.format(payment_id=payment.id),
        params=_params(payment, money),
    )
    open_task(tx, task)


def tell_administrators(tx: Transaction, payment: Payment, notice: str, *, money: Money | None = None) -> None:
    """Queue an e-mail about a payment to the account's administrators."""
    data = {"notice": notice, "params": _params(payment, money), "channel": "email"}
    outbox.queue_message(tx, account_id=payment.account_id, data=data)


def _params(payment: Payment, money: Money | None) -> dict[str, str]:
    return {
        "payment_id": payment.id,
        "description": payment.description,
        "amount": shown(money or payment.money),
        "received": shown(payment.received) if payment.received else "",
    }


def shown(money: Money) -> str:
    """Return an amount for a text whose language is not known yet: `24160.25 RUB`."""
    return f"{money.amount:f} {money.currency}"
