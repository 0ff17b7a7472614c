"""Payments by a person of the client area, for the clients that they act for."""

import re
from typing import NamedTuple

from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.base.money import Money
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, SavedMethod
from chalicelib.features.payments.payable import NO_SUBJECT, Demand, payable_of
from chalicelib.features.payments.service import methods, starting
from chalicelib.features.payments.service.looking import look_at, may_look
from chalicelib.features.payments.service.reading import NO_PAYMENT
from chalicelib.features.payments.service.starting import Started
from chalicelib.features.payments.settings import PaymentSettings
from chalicelib.frame.area.codes import demand_code
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import page_path
from chalicelib.identity.area import sessions
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.table import area as people
from chalicelib.tenancy import sections

#: In place of a saved method: the provider's page.
HOSTED = "hosted"
#: Payments that a person may start in an hour.
STARTS, _HOUR = 60, 3600
_SUBJECT = r"[a-z]+#[A-Za-z0-9_#-]{1,110}"
_NO_METHOD = N_("There is no such saved method of payment.")
_CONFIRM = N_("Confirm this payment by the code that was sent to {to}.")


class Wish(NamedTuple):
    """A payment as a person wants it."""

    subject: str
    #: HOSTED, or the id of a saved method.
    method: str = HOSTED
    saves: bool = False
    code: str = ""
    #: True: another code is wanted.
    again: bool = False
    #: The secret of the known device, from its cookie.
    device: str = ""


def demand_of(caller: AreaCaller, subject: str) -> Demand:
    """Return the demand for a subject of the person's clients. Raises NotFound for any other."""
    if not re.fullmatch(_SUBJECT, subject):
        raise NotFound(NO_SUBJECT)
    demand = payable_of(subject).show(caller, subject)
    if demand.payer_id not in caller.client_ids(AreaPermission.PAYMENTS):
        raise NotFound(NO_SUBJECT)
    return demand


def pay(caller: AreaCaller, wish: Wish) -> Started:
    """Start a payment, or return the open one of its subject. Pressed twice, it is one payment.

    A saved method is charged at once. A large sum needs a code first, and on a device that is new since this session
    a method that was saved before it.
    Raises NotFound, Conflict, ConfirmationNeeded, Invalid at `/code`, Gone, QuotaExceeded.
    """
    demand = demand_of(caller, wish.subject)
    count_attempt("area-pay", f"{caller.account_id}#{caller.person.id}", limit=STARTS, seconds=_HOUR)
    back = page_path(caller.session.slug, "/payments")
    if wish.method == HOSTED or table.find_open(caller.account_id, wish.subject):
        return starting.start(caller, wish.subject, saves_method=wish.saves, back=back)
    method = methods.find_method(caller.account_id, demand.payer_id, wish.method)
    if demand.is_due and needs_code(caller, demand.money, method, device=wish.device):
        demand_code(caller, wish.subject, wish.code, again=wish.again, message=_CONFIRM)
    return starting.start(caller, wish.subject, method_id=wish.method, back=back)


def needs_code(caller: AreaCaller, money: Money, method: SavedMethod, *, device: str) -> bool:
    """Return True if a charge of a saved method needs a code.

    On the provider's page the bank itself asks the payer: who saved the method in this session has just answered it.
    """
    if money.amount > area_settings(caller.account_id).code_above:
        return True
    return method.created_at < caller.session.began_at and _is_new(caller, device)


def find_payment(caller: AreaCaller, payment_id: str) -> Payment:
    """Return a payment of the person's clients. Raises NotFound for any other."""
    payment = table.get_payment(caller.account_id, payment_id)
    if payment is None or payment.payer_id not in caller.client_ids(AreaPermission.PAYMENTS):
        raise NotFound(NO_PAYMENT)
    return payment


def look(payment: Payment) -> Payment:
    """Return a payment as its provider has it now, some looks a minute at most."""
    return (look_at(payment.account_id, payment.id) or payment) if may_look(payment) else payment


def methods_of(account_id: str, payer_id: str) -> list[SavedMethod]:
    """Return the saved methods of a payer that can be charged now, the latest first: one Query."""
    provider = sections.load(account_id, PaymentSettings).provider
    found = [each for each in methods.list_methods(account_id, payer_id) if each.provider == provider]
    return sorted(found, key=lambda each: each.created_at, reverse=True)


def list_methods(caller: AreaCaller) -> list[SavedMethod]:
    """Return all saved methods of the person's clients: one Query a client."""
    payers = caller.client_ids(AreaPermission.PAYMENTS)
    return [each for payer_id in payers for each in methods.list_methods(caller.account_id, payer_id)]


def remove_method(caller: AreaCaller, method_id: str) -> None:
    """Remove a saved method of the person's clients. Raises NotFound for any other."""
    found = next((each for each in list_methods(caller) if each.id == method_id), None)
    if found is None:
        raise NotFound(_NO_METHOD)
    methods.remove_method(caller.account_id, found.payer_id, found.id)


def _is_new(caller: AreaCaller, device: str) -> bool:
    """Return True if a device became known in this very session, or is not known."""
    known = people.get_device(caller.account_id, caller.person.id, sessions.digest(device)) if device else None
    return known is None or known.known_at >= caller.session.began_at or now() >= known.until
