"""The start of a payment: our row first, then the provider, so that no payment is unknown here."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_
from chalicelib.features.payments import table
from chalicelib.features.payments.keys import provider_of
from chalicelib.features.payments.model import Payment, ProviderCode, SavedMethod, State
from chalicelib.features.payments.payable import NO_SUBJECT, Demand, payable_of
from chalicelib.features.payments.providers.model import ProviderRefused
from chalicelib.features.payments.schedule import next_look
from chalicelib.features.payments.service.looking import Look, ask, create, look_at
from chalicelib.features.payments.settings import PaymentSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections

#: The time in which a payer has to pay on the provider's page.
LIFE = timedelta(hours=1)
_FIRST_LOOK = timedelta(minutes=1)
_OFF = N_("Payments on line are not set up. An administrator chooses the provider in the settings.")
_NOT_DUE = N_("Nothing is due for this any more.")
_WRONG_SUM = N_("A payment with a wrong sum waits for a decision. No other one can be made before.")
_OTHER_SUM = N_("A payment of another sum is open. Wait until it ends, an hour at most, and start again.")
_REFUSED = N_("The payment provider refuses this payment. Ask the organisation for another way to pay.")
_NO_METHOD = N_("There is no such saved method of payment.")


class Started(NamedTuple):
    """A payment, and False if it was there before."""

    payment: Payment
    is_new: bool


class _Open(Conflict):
    """The subject got another open payment at the same moment."""


class _Payer(NamedTuple):
    """The account that is paid, who starts the payment, and the reading of the demand as that one sees it."""

    account_id: str
    actor: str
    read: Callable[[], Demand]
    #: The path of the payments in the client area, for a payer who is there.
    back: str = ""

    def demand(self) -> Demand:
        """Return the demand. Raises Conflict if nothing is due."""
        demand = self.read()
        if not demand.is_due:
            raise Conflict(_NOT_DUE, extra={"reason": "not-due"})
        return demand


def start(caller: Caller, subject: str, *, saves_method: bool = False, method_id: str = "", back: str = "") -> Started:
    """Start the payment of a subject, or return the one that is open. Raises NotFound, Conflict, Invalid.

    Pressed twice, it is one payment with one page. `method_id`: a saved method of the payer, charged at once.
    `back`: the path below which the provider leads back to the payment; empty: to the public page.
    """
    payer = _Payer(caller.account_id, caller.actor, lambda: payable_of(subject).show(caller, subject), back)
    return _start(payer, subject, saves_method=saves_method, method_id=method_id)


def start_by_link(account_id: str, subject: str, *, actor: str) -> Payment:
    """Start the payment of a subject whose link is the permission, or return the open one. Raises NotFound, Conflict.

    The feature of the link has checked that its holder may pay the subject.
    """

    def read() -> Demand:
        demand = payable_of(subject).load(account_id, subject)
        if demand is None:
            raise NotFound(NO_SUBJECT)
        return demand

    return _start(_Payer(account_id, actor, read), subject).payment


def can_start(account_id: str) -> bool:
    """Return True if an account takes payments on line."""
    return sections.load(account_id, PaymentSettings).provider is not None


def demand_provider(account_id: str) -> PaymentSettings:
    """Return the settings of an account that takes payments on line. Raises Conflict for another one."""
    settings = sections.load(account_id, PaymentSettings)
    if settings.provider is None:
        raise Conflict(_OFF, extra={"reason": "payments-off"})
    return settings


def _start(payer: _Payer, subject: str, *, saves_method: bool = False, method_id: str = "") -> Started:
    settings = demand_provider(payer.account_id)
    provider, demand = settings.provider or "yookassa", payer.demand()
    method = _method(payer.account_id, demand, provider, method_id)
    provider_of(payer.account_id, provider)  # Conflict without keys, before anything is written
    known = _open(payer, subject, demand)
    if known is not None:
        return Started(known, is_new=False)
    made = _new(payer, subject, demand, settings, saves_method=saves_method, method_id=method_id)
    try:
        _insert(made)
    except _Open:  # pressed twice at the same moment
        return Started(_open(payer, subject, demand) or made, is_new=False)
    ask(Look(account_id=made.account_id, payment_id=made.id, is_counted=True), delay=_FIRST_LOOK)
    return Started(_made(made, method), is_new=True)


def _made(payment: Payment, method: SavedMethod | None) -> Payment:
    try:
        return create(payment, method=method.token if method else "")
    except ProviderRefused as refused:
        raise Conflict(_REFUSED, extra={"reason": "provider-refused"}) from refused


def _open(payer: _Payer, subject: str, demand: Demand) -> Payment | None:
    """Return the open payment of a subject, as its provider has it now; None if there is none any more.

    Raises Conflict if that one turns out to be paid: the payer must not be charged again.
    """
    payment_id = table.find_open(payer.account_id, subject)
    payment = table.get_payment(payer.account_id, payment_id) if payment_id else None
    if payment is None:
        return None
    if payment.state is State.MISMATCH:
        raise Conflict(_WRONG_SUM, extra={"reason": "payment-mismatch", "id": payment.id})
    if payment.money == demand.money and payment.url and now() < payment.expires_at:
        return payment
    looked = look_at(payer.account_id, payment.id) or payment
    if looked.is_open and looked.money != demand.money:
        raise Conflict(_OTHER_SUM, extra={"reason": "payment-open", "id": looked.id})
    if not looked.is_open:
        payer.demand()
        return None
    return looked


def _new(
    payer: _Payer,
    subject: str,
    demand: Demand,
    settings: PaymentSettings,
    *,
    saves_method: bool,
    method_id: str,
) -> Payment:
    moment = now()
    return Payment(
        id=new_id("pay"),
        account_id=payer.account_id,
        subject=subject,
        money=demand.money,
        provider=settings.provider or "yookassa",
        is_live=settings.mode == "live",
        description=demand.description,
        page=demand.page,
        payer_id=demand.payer_id,
        email=demand.email,
        saves_method=saves_method and bool(demand.payer_id),
        method_id=method_id,
        actor=payer.actor,
        back=payer.back,
        created_at=moment,
        changed_at=moment,
        expires_at=moment + LIFE,
    )


def _insert(payment: Payment) -> None:
    tx = Transaction()
    table.insert_payment(tx, payment, due_at=next_look(payment), otherwise=_opened)
    tx.commit()


def _opened(_: object) -> DomainError:
    return _Open(_NOT_DUE)


def _method(account_id: str, demand: Demand, provider: ProviderCode, method_id: str) -> SavedMethod | None:
    if not method_id:
        return None
    known = table.list_methods(account_id, demand.payer_id) if demand.payer_id else []
    found = next((each for each in known if each.id == method_id and each.provider == provider), None)
    if found is None:
        raise Invalid([FieldError("/method_id", _NO_METHOD)])
    return found
