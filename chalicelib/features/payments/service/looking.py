"""Looks at a payment's provider: after a notice, on demand, and by the janitor until its state is final."""

from datetime import timedelta

from chalicelib.aws import look_queue
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, QuotaExceeded, Stale
from chalicelib.base.models import Frozen
from chalicelib.base.observability import alarm, log
from chalicelib.features.payments import table
from chalicelib.features.payments.keys import provider_of
from chalicelib.features.payments.links import return_url
from chalicelib.features.payments.model import Payment, ProviderCode, State
from chalicelib.features.payments.providers.model import Order, OutcomeUnknown, ProviderRefused, Reading
from chalicelib.features.payments.schedule import REPEATABLE, next_look
from chalicelib.features.payments.service import refunding
from chalicelib.features.payments.service.recording import ask_a_person, publish, tell_administrators
from chalicelib.features.payments.service.settling import apply_reading

_NOT_FOUND = 404
#: Looks of pages at the provider for one payment in a minute.
_LOOKS, _MINUTE = 30, 60


class Look(Frozen):
    """An order to look at a payment, or at one of its refunds. `provider_id`: from a notice, before our row has it."""

    account_id: str
    payment_id: str
    refund_id: str = ""
    provider_id: str = ""
    #: By the janitor, whose looks grow rarer.
    is_counted: bool = False


def ask(look: Look, *, delay: timedelta = timedelta(0)) -> None:
    """Queue a look."""
    look_queue.send(look.model_dump_json(exclude_defaults=True), account_id=look.account_id, delay=delay)


def hasten(look: Look) -> None:
    """Queue a look; without a queue, make it at once."""
    if look_queue.is_there():
        ask(look)
    else:
        do(look)


def do(look: Look) -> None:
    """Look at a payment or a refund, and settle the outcome."""
    if look.refund_id:
        refunding.look_at_refund(look.account_id, look.payment_id, look.refund_id)
        return
    look_at(look.account_id, look.payment_id, provider_id=look.provider_id, counted=look.is_counted)


def take_notice(account_id: str, code: ProviderCode, *, payment_id: str, provider_id: str) -> None:
    """Queue a look at the payment that a notice names by our id or by the provider's; others are dropped."""
    ours = payment_id or (table.find_by_provider(account_id, code, provider_id) if provider_id else None)
    if not ours:
        log("info", "notice of no payment of ours", account_id=account_id)
        return
    hasten(Look(account_id=account_id, payment_id=ours, provider_id=provider_id))


def due(each: Due) -> None:
    """Look at a payment that the sweep found."""
    account_id, _, payment_id = each.pk.partition("#")
    refund_id = each.sk.removeprefix("ref#") if each.sk.startswith("ref#") else ""
    hasten(Look(account_id=account_id, payment_id=payment_id, refund_id=refund_id, is_counted=True))


def look_at(account_id: str, payment_id: str, *, provider_id: str = "", counted: bool = False) -> Payment | None:
    """Read a payment at its provider and settle the outcome. Returns it; None: there is no such payment.

    `counted`: by the janitor, whose looks grow rarer.
    """
    payment = table.get_payment(account_id, payment_id)
    if payment is None or payment.is_paid:
        return payment
    after = _looked(payment, provider_id)
    if counted and (after.is_open or payment.state is after.state is State.EXPIRED):
        return _again(after)
    _return_money(after)
    return after


def look_at_open(account_id: str, subject: str) -> Payment | None:
    """Look at the payment that a subject waits for, some times a minute at most. Returns it; None without one."""
    payment_id = table.find_open(account_id, subject)
    payment = table.get_payment(account_id, payment_id) if payment_id else None
    if payment is None or not may_look(payment):
        return payment
    return look_at(account_id, payment.id) or payment


def may_look(payment: Payment) -> bool:
    """Return True if a payment is open and a page may look at its provider now."""
    if not payment.is_open:
        return False
    try:
        count_attempt("pay-look", payment.id, limit=_LOOKS, seconds=_MINUTE)
    except QuotaExceeded:  # the page shows the state that is known, and looks later
        return False
    return True


def _looked(payment: Payment, provider_id: str) -> Payment:
    try:
        reading = _read(payment, provider_id)
    except OutcomeUnknown:
        return payment
    except ProviderRefused as refused:
        return _refused(payment, refused)
    except Conflict:  # its keys were removed
        alarm("no keys of a provider", account_id=payment.account_id)
        return payment
    if reading is None:
        return payment
    return apply_reading(payment.account_id, payment.id, reading) or payment


