"""Refunds: never more than was paid, by the sums in the payment's row. Each happens once, by its id as the key."""

from contextlib import suppress
from decimal import Decimal

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid, Stale
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_
from chalicelib.base.money import Money, nothing
from chalicelib.base.observability import alarm
from chalicelib.features.payments import table
from chalicelib.features.payments.keys import provider_of
from chalicelib.features.payments.model import Payment, Refund, State
from chalicelib.features.payments.payable import Repayment, payable_of
from chalicelib.features.payments.providers.model import OutcomeUnknown, ProviderRefused, RefundReading
from chalicelib.features.payments.schedule import REPEATABLE, next_refund_look
from chalicelib.features.payments.service.reading import find
from chalicelib.features.payments.service.recording import ask_a_person, publish
from chalicelib.identity.model import Caller

_NOTHING_LEFT = N_("Nothing of this payment can be returned.")
_TOO_MUCH = N_("At most {amount} {currency} of this payment can be returned.")
_OTHER_CURRENCY = N_("The payment is in {currency}.")


def refund(caller: Caller, payment_id: str, *, money: Money | None, reason: str) -> Refund:
    """Return money of a payment to its payer, all that is left by default. Raises NotFound, Conflict, Invalid."""
    asked = retry_stale(lambda: _reserve(caller, payment_id, money=money, reason=reason))
    return look_at_refund(asked.account_id, asked.payment_id, asked.id) or asked


def check_refund(caller: Caller, payment_id: str, *, money: Money | None) -> Money:
    """Return the sum that a refund would return. Raises NotFound, Conflict, Invalid."""
    return _sum(find(caller, payment_id), money)


def look_at_refund(account_id: str, payment_id: str, refund_id: str) -> Refund | None:
    """Make a refund at the provider or read it there, and note the outcome. Idempotent.

    A refund without an answer is not made again once providers have forgotten its key: a person looks there.
    """
    refund = table.get_refund(account_id, payment_id, refund_id)
    payment = table.get_payment(account_id, payment_id)
    if refund is None or payment is None or not refund.is_open:
        return refund
    if not refund.provider_id and now() - refund.created_at > REPEATABLE:
        alarm("refund without an answer", account_id=account_id, payment_id=payment_id)
        return _again(refund, for_good=True)
    try:
        reading = _read(payment, refund)
    except (OutcomeUnknown, Conflict):  # Conflict: its keys were removed
        return _again(refund)
    except ProviderRefused as refused:
        alarm("provider refused a refund", account_id=account_id, error=refused.code)
        if refused.is_about_keys or refund.provider_id:
            return _again(refund)
        reading = None
    return retry_stale(lambda: _note(account_id, payment_id, refund_id, reading=reading))


def _read(payment: Payment, refund: Refund) -> RefundReading | None:
    provider = provider_of(payment.account_id, payment.provider)
    if refund.provider_id:
        return provider.read_refund(refund.provider_id)
    return provider.refund(payment.provider_id, refund.money, key=refund.id)


def _reserve(caller: Caller, payment_id: str, *, money: Money | None, reason: str) -> Refund:
    payment = find(caller, payment_id)
    tx = Transaction()
    refund = add_refund(tx, payment, _sum(payment, money), reason=reason, actor=caller.actor)
    tx.commit()
    return refund


def add_refund(tx: Transaction, payment: Payment, money: Money, *, reason: str, actor: str) -> Refund:
    """Add a refund to a transaction; the queue and the sweep carry it out. `money`: at most the refundable sum."""
    moment = now()
    refund = Refund(
        id=new_id("ref"),
        account_id=payment.account_id,
        payment_id=payment.id,
        money=money,
        reason=reason,
        actor=actor,
        created_at=moment,
        changed_at=moment,
    )
    table.insert_refund(tx, refund, due_at=next_refund_look(refund))
    table.replace_payment(tx, payment, _moved(payment, refunding=payment.refunding + money.amount))
    return refund


def _sum(payment: Payment, money: Money | None) -> Money:
    if payment.received is None or payment.refundable <= 0:
        raise Conflict(_NOTHING_LEFT, extra={"reason": "nothing-left", "state": payment.state.value})
    left = Money(amount=payment.refundable, currency=payment.received.currency)
    if money is None:
        return left
    if money.currency != left.currency:
        raise Invalid([FieldError("/money/currency", _OTHER_CURRENCY, {"currency": left.currency})])
    if not Decimal(0) < money.amount <= left.amount:
        params = {"amount": f"{left.amount:f}", "currency": left.currency}
        raise Invalid([FieldError("/money/amount", _TOO_MUCH, params)])
    return money


def _note(account_id: str, payment_id: str, refund_id: str, *, reading: RefundReading | None) -> Refund | None:
    """Write the outcome of a refund; `reading` None: the provider refused it."""
    refund, payment = table.get_refund(account_id, payment_id, refund_id), table.get_payment(account_id, payment_id)
    if refund is None or payment is None or not refund.is_open:
        return refund
    state = reading.state if reading else "canceled"
    after = refund.model_copy(
        update={
            "state": state,
            "failure": reading.reason if reading else "declined",
            "provider_id": reading.provider_id if reading else "",
            "changed_at": now(),
            "version": refund.version + 1,
        }
    )
    tx = Transaction()
    table.replace_refund(tx, refund, after, due_at=next_refund_look(after) if after.is_open else None)
    if state == "succeeded":
        _returned(tx, payment, after)
    elif state == "canceled":
        kept = _moved(payment, refunding=payment.refunding - refund.money.amount)
        table.replace_payment(tx, payment, kept)
        ask_a_person(tx, kept, "payment_refund_failed", money=refund.money)
    tx.commit()
    return after


def _returned(tx: Transaction, payment: Payment, refund: Refund) -> None:
    received = payment.received or nothing(payment.money.currency)
    refunded = payment.refunded + refund.money.amount
    changes: dict[str, object] = {"refunded": refunded, "refunding": payment.refunding - refund.money.amount}
    if refunded == received.amount:
        changes["state"] = State.REFUNDED
    after = _moved(payment, **changes)
    table.replace_payment(tx, payment, after)
    held = payment.state is State.MISMATCH and after.state is State.REFUNDED
    if held and table.find_open(payment.account_id, payment.subject) == payment.id:
        table.close_subject(tx, after)
    if payment.is_settled:
        total = Money(amount=refunded, currency=received.currency)
        repayment = Repayment(payment.account_id, payment.subject, payment.id, refund.id, refund.money, total)
        payable_of(payment.subject).refunded(tx, repayment)
    publish(tx, after, "payment.refunded", refund_id=refund.id, refunded=f"{refund.money.amount:f}")


def _again(refund: Refund, *, for_good: bool = False) -> Refund:
    """Note a look without an outcome. `for_good`: there is no further look, and a person is asked."""
    after = refund.model_copy(update={"looks": refund.looks + 1, "version": refund.version + 1})
    tx = Transaction()
    due_at = None if for_good else next_refund_look(after)
    table.replace_refund(tx, refund, after, due_at=due_at)
    if due_at is None:
        payment = table.get_payment(refund.account_id, refund.payment_id)
        if payment is not None:
            ask_a_person(tx, payment, "payment_refund_failed", money=refund.money)
    with suppress(Stale):  # another look has noted its outcome
        tx.commit()
    return after


def _moved(payment: Payment, **changes: object) -> Payment:
    return payment.model_copy(update={**changes, "changed_at": now(), "version": payment.version + 1})
