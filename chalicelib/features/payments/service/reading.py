"""Reading of payments. A caller sees those of the subjects that it sees."""

from chalicelib.base.errors import DomainError, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, Refund
from chalicelib.features.payments.payable import payable_of
from chalicelib.identity.model import Caller

NO_PAYMENT = N_("There is no such payment.")


def find(caller: Caller, payment_id: str) -> Payment:
    """Return a payment of a subject that the caller sees. Raises NotFound."""
    payment = table.get_payment(caller.account_id, payment_id)
    if payment is None or not sees(caller, payment):
        raise NotFound(NO_PAYMENT)
    return payment


def list_of_subject(caller: Caller, subject: str) -> list[Payment]:
    """Return the payments of a subject, latest first. Raises NotFound for a subject that the caller doesn't see."""
    payable_of(subject).show(caller, subject)
    return table.list_of_subject(caller.account_id, subject)


def list_refunds(caller: Caller, payment: Payment) -> list[Refund]:
    """Return the refunds of a payment that was found for the caller."""
    return table.list_refunds(caller.account_id, payment.id)


def sees(caller: Caller, payment: Payment) -> bool:
    """Return True if the caller sees the subject of a payment."""
    try:
        payable_of(payment.subject).show(caller, payment.subject)
    except DomainError:
        return False
    return True
