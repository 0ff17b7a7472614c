"""The page of a client's deductible: the workshop, the sum, and the button that leads to the bank."""

from pathlib import Path

from chalice.app import Response

from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Gone, LinkUnknown, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.claims.repair.billing import DeductibleBill, open_bill, pay
from chalicelib.features.payments.public.leaving import lead_to_bank
from chalicelib.features.policies import public as policy_pages
from chalicelib.features.policies.facts import Term
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields

_HOLDER = holder_of("a deductible")
pages = link_pages(__name__)
#: Bills of policies have the same pages.
_TEMPLATES = Path(str(policy_pages.__file__)).parent / "templates"
_PAGE = "/f/{token}"
#: Pages of an address in an hour.
_PAGES, _HOUR = 600, 3600
_GONE, _CONFLICT = 410, 409


class PayForm(TypedFields):
    """The pressed button."""

    pay: str = ""


@pages.operation(
    "GET",
    _PAGE,
    audience=_HOLDER,
    answers={200: None},
    errors=(LinkUnknown, Gone, QuotaExceeded),
    media_type=HTML,
    summary="The page of a client's deductible; starts no payment, since scanners follow links",
)
def show_deductible(token: str, query: LinkQuery, call: Call) -> Response:
    """Show the sum, or that there is nothing to pay any more."""
    bill = _open(token, call)
    return _page(bill, _language(bill, query, call))


@pages.operation(
    "POST",
    _PAGE,
    audience=_HOLDER,
    status=200,
    answers={200: None, 303: None},
    errors=(LinkUnknown, QuotaExceeded, Conflict),
    media_type=HTML,
    summary="Start the payment of a deductible, and lead to the bank",
)
def pay_deductible(token: str, form: PayForm, query: LinkQuery, call: Call) -> Response:
    """Lead to the bank's page; a second press leads to the same one."""
    del form
    bill = _open(token, call)
    language = _language(bill, query, call)
    if not bill.is_open:
        return see_other(f"{token}?lang={language}")
    try:
        payment = pay(bill)
    except Conflict as error:
        return _page(bill, language, trouble=text(language, error.message, **error.params))
    return lead_to_bank(payment, bill.account, language)


def _open(token: str, call: Call) -> DeductibleBill:
    count_attempt_by_address("bill-page", call.address, limit=_PAGES, seconds=_HOUR)
    return open_bill(token)


def _language(bill: DeductibleBill, query: LinkQuery, call: Call) -> Language:
    return language_of(query, call, bill.client.facts.language or bill.account.language)


def _page(bill: DeductibleBill, language: Language, *, trouble: str = "") -> Response:
    if not bill.is_open:
        status = 200 if bill.referral.is_paid else _GONE
        return draw(_TEMPLATES, "bill_closed.html", bill.account, language, _closed(bill, language), status=status)
    referral = bill.referral
    values = {
        "title": text(language, N_("Deductible for the repair")),
        "said": text(language, N_("You pay this part of the repair, and we pay the rest to the workshop.")),
        "terms": [
            Term(text(language, N_("Workshop")), f"{referral.workshop.name}, {referral.workshop.address}"),
            Term(text(language, N_("Referral valid until")), localized.day(language, referral.until)),
        ],
        "plan": (),
        "sum": shown(language, referral.deductible) if referral.deductible else "",
        "note": text(language, N_("The workshop learns of the payment from us.")),
        "trouble": trouble,
        "can_be_paid": bill.can_be_paid,
    }
    return draw(_TEMPLATES, "bill.html", bill.account, language, values, status=_CONFLICT if trouble else 200)


def _closed(bill: DeductibleBill, language: Language) -> dict[str, object]:
    is_paid = bill.referral.is_paid
    said = N_("The deductible has arrived. You need to do nothing more.") if is_paid else N_("Nothing was charged.")
    title = N_("Paid, thank you") if is_paid else N_("No deductible is to be paid any more")
    return {
        "title": text(language, title),
        "product": text(language, N_("Deductible for the repair")),
        "said": text(language, said),
        "document": "",
        "label": "",
    }
