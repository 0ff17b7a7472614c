"""Pages of own payments: the choice of a method, the outcome, saved methods. None needs a script."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.base.errors import Conflict, DomainError, Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import Language, text
from chalicelib.base.money import shown
from chalicelib.features.payments.model import Payment, State
from chalicelib.features.payments.payable import payable_of
from chalicelib.features.payments.public.words import words_of
from chalicelib.features.payments.service import own
from chalicelib.features.payments.service.own import HOSTED, Wish
from chalicelib.features.payments.service.starting import can_start
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.codes import ConfirmationNeeded
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.cookies import area_device, cookie
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_PAY = area(AreaPermission.PAYMENTS)
_AREA = "/area/{slug}"
_PAYMENT = f"{_AREA}/payments/{{payment_id}}"
#: More than any subject, id or code has.
_LONGEST = 120
#: The page looks again by itself: the pause in seconds, and the number of times.
_PAUSE, _TIMES = 3, 40


def _count(given: object) -> int:
    written = str(given)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0  # noqa: PLR2004


class SubjectQuery(TypedFields):
    """The thing to pay."""

    subject: str = ""


class OutcomeQuery(TypedFields):
    """The number of the page's own looks so far."""

    n: Annotated[int, BeforeValidator(_count)] = 0


class AreaPayForm(TypedFields):
    """The thing to pay, the method, the tick to save it, and the code."""

    subject: str = ""
    method: str = HOSTED
    save: str = ""
    code: str = ""
    again: str = ""


class CheckForm(TypedFields):
    """The pressed button."""

    check: str = ""


@pages.operation(
    "GET", f"{_AREA}/pay", audience=_PAY, errors=(NotFound,), media_type=HTML, summary="The page to choose a method on"
)
def show_area_pay(caller: AreaCaller, slug: str, query: SubjectQuery, call: Call) -> Response:
    """Show the sum, the saved methods, and the way to the bank's page."""
    return _pay_page(call, caller, slug, query.subject[:_LONGEST])


@pages.operation(
    "POST",
    f"{_AREA}/pay",
    audience=_PAY,
    status=303,
    answers={200: None, 303: None},
    errors=(NotFound,),
    media_type=HTML,
    summary="Pay by a saved method at once, or on the bank's page",
)
def pay_in_area(caller: AreaCaller, slug: str, form: AreaPayForm, call: Call) -> Response:
    """Lead to the outcome or to the bank; ask for the code, or show the errors."""
    wish = Wish(
        form.subject[:_LONGEST],
        form.method[:_LONGEST],
        saves=bool(form.save),
        code=form.code.strip()[:_LONGEST],
        again=bool(form.again),
        device=cookie(call.headers, area_device(slug)),
    )
    try:
        payment = own.pay(caller, wish).payment
    except ConfirmationNeeded as needed:
        return _code_page(call, caller, slug, wish, to=str(needed.params["to"]))
    except (Invalid, Gone) as error:
        return _code_page(call, caller, slug, wish, error=error)
    except (Conflict, QuotaExceeded) as error:
        return _pay_page(call, caller, slug, wish.subject, error)
    if wish.method == HOSTED and payment.url and payment.is_open:
        return _leave(call, caller, slug, payment)
    return see_other(page_path(slug, f"/payments/{payment.id}"))


@pages.operation(
    "GET", _PAYMENT, audience=_PAY, errors=(NotFound,), media_type=HTML, summary="The outcome of an own payment"
)
def show_own_payment(caller: AreaCaller, slug: str, payment_id: str, query: OutcomeQuery, call: Call) -> Response:
    """Show how a payment went; while it is open, the page looks again by itself."""
    payment = own.look(own.find_payment(caller, payment_id))
    headers = {"Refresh": f"{_PAUSE};url=?n={query.n + 1}"} if payment.is_open and query.n < _TIMES else {}
    values = _outcome(payment, call.language)
    return page(call, open_site(slug), "area_payment.html", caller=caller, headers=headers, **values)


@pages.operation(
    "POST", f"{_PAYMENT}/check", audience=_PAY, status=303, errors=(NotFound,), media_type=HTML, summary="Look again"
)
def check_own_payment(caller: AreaCaller, slug: str, payment_id: str, form: CheckForm) -> Response:
    """Lead back to the page, which looks at the payment."""
    del form
    return see_other(page_path(slug, f"/payments/{own.find_payment(caller, payment_id).id}"))


@pages.operation("GET", f"{_AREA}/methods", audience=_PAY, media_type=HTML, summary="The own saved methods")
def show_own_methods(caller: AreaCaller, slug: str, call: Call) -> Response:
    """List the saved methods of payment."""
    return page(call, open_site(slug), "area_methods.html", caller=caller, methods=own.list_methods(caller))


@pages.operation(
    "POST",
    f"{_AREA}/methods/{{method_id}}/remove",
    audience=_PAY,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Remove an own saved method",
)
def remove_own_method(caller: AreaCaller, slug: str, method_id: str) -> Response:
    own.remove_method(caller, method_id)
    return see_other(page_path(slug, "/methods"), notice="area_method_removed")


def _pay_page(call: Call, caller: AreaCaller, slug: str, subject: str, error: DomainError | None = None) -> Response:
    demand = own.demand_of(caller, subject)
    values: dict[str, Any] = {
        "subject": subject,
        "description": demand.description,
        "sum": shown(call.language, demand.money),
        "is_due": demand.is_due,
        "can_pay": can_start(caller.account_id),
        "methods": own.methods_of(caller.account_id, demand.payer_id) if demand.is_due else [],
        "trouble": text(call.language, error.message, **error.params) if error else "",
    }
    status = int(kind_of(error)[0]) if error else 200
    return page(call, open_site(slug), "area_pay.html", caller=caller, status=status, **values)


def _code_page(
    call: Call, caller: AreaCaller, slug: str, wish: Wish, *, to: str = "", error: DomainError | None = None
) -> Response:
    demand = own.demand_of(caller, wish.subject)
    wrong: Mapping[str, str] = {}
    others = list[str]()
    if isinstance(error, Invalid):
        wrong = {"code": text(call.language, error.errors[0].message, **error.errors[0].params)}
    elif error is not None:
        others = [text(call.language, error.message, **error.params)]
    values: dict[str, Any] = {
        "wish": wish,
        "sent_to": to,
        "description": demand.description,
        "sum": shown(call.language, demand.money),
        "wrong": wrong,
        "others": others,
    }
    status = int(kind_of(error)[0]) if error else 200
    return page(call, open_site(slug), "area_pay_code.html", caller=caller, status=status, **values)


def _leave(call: Call, caller: AreaCaller, slug: str, payment: Payment) -> Response:
    """Lead to the bank. No redirect: browsers hold those of forms to the page's policy, and banks lead on."""
    headers = {"Refresh": f"0;url={payment.url}"}
    return page(call, open_site(slug), "area_leaving.html", caller=caller, headers=headers, url=payment.url)


def _outcome(payment: Payment, language: Language) -> dict[str, Any]:
    demand = None if payment.is_open else payable_of(payment.subject).load(payment.account_id, payment.subject)
    again = demand is not None and demand.is_due and payment.state in {State.CANCELED, State.EXPIRED}
    words = words_of(payment, has_button=again, after_paid=demand.after_paid if demand else "")
    return {
        "payment": payment,
        "title": text(language, words.title),
        "sum": shown(language, payment.received or payment.money),
        "details": [text(language, each) for each in words.said],
        "again": f"/pay?subject={quote(payment.subject, safe='')}" if again else "",
    }
