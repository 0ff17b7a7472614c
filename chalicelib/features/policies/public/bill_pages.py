"""The page of a client's offer or instalment: the terms, the sum, and the button that leads to the bank."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from chalice.app import Response

from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Gone, LinkUnknown, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.payments.public.leaving import lead_to_bank
from chalicelib.features.policies.facts import Term, offered_terms
from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.model import Policy, Quote
from chalicelib.features.policies.rating import due_dates
from chalicelib.features.policies.service.billing import Bill, BillState, open_bill, pay
from chalicelib.features.policies.shown import product_label
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields

_HOLDER = holder_of("an offer or an instalment")
pages = link_pages(__name__)
_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = "/o/{token}"
#: Pages of an address in an hour.
_PAGES, _HOUR = 600, 3600
_GONE, _CONFLICT = 410, 409


class PayForm(TypedFields):
    """The pressed button."""

    pay: str = ""


class Words(NamedTuple):
    """A title, and a sentence below it: msgids."""

    title: str
    said: str


_CALL = N_("Nothing was charged. If you have a question, call the organisation.")
_WORDS: Mapping[BillState, Words] = {
    BillState.PAID: Words(N_("Paid, thank you"), N_("The payment has arrived.")),
    BillState.SOLD: Words(
        N_("The policy is issued already"),
        N_("There is nothing to pay here any more. If you have a question, call the organisation."),
    ),
    BillState.ENDED: Words(
        N_("The offer has ended"),
        N_("Prices may have changed since. Nothing was charged; ask for a new offer if you still need it."),
    ),
    BillState.TAKEN_OVER: Words(
        N_("This offer is no longer valid"), N_("You have bought insurance from another agent since. {call}")
    ),
    BillState.WITHDRAWN: Words(
        N_("The terms are being changed"), N_("You will get a new message when they are ready. Nothing was charged.")
    ),
    BillState.CANCELLED: Words(N_("The policy was cancelled"), N_("There is nothing to pay any more. {call}")),
}


@pages.operation(
    "GET",
    _PAGE,
    audience=_HOLDER,
    answers={200: None},
    errors=(LinkUnknown, Gone, QuotaExceeded),
    media_type=HTML,
    summary="The page of a client's offer or instalment; starts no payment, since scanners follow links",
)
def show_bill(token: str, query: LinkQuery, call: Call) -> Response:
    """Show the terms and the sum, or that there is nothing to pay any more and why."""
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
    summary="Start the payment of an offer or an instalment, and lead to the bank",
)
def pay_bill(token: str, form: PayForm, query: LinkQuery, call: Call) -> Response:
    """Lead to the bank's page; a second press leads to the same one."""
    del form
    bill = _open(token, call)
    language = _language(bill, query, call)
    if bill.state is not BillState.OPEN:
        return see_other(f"{token}?lang={language}")
    try:
        payment = pay(bill)
    except Conflict as error:
        return _page(bill, language, trouble=text(language, error.message, **error.params))
    return lead_to_bank(payment, bill.account, language)


def _open(token: str, call: Call) -> Bill:
    count_attempt_by_address("bill-page", call.address, limit=_PAGES, seconds=_HOUR)
    return open_bill(token)


def _language(bill: Bill, query: LinkQuery, call: Call) -> Language:
    return language_of(query, call, bill.client.facts.language or bill.account.language)


def _page(bill: Bill, language: Language, *, trouble: str = "") -> Response:
    if bill.state is not BillState.OPEN:
        status = 200 if bill.state is BillState.PAID else _GONE
        return draw(_TEMPLATES, "bill_closed.html", bill.account, language, _closed(bill, language), status=status)
    own = _of_quote(bill, bill.thing, language) if isinstance(bill.thing, Quote) else _of_policy(bill, language)
    values = {**own, "trouble": trouble, "can_be_paid": bill.can_be_paid}
    return draw(_TEMPLATES, "bill.html", bill.account, language, values, status=_CONFLICT if trouble else 200)


def _closed(bill: Bill, language: Language) -> dict[str, object]:
    words, link = _WORDS[bill.state], ""
    if bill.state is BillState.PAID and bill.policy is not None:
        part = 0 if isinstance(bill.thing, Quote) else bill.part
        link = url_of("file", bill.account.id, bill.policy.id, part)
    return {
        "title": text(language, words.title),
        "product": _product(bill, language),
        "said": text(language, words.said, call=text(language, _CALL)),
        "document": link,
        "label": text(language, N_("Open the policy") if isinstance(bill.thing, Quote) else N_("Open the receipt")),
    }


def _of_quote(bill: Bill, quote: Quote, language: Language) -> dict[str, object]:
    insured, parts = quote.insured, quote.price.instalments if quote.price else ()
    money, days = insured.money, due_dates(insured.begins, insured.ends, max(1, len(parts)))
    agent = "" if quote.base == HOUSE else short_name_of(quote.account_id, quote.base)
    until = localized.moment(language, quote.ends_at, bill.account.zone)
    terms = [
        Term(text(language, N_("Offered by")), ", ".join(filter(None, (agent, bill.account.shown_name)))),
        *offered_terms(quote.account_id, insured, language),
        Term(text(language, N_("Premium")), shown(language, money(quote.price.premium)) if quote.price else ""),
        Term(text(language, N_("Offer valid until")), until),
    ]
    plan = [
        (number, shown(language, money(amount)), localized.day(language, day) if number > 1 else "")
        for number, (amount, day) in enumerate(zip(parts, days, strict=False), start=1)
    ]
    return {
        "title": _product(bill, language),
        "said": text(language, N_("Your insurance offer")),
        "terms": terms,
        "plan": plan if len(plan) > 1 else (),
        "sum": shown(language, money(parts[0])) if parts else "",
        "note": text(language, N_("The policy is issued as soon as the payment arrives, and comes to you by e-mail.")),
    }


def _of_policy(bill: Bill, language: Language) -> dict[str, object]:
    assert isinstance(bill.thing, Policy)  # noqa: S101 - a bill has one or the other
    policy = bill.thing
    part = policy.instalments[bill.part - 1]
    terms = [
        Term(text(language, N_("Insurance")), _product(bill, language)),
        Term(text(language, N_("Instalment")), f"{part.number} / {len(policy.instalments)}"),
        Term(text(language, N_("Due")), localized.day(language, part.due)),
    ]
    return {
        "title": text(language, N_("Policy {number}"), number=policy.number),
        "said": text(language, N_("The payment of an instalment")),
        "terms": terms,
        "plan": (),
        "sum": shown(language, policy.insured.money(part.amount)),
        "note": text(language, N_("A receipt comes to you as soon as the payment arrives.")),
    }


def _product(bill: Bill, language: Language) -> str:
    return product_label(bill.account.id, bill.thing.insured.product, language)