def create(payment: Payment, *, method: str = "") -> Payment:
    """Make a payment at its provider, with its id as the key, and note the outcome. A repetition makes no second one.

    Raises ProviderRefused: nothing was made, and the payment has ended.
    """
    try:
        reading = provider_of(payment.account_id, payment.provider).create(order_of(payment, method=method))
    except OutcomeUnknown:
        return _note_unknown(payment)
    except ProviderRefused as refused:
        _fail(payment, refused)
        raise
    after = apply_reading(payment.account_id, payment.id, reading) or payment
    _return_money(after)
    return after


def order_of(payment: Payment, *, method: str = "") -> Order:
    """Return the order for the provider; it is the same each time."""
    return Order(
        payment_id=payment.id,
        account_id=payment.account_id,
        key=payment.id,
        money=payment.money,
        description=payment.description,
        return_url=return_url(payment),
        created_at=payment.created_at,
        expires_at=payment.expires_at,
        email=payment.email,
        saves_method=payment.saves_method,
        method=method,
    )


def token_of(payment: Payment) -> str:
    """Return the provider's token of the saved method that a payment is made with; empty without one."""
    known = table.list_methods(payment.account_id, payment.payer_id) if payment.method_id else ()
    return next((each.token for each in known if each.id == payment.method_id), "")


def _read(payment: Payment, provider_id: str) -> Reading | None:
    provider = provider_of(payment.account_id, payment.provider)
    known = payment.provider_id or provider_id
    if known:
        return provider.read(known)
    if not payment.is_open or now() - payment.created_at > REPEATABLE:
        return None
    return provider.create(order_of(payment, method=token_of(payment)))


def _note_unknown(payment: Payment) -> Payment:
    def note() -> Payment:
        known = table.get_payment(payment.account_id, payment.id) or payment
        if not known.may_become(State.UNKNOWN):
            return known
        after = known.model_copy(update={"state": State.UNKNOWN, "changed_at": now(), "version": known.version + 1})
        tx = Transaction()
        table.replace_payment(tx, known, after, due_at=next_look(after))
        tx.commit()
        return after

    return retry_stale(note)


def _fail(payment: Payment, refused: ProviderRefused) -> None:
    """End a payment that its provider refused to make."""
    log("warning", "provider refused a payment", account_id=payment.account_id, error=refused.code)

    def note() -> None:
        known = table.get_payment(payment.account_id, payment.id)
        if known is None or known.provider_id or not known.may_become(State.CANCELED):
            return
        changes = {"state": State.CANCELED, "reason": "merchant", "changed_at": now(), "version": known.version + 1}
        after = known.model_copy(update=changes)
        tx = Transaction()
        table.replace_payment(tx, known, after)
        if table.find_open(known.account_id, known.subject) == known.id:
            table.close_subject(tx, after)
        publish(tx, after, "payment.failed")
        if refused.is_about_keys:
            tell_administrators(tx, after, "payment_keys_refused")
        tx.commit()

    retry_stale(note)


def _refused(payment: Payment, refused: ProviderRefused) -> Payment:
    """End a payment that was never made; keep any other as it is."""
    if not payment.provider_id and not refused.is_about_keys and refused.status != _NOT_FOUND:
        _fail(payment, refused)
        return table.get_payment(payment.account_id, payment.id) or payment
    alarm("provider refused a look", account_id=payment.account_id, error=refused.code)
    return payment


def _again(payment: Payment) -> Payment:
    """Note a look without a final outcome, and set the time of the next one.

    After three days, ask a person about an open payment.
    """
    looks = payment.looks + 1
    due_at = next_look(payment.model_copy(update={"looks": looks}))
    stuck = due_at is None and payment.is_open
    changes = {"looks": looks, "is_stuck": stuck, "version": payment.version + 1}
    after = payment.model_copy(update=changes)
    tx = Transaction()
    table.replace_payment(tx, payment, after, due_at=due_at)
    if stuck and not payment.is_stuck:
        ask_a_person(tx, after, "payment_stuck")
    try:
        tx.commit()
    except Stale:  # another look has noted its outcome
        return table.get_payment(payment.account_id, payment.id) or payment
    if due_at is not None:
        ask(Look(account_id=payment.account_id, payment_id=payment.id, is_counted=True), delay=due_at - now())
    return after


def _return_money(payment: Payment) -> None:
    """Carry out the refund of money that came too late."""
    if payment.is_paid and payment.refunding:
        for refund in table.list_refunds(payment.account_id, payment.id):
            if refund.is_open:
                refunding.look_at_refund(payment.account_id, payment.id, refund.id)
