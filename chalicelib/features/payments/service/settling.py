"""The effect of a provider's reading on our payment: one transaction, in which twice is once."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid, NotFound, Stale
from chalicelib.base.ids import derived_ulid, new_id
from chalicelib.base.observability import alarm, log
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, Refund, SavedMethod, State
from chalicelib.features.payments.payable import Settlement, payable_of
from chalicelib.features.payments.providers.model import Reading
from chalicelib.features.payments.schedule import next_look, next_refund_look
from chalicelib.features.payments.service.counting import count_settled
from chalicelib.features.payments.service.recording import ask_a_person, publish

LATE = "late"
_SYSTEM = "system"


def apply_reading(account_id: str, payment_id: str, reading: Reading) -> Payment | None:
    """Advance a payment to the state that its provider told. Idempotent. Returns it; None: there is no such payment."""
    return retry_stale(lambda: _apply(account_id, payment_id, reading))


def _apply(account_id: str, payment_id: str, reading: Reading) -> Payment | None:
    payment = table.get_payment(account_id, payment_id)
    if payment is None:
        return None
    if reading.payment_id != payment.id or payment.provider_id not in {"", reading.provider_id}:
        alarm("payment of another id", account_id=account_id, payment_id=payment_id)
        return payment
    state = State(reading.state)
    if state is State.SUCCEEDED:
        return payment if payment.is_paid else _receive(payment, reading)
    if not payment.may_become(state):
        return payment
    return _wait(payment, reading) if state is State.PENDING else _end(payment, reading, state)


def _wait(payment: Payment, reading: Reading) -> Payment:
    after = _changed(payment, state=State.PENDING, provider_id=reading.provider_id, url=reading.url)
    tx = Transaction()
    table.replace_payment(tx, payment, after, due_at=next_look(after))
    tx.commit()
    return after


def _end(payment: Payment, reading: Reading, state: State) -> Payment:
    after = _changed(payment, state=state, provider_id=reading.provider_id, url="", reason=reading.reason)
    after = after.model_copy(update={"looks": 0})
    tx = Transaction()
    table.replace_payment(tx, payment, after, due_at=next_look(after))
    _close(tx, after)
    publish(tx, after, "payment.failed")
    tx.commit()
    return after


def _receive(payment: Payment, reading: Reading) -> Payment:
    received = _changed(
        payment, provider_id=reading.provider_id, url="", received=reading.money, paid_at=now(), reason=None
    )
    if reading.money != payment.money or reading.is_live != payment.is_live:
        return _hold(payment, received)
    return _settle(payment, received, reading)


def _hold(payment: Payment, received: Payment) -> Payment:
    """Keep a payment of a wrong sum, currency or mode apart. Its subject stays due, and waits for a person."""
    after = received.model_copy(update={"state": State.MISMATCH})
    tx = Transaction()
    table.replace_payment(tx, payment, after)
    publish(tx, after, "payment.mismatch")
    ask_a_person(tx, after, "payment_mismatch")
    tx.commit()
    alarm("payment mismatch", account_id=payment.account_id, payment_id=payment.id)
    return after


def _settle(payment: Payment, received: Payment, reading: Reading) -> Payment:
    """Settle the subject of a payment if it is due. A subject that refuses the money is not due: it goes back."""
    demand = payable_of(payment.subject).load(payment.account_id, payment.subject)
    is_due = demand is not None and demand.is_due and demand.money == payment.money
    try:
        return _settled(payment, received, reading, is_due=is_due)
    except Stale:
        raise
    except (Conflict, Invalid, NotFound) as refused:
        alarm("payment refused by its subject", account_id=payment.account_id, error=str(refused))
        return _settled(payment, received, reading, is_due=False)


def _settled(payment: Payment, received: Payment, reading: Reading, *, is_due: bool) -> Payment:
    payable = payable_of(payment.subject)
    after = received.model_copy(update={"state": State.SUCCEEDED, "is_settled": is_due})
    tx = Transaction()
    if is_due:
        payable.settle(tx, _settlement(after))
    else:
        after = _return_all(tx, after)
    table.replace_payment(tx, payment, after)
    count_settled(tx, payment, after)
    _close(tx, after)
    _save_method(tx, after, reading)
    publish(tx, after, "payment.succeeded", is_settled=is_due)
    tx.commit()
    log("info", "payment succeeded", account_id=payment.account_id, count=1)
    return after


def _settlement(payment: Payment) -> Settlement:
    return Settlement(payment.account_id, payment.subject, payment.id, payment.money, payment.paid_at or now())


def _return_all(tx: Transaction, payment: Payment) -> Payment:
    """Add a refund of money that came too late. The sweep and the queue carry it out."""
    moment = now()
    refund = Refund(
        id=new_id("ref"),
        account_id=payment.account_id,
        payment_id=payment.id,
        money=payment.money,
        reason=LATE,
        actor=_SYSTEM,
        created_at=moment,
        changed_at=moment,
    )
    table.insert_refund(tx, refund, due_at=next_refund_look(refund))
    return payment.model_copy(update={"refunding": payment.money.amount})


def _close(tx: Transaction, payment: Payment) -> None:
    """Allow another payment of the subject, unless it has one already."""
    if table.find_open(payment.account_id, payment.subject) == payment.id:
        table.close_subject(tx, payment)


def _save_method(tx: Transaction, payment: Payment, reading: Reading) -> None:
    if not (payment.saves_method and payment.payer_id and reading.method):
        return
    subject = f"{payment.payer_id}#{payment.provider}#{reading.method.token}"
    method = SavedMethod(
        id=f"pm_{derived_ulid(subject, moment=payment.created_at)}",
        account_id=payment.account_id,
        payer_id=payment.payer_id,
        provider=payment.provider,
        token=reading.method.token,
        label=reading.method.label,
        created_at=now(),
    )
    table.put_method(tx, method)
    # Providers make a token of each payment: the same card saved again takes the place of the former one.
    for former in table.list_methods(payment.account_id, payment.payer_id):
        if (former.provider, former.label) == (method.provider, method.label) and former.id != method.id:
            table.delete_method(tx, former)


def _changed(payment: Payment, **changes: object) -> Payment:
    return payment.model_copy(update={**changes, "changed_at": now(), "version": payment.version + 1})
