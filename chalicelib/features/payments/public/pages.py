"""The page that a payer comes back to. It looks at the provider until the outcome is known, without a script."""

from pathlib import Path
from typing import Annotated

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base.errors import LinkUnknown, QuotaExceeded
from chalicelib.base.languages import Language, text
from chalicelib.base.money import shown
from chalicelib.features.payments import table
from chalicelib.features.payments.links import NO_PAGE, read_token
from chalicelib.features.payments.model import Payment, State
from chalicelib.features.payments.payable import payable_of
from chalicelib.features.payments.public.words import words_of
from chalicelib.features.payments.service.looking import look_at, may_look
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.tenancy import service as accounts

_PAYER = holder_of("a payment")
pages = link_pages(__name__)
_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = "/pay/{token}"
#: Pages of an address in an hour.
_PAGES, _HOUR = 600, 3600
#: The page looks again by itself: the pause in seconds, and the number of times.
_PAUSE, _TIMES = 3, 40


class PayQuery(LinkQuery):
    """The language of the page, and the number of its own looks so far. Providers add parameters of theirs."""

    n: Annotated[int, BeforeValidator(lambda given: int(given) if str(given).isdigit() and len(given) < 4 else 0)] = 0  # noqa: PLR2004


class PayForm(TypedFields):
    """The pressed button."""

    check: str = ""


@pages.operation(
    "GET",
    _PAGE,
    audience=_PAYER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page that says how a payment went",
)
def show_payment_page(token: str, query: PayQuery, call: Call) -> Response:
    """Show the state of a payment, looked at anew while it is open."""
    payment = _looked_at(token, call)
    account = accounts.load_account(payment.account_id)
    language = language_of(query, call, account.language)
    headers = {}
    if payment.is_open and query.n < _TIMES:
        headers["Refresh"] = f"{_PAUSE};url=?lang={language}&n={query.n + 1}"
    return draw(_TEMPLATES, "payment.html", account, language, _values(payment, language), headers=headers)


@pages.operation(
    "POST",
    _PAGE,
    audience=_PAYER,
    status=303,
    answers={303: None},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Look at a payment now",
)
def check_payment_page(token: str, form: PayForm, query: PayQuery, call: Call) -> Response:
    """Lead back to the page, which looks at the payment."""
    _find(token, call)
    lang = f"?lang={query.lang}" if query.lang else ""
    return see_other(f"{token}{lang}")


def _find(token: str, call: Call) -> Payment:
    count_attempt_by_address("pay-page", call.address, limit=_PAGES, seconds=_HOUR)
    named = read_token(token)
    payment = table.get_payment(named.account_id, named.payment_id)
    if payment is None:
        raise LinkUnknown(NO_PAGE)
    return payment


def _looked_at(token: str, call: Call) -> Payment:
    payment = _find(token, call)
    if not may_look(payment):
        return payment
    return look_at(payment.account_id, payment.id) or payment


def _values(payment: Payment, language: Language) -> dict[str, object]:
    demand = None if payment.is_open else payable_of(payment.subject).load(payment.account_id, payment.subject)
    is_failed = payment.state in {State.CANCELED, State.EXPIRED}
    again = demand.public_page if demand is not None and demand.is_due and is_failed else ""
    words = words_of(payment, has_button=bool(again), after_paid=demand.after_paid if demand else "")
    return {
        "title": text(language, words.title),
        "description": payment.description,
        "sum": shown(language, payment.received or payment.money),
        "said": tuple(text(language, each) for each in words.said),
        "is_open": payment.is_open,
        "url": payment.url if payment.is_open else "",
        "again": f"{again}?lang={language}" if again else "",
    }
