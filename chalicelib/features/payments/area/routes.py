"""HTTP of own payments in the client area."""

from chalicelib.base.errors import Conflict, Forbidden, Gone, NotFound, QuotaExceeded
from chalicelib.base.languages import Language, text
from chalicelib.features.payments.area.schemas import AreaMethodList, AreaMethodView, AreaPaymentBody, AreaPaymentView
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.public.words import words_of
from chalicelib.features.payments.service import own
from chalicelib.features.payments.service.own import Wish
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.http.cookies import area_device, cookie
from chalicelib.http.money import money_view
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes: Blueprint = area_api(__name__)
BLUEPRINTS = (routes,)
_PAY = area(AreaPermission.PAYMENTS)
_AREA = "/v1/area/{slug}"
_PAYMENT = f"{_AREA}/payments/{{payment_id}}"


@routes.operation(
    "POST",
    f"{_AREA}/payments",
    audience=_PAY,
    status=201,
    answers={200: AreaPaymentView, 201: AreaPaymentView},
    errors=(NotFound, Conflict, Forbidden, Gone, QuotaExceeded),
    summary="Pay something of one's own (200: the payment that is open already)",
)
def start_area_payment(caller: AreaCaller, slug: str, body: AreaPaymentBody, call: Call) -> Reply:
    """Start a payment; a saved method is charged at once.

    A large sum and a new device need a code: 403 with `reason: code-needed`, and the code in the next try.
    """
    device = cookie(call.headers, area_device(slug))
    started = own.pay(caller, Wish(body.subject, body.method, saves=body.save, code=body.code, device=device))
    return Reply(_view(started.payment, call.language), status=201 if started.is_new else 200)


@routes.operation("GET", _PAYMENT, audience=_PAY, errors=(NotFound,), summary="Show an own payment")
def show_area_payment(caller: AreaCaller, slug: str, payment_id: str, call: Call) -> AreaPaymentView:
    return _view(own.find_payment(caller, payment_id), call.language)


@routes.operation(
    "POST",
    f"{_PAYMENT}/check",
    audience=_PAY,
    errors=(NotFound,),
    summary="Read an own payment at its provider now, and settle the outcome (idempotent)",
)
def check_area_payment(caller: AreaCaller, slug: str, payment_id: str, call: Call) -> AreaPaymentView:
    return _view(own.look(own.find_payment(caller, payment_id)), call.language)


@routes.operation("GET", f"{_AREA}/methods", audience=_PAY, summary="List the own saved methods of payment")
def list_area_methods(caller: AreaCaller, slug: str) -> AreaMethodList:
    found = own.list_methods(caller)
    return AreaMethodList(
        items=[
            AreaMethodView(id=each.id, client_id=each.payer_id, label=each.label, created_at=each.created_at)
            for each in found
        ]
    )


@routes.operation(
    "DELETE",
    f"{_AREA}/methods/{{method_id}}",
    audience=_PAY,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Remove an own saved method of payment",
)
def remove_area_method(caller: AreaCaller, slug: str, method_id: str) -> Reply:
    own.remove_method(caller, method_id)
    return Reply(None, 204)


def _view(payment: Payment, language: Language) -> AreaPaymentView:
    words = words_of(payment)
    shown = payment.model_dump(
        include={"id", "subject", "state", "description", "reason", "created_at", "paid_at", "expires_at"}
    )
    return AreaPaymentView(
        **shown,
        title=text(language, words.title),
        said=[text(language, each) for each in words.said],
        amount=money_view(payment.received or payment.money),
        url=(payment.url or None) if payment.is_open else None,
    )
