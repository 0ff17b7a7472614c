"""Pages of payments: the list of a day, a payment with its refunds."""

from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import Money, WrongMoney, read_money, shown
from chalicelib.features.payments.console.words import PROVIDERS, REFUNDS, STATES
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.public.words import words_of
from chalicelib.features.payments.service import looking, reading, refunding
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.numbers import typed_money
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

payment_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _REFUND = console("payments:read"), console("payments:refund")
_PAYMENTS = "/console/payments"
_PAYMENT = f"{_PAYMENTS}/{{payment_id}}"
_PLACES = {"/money/amount": "amount", "/money/currency": "amount", "/reason": "reason"}
_REASON = N_("Write the reason. It stays with the payment.")
_MAX_REASON = 200


def _day(given: object) -> date | None:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return None


class DayQuery(Fields):
    """The day whose payments are listed; an unreadable one is today."""

    day: Annotated[date | None, BeforeValidator(_day)] = None


class RefundForm(Fields):
    """Sum and reason of a refund as they are typed; an empty sum stands for all that is left."""

    amount: str = ""
    reason: str = ""


@payment_pages.operation("GET", _PAYMENTS, audience=_READ, media_type=_HTML, summary="The payments of a day")
def list_payments_page(caller: Caller, query: DayQuery, call: Call) -> Response:
    """List the payments of a day; those with a wrong sum come first on every day."""
    day = query.day or now().date()
    return page(
        call,
        "payments.html",
        caller=caller,
        payments=reading.list_of_day(caller, day),
        chosen=day,
        chosen_in_words=localized.day(call.language, day),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        states=STATES,
        money=partial(shown, call.language),
    )


@payment_pages.operation("GET", _PAYMENT, audience=_READ, media_type=_HTML, summary="A payment")
def show_payment_to_staff(caller: Caller, payment_id: str, call: Call) -> Response:
    """Show a payment, its refunds, and the possible actions."""
    return _page(call, caller, reading.find(caller, payment_id))


@payment_pages.operation(
    "POST", f"{_PAYMENT}/check", audience=_READ, status=303, media_type=_HTML, summary="Look at a payment now"
)
def check_payment_by_staff(caller: Caller, payment_id: str) -> Response:
    """Read the payment at its provider, and settle the outcome."""
    payment = reading.find(caller, payment_id)
    looking.look_at(payment.account_id, payment.id)
    return see_other(_PAYMENT.format(payment_id=payment.id), notice="payment_checked")


@payment_pages.operation(
    "POST", f"{_PAYMENT}/refund", audience=_REFUND, status=303, media_type=_HTML, summary="Return money of a payment"
)
def refund_by_staff(caller: Caller, payment_id: str, form: RefundForm, call: Call) -> Response:
    """Return money, or show the form again as it was typed."""
    payment = reading.find(caller, payment_id)
    try:
        wanted = _money(payment, form, call.language)
        refund = refunding.refund(caller, payment_id, money=wanted, reason=form.reason.strip())
    except (Invalid, Conflict) as error:
        wrong, troubles = problems_at_fields(_as_invalid(error), places=_PLACES, language=call.language)
        return _page(call, caller, payment, status=422, form=form, wrong=wrong, troubles=troubles)
    notice = {"succeeded": "money_returned", "canceled": "refund_refused"}.get(refund.state, "refund_asked")
    return see_other(_PAYMENT.format(payment_id=payment.id), notice=notice)


def _money(payment: Payment, form: RefundForm, language: Language) -> Money | None:
    """Return the typed sum; None for all that is left. Raises Invalid, also for a reason that lacks."""
    if not 0 < len(form.reason.strip()) <= _MAX_REASON:
        raise Invalid([FieldError("/reason", _REASON)])
    currency = (payment.received or payment.money).currency
    typed = typed_money(form.amount, currency, language)
    if not typed:
        return None
    try:
        return read_money(typed, currency)
    except WrongMoney as error:
        raise Invalid([FieldError("/money/amount", error.message, error.params)]) from error


def _as_invalid(error: DomainError) -> Invalid:
    return error if isinstance(error, Invalid) else Invalid([FieldError("", error.message, error.params)])


def _page(call: Call, caller: Caller, payment: Payment, *, status: int = 200, **values: Any) -> Response:
    currency = (payment.received or payment.money).currency
    return page(
        call,
        "payment.html",
        caller=caller,
        status=status,
        here=_PAYMENT.format(payment_id=payment.id) if status != 200 else None,  # noqa: PLR2004
        payment=payment,
        refunds=reading.list_refunds(caller, payment),
        states=STATES,
        refund_states=REFUNDS,
        provider=PROVIDERS[payment.provider],
        told=[text(call.language, each) for each in words_of(payment).said[:1]] if payment.reason else [],
        money=partial(shown, call.language),
        left=Money(amount=payment.refundable, currency=currency),
        returned=Money(amount=payment.refunded, currency=currency),
        may_refund=may(caller, "payments:refund") and payment.refundable > 0,
        **{"form": RefundForm(), "wrong": {}, "troubles": [], **values},
    )
