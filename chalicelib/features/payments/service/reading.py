"""Reading of payments. A caller sees those of the subjects that it sees."""

from collections.abc import Iterable
from datetime import date

from chalicelib.base.errors import DomainError, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, Refund, State
from chalicelib.features.payments.payable import payable_of
from chalicelib.identity.model import Caller, Role

NO_PAYMENT = N_("There is no such payment.")


def find(caller: Caller, payment_id: str) -> Payment:
    """Return a payment of a subject that the caller sees. Raises NotFound."""
    payment = table.get_payment(caller.account_id, payment_id)
    if payment is None or not sees(caller, payment):
        raise NotFound(NO_PAYMENT)
    return payment


def list_of_subject(caller: Caller, subject: str) -> list[Payment]:
    """Return the payments of a subject, latest first. Raises NotFound for a subject that the caller doesn't see."""
    if not _sees_all(caller):
        payable_of(subject).show(caller, subject)
    return table.list_of_subject(caller.account_id, subject)


def list_of_day(caller: Caller, day: date) -> list[Payment]:
    """Return the payments of a day that the caller sees, latest first; before them all with a wrong sum."""
    wrong = [each for each in table.list_mismatches(caller.account_id) if sees(caller, each)]
    others = table.list_of_day(caller.account_id, day.isoformat())
    return [*wrong, *(each for each in others if each.state is not State.MISMATCH and sees(caller, each))]


def list_refunds(caller: Caller, payment: Payment) -> list[Refund]:
    """Return the refunds of a payment that was found for the caller."""
    return table.list_refunds(caller.account_id, payment.id)


def refund_states(account_id: str, refunds: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the states of refunds by id, given the ids of payments and refunds: one BatchGetItem."""
    return {each.id: each.state for each in table.get_refunds(account_id, refunds)}


def sees(caller: Caller, payment: Payment) -> bool:
    """Return True if the caller is staff that sees all of the account, or sees the subject of a payment."""
    if _sees_all(caller):
        return True
    try:
        payable_of(payment.subject).show(caller, payment.subject)
    except DomainError:
        return False
    return True


def _sees_all(caller: Caller) -> bool:
    return caller.role is not None and caller.role is not Role.AGENT
