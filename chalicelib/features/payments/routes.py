"""HTTP of payments, and of the providers' notices."""

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.payments.audience import PROVIDER, code_of
from chalicelib.features.payments.keys import account_of
from chalicelib.features.payments.providers import stripe, yookassa
from chalicelib.features.payments.schemas import (
    NoticeBody,
    NoticeView,
    PaymentBody,
    PaymentDetails,
    PaymentList,
    PaymentQuery,
    PaymentView,
    RefundBody,
    RefundView,
)
from chalicelib.features.payments.service import looking, reading, refunding, starting
from chalicelib.features.payments.views import payment_details, payment_view, refund_view
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE, _REFUND = staff("payments:read"), staff("payments:write"), staff("payments:refund")
_PAYMENTS = "/v1/payments"
_PAYMENT = f"{_PAYMENTS}/{{payment_id}}"


@routes.operation(
    "POST",
    _PAYMENTS,
    audience=_WRITE,
    status=201,
    answers={200: PaymentView, 201: PaymentView},
    errors=(NotFound, Conflict),
    summary="Start the payment of an instalment or a quote (200: the one that is open already)",
)
def start_payment(caller: Caller, body: PaymentBody) -> Reply:
    """Return the payment with the provider's page; without a page the provider did not answer, and is asked again."""
    started = starting.start(caller, body.subject, saves_method=body.saves_method, method_id=body.method_id)
    return Reply(payment_view(started.payment), status=201 if started.is_new else 200)


@routes.operation(
    "GET",
    _PAYMENTS,
    audience=_READ,
    errors=(NotFound,),
    summary="List payments of a subject or of a day, the latest 100",
)
def list_payments(caller: Caller, query: PaymentQuery) -> PaymentList:
    if query.subject is not None:
        found = reading.list_of_subject(caller, query.subject)
    else:
        found = reading.list_of_day(caller, query.day or now().date())
    return PaymentList(items=[payment_view(each) for each in found])


@routes.operation("GET", _PAYMENT, audience=_READ, errors=(NotFound,), summary="Show a payment and its refunds")
def show_payment(caller: Caller, payment_id: str) -> PaymentDetails:
    payment = reading.find(caller, payment_id)
    return payment_details(payment, reading.list_refunds(caller, payment))


@routes.operation(
    "POST",
    f"{_PAYMENT}/check",
    audience=_READ,
    errors=(NotFound,),
    summary="Read a payment at its provider now, and settle the outcome (idempotent)",
)
def check_payment(caller: Caller, payment_id: str) -> PaymentView:
    payment = reading.find(caller, payment_id)
    return payment_view(looking.look_at(payment.account_id, payment.id) or payment)


def _check_refund(caller: Caller, payment_id: str, body: RefundBody) -> None:
    refunding.check_refund(caller, payment_id, money=body.money.read("/money") if body.money else None)


@routes.operation(
    "POST",
    f"{_PAYMENT}/refund",
    audience=_REFUND,
    status=201,
    idempotent=True,
    errors=(NotFound, Conflict),
    check=_check_refund,
    summary="Return money of a payment to its payer",
)
def refund_payment(caller: Caller, payment_id: str, body: RefundBody) -> RefundView:
    money = body.money.read("/money") if body.money else None
    return refund_view(refunding.refund(caller, payment_id, money=money, reason=body.reason))


@routes.operation(
    "POST",
    f"{_PAYMENTS}/notices/{{provider}}/{{key}}",
    audience=PROVIDER,
    errors=(NotFound,),
    summary="Take a provider's notice: a hint to look at the payment there",
)
def take_notice(provider: str, key: str, body: NoticeBody) -> NoticeView:
    """Queue a look. Its claims prove nothing: the outcome is read at the provider."""
    code = code_of(provider)
    notice = (yookassa.notice_of if code == "yookassa" else stripe.notice_of)(body.sent())
    looking.take_notice(account_of(key, code), code, payment_id=notice.payment_id, provider_id=notice.provider_id)
    return NoticeView()
