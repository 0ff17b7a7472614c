"""Pages of quotes: the list, the form that prices, the quote with its sale."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.base.installed import quote_parts
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown as money_shown
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.refusals import not_found
from chalicelib.features.policies import service, table
from chalicelib.features.policies.console.quote_form import (
    QuoteForm,
    empty_quote,
    factors_asked,
    fields_asked,
    labels_of,
    places_of,
    quote_again,
    told_of,
)
from chalicelib.features.policies.console.sent import sent_line
from chalicelib.features.policies.facts import terms_of
from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.model import QuoteStatus
from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.products import sellable
from chalicelib.features.policies.quote_schemas import NewQuoteBody, SellBody
from chalicelib.features.policies.service.quoting import Shown
from chalicelib.features.policies.shown import find_product, product_label
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, read_typed
from chalicelib.frame.console.numbers import written
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts

quote_pages = console_pages(__name__)
_HTML, _READ, _WRITE = "text/html", console("policies:read"), console("policies:write")
_LIST = "/console/quotes"
_NEW, _QUOTE = f"{_LIST}/new", f"{_LIST}/{{quote_id}}"
_PAGE = 25
#: By status: its label, and its look.
STATUSES: Mapping[QuoteStatus, tuple[str, str]] = {
    QuoteStatus.OPEN: (N_("Not priced yet"), ""),
    QuoteStatus.PRICED: (N_("Priced"), "look"),
    QuoteStatus.OFFERED: (N_("Offered to the client"), "look"),
    QuoteStatus.SOLD: (N_("Sold"), "good"),
    QuoteStatus.EXPIRED: (N_("Ended unsold"), ""),
    QuoteStatus.TAKEN_OVER: (N_("Another agent sold to the client"), "bad"),
}
_SELL_PLACES = {"/number": "number", "/paid_instalments": "paid", "/client_id": "number"}


class QuoteListForm(Fields):
    """The page of the list of quotes."""

    cursor: str = ""


class NewQuoteQuery(Fields):
    """The client and the product of a new quote; `like`: a quote with the terms to begin with."""

    client_id: Id = ""
    product: Id = ""
    like: Id = ""


class QuotePage(NamedTuple):
    """The content of a part that another feature adds."""

    caller: Caller
    quote: Shown
    language: Language


class SaleForm(Fields):
    """The sale of a quote: the number of its policy, and of the instalments that were received."""

    number: str = ""
    paid: str = ""
    version: str = ""


class VersionForm(Fields):
    """The version of the quote that the page showed."""

    version: str = ""


@quote_pages.operation("GET", _LIST, audience=_READ, media_type=_HTML, summary="Quotes")
def list_quotes(caller: Caller, query: QuoteListForm, call: Call) -> Response:
    """Show quotes, the newest first."""
    found = service.list_quotes(caller, limit=_PAGE, position=position_of(query.cursor) if query.cursor else None)
    return page(
        call,
        "quotes.html",
        caller=caller,
        lines=[_line(each, call.language) for each in found.items],
        next=cursor(found.position) if found.position else "",
        later=bool(query.cursor),
    )


@quote_pages.operation("GET", _NEW, audience=_WRITE, media_type=_HTML, summary="The form of a new quote")
def show_new(caller: Caller, query: NewQuoteQuery, call: Call) -> Response:
    """Show the products to choose from, then the form of the chosen one."""
    like = service.show_quote(caller, query.like).quote if query.like else None
    client_id, code = (like.client_id, like.insured.product) if like else (query.client_id, query.product)
    product = next((each for each in sellable(caller.account_id) if each.code == code), None)
    clients.demand_own(clients.show_client(caller, client_id))
    if product is None:
        choice = [(each.code, each.label(call.language)) for each in sellable(caller.account_id)]
        return page(call, "quote_products.html", caller=caller, products=choice, client=_client(caller, client_id))
    if like is not None:
        return _form(call, caller, product, quote_again(product, like.insured, client_id, call.language))
    today = service.today_of(accounts.load_account(caller.account_id))
    return _form(call, caller, product, empty_quote(product, client_id, today, call.language))


@quote_pages.operation("POST", _NEW, audience=_WRITE, status=303, media_type=_HTML, summary="Make and price a quote")
def make(caller: Caller, form: QuoteForm, call: Call) -> Response:
    """Make the quote and price it, or show the form as it was typed with its errors."""
    product = next((each for each in sellable(caller.account_id) if each.code == form.product), None)
    if product is None:
        raise NotFound(N_("There is no such product."))
    told, lacking = told_of(product, form, call.language)
    try:
        body = read_typed(
            NewQuoteBody,
            told,
            lacking=lacking,
            check=lambda body: service.check_quote(caller, body.typed(), with_price=True),
        )
        made = service.make_quote(caller, body.typed(), once=form.once, with_price=True)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=places_of(product), language=call.language)
        return _form(call, caller, product, form, status=422, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said = text(call.language, error.message, **error.params)
        return _form(call, caller, product, form, status=int(kind_of(error)[0]), troubles=[said])
    return see_other(_QUOTE.format(quote_id=made.quote.id))


@quote_pages.operation("GET", _QUOTE, audience=_READ, media_type=_HTML, summary="A quote")
def show_quote(caller: Caller, quote_id: str, call: Call) -> Response:
    """Show a quote with its price, and its sale."""
    return _quote_page(call, caller, service.show_quote(caller, quote_id), SaleForm())


@quote_pages.operation(
    "POST", f"{_QUOTE}/offer", audience=_WRITE, status=303, media_type=_HTML, summary="Offer a quote to its client"
)
def offer(caller: Caller, quote_id: str, form: VersionForm, call: Call) -> Response:
    """Offer the quote: it can be paid on line from now on."""
    try:
        service.offer_quote(caller, quote_id, version=_whole(form.version))
    except (Conflict, Gone, QuotaExceeded) as error:
        return _refused(call, caller, quote_id, SaleForm(), error)
    return see_other(_QUOTE.format(quote_id=quote_id), notice="quote_offered")


@quote_pages.operation("POST", f"{_QUOTE}/sell", audience=_WRITE, status=303, media_type=_HTML, summary="Sell a quote")
def sell(caller: Caller, quote_id: str, form: SaleForm, call: Call) -> Response:
    """Issue the policy, or say why not; the number and the choice stay as typed."""
    told = {"number": form.number.strip() or None, "paid_instalments": form.paid or "0"}
    try:
        body = read_typed(SellBody, told)
        sold = service.sell_quote(
            caller,
            quote_id,
            number=body.number,
            paid_instalments=body.paid_instalments,
            version=_whole(form.version),
        )
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_SELL_PLACES, language=call.language)
        quote = service.show_quote(caller, quote_id)
        return _quote_page(call, caller, quote, form, status=422, wrong=wrong, troubles=troubles)
    except (Conflict, Gone) as error:
        return _refused(call, caller, quote_id, form, error)
    return see_other(f"/console/policies/{sold.policy.id}", notice="policy_issued")


def _refused(
    call: Call, caller: Caller, quote_id: str, form: SaleForm, error: Conflict | Gone | QuotaExceeded
) -> Response:
    said = [text(call.language, error.message, **error.params)]
    quote = service.show_quote(caller, quote_id)
    return _quote_page(call, caller, quote, form, status=int(kind_of(error)[0]), troubles=said)


def refused_page(call: Call, caller: Caller, quote_id: str, *, status: int, troubles: list[str]) -> Response:
    """Show a quote with the reasons why something was not done."""
    quote = service.show_quote(caller, quote_id)
    return _quote_page(call, caller, quote, SaleForm(), status=status, troubles=troubles)


def _parts(caller: Caller, shown: Shown, language: Language) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts that other features add: a template each, with its values."""
    return [
        (part.template, feature.load(part.values)(QuotePage(caller, shown, language)))
        for feature, part in quote_parts()
        if may(caller, part.scope)
    ]


def _client(caller: Caller, client_id: str) -> dict[str, str]:
    client = clients.find_seen(caller, client_id)
    if client is None:
        raise not_found()
    return {"id": client.id, "name": client.shown_name}


def _form(
    call: Call, caller: Caller, product: Product, form: QuoteForm, *, status: int = 200, **problems: Any
) -> Response:
    return page(
        call,
        "quote_form.html",
        caller=caller,
        status=status,
        here=f"{_NEW}?client_id={form.client_id}&product={product.code}",
        form=form,
        labels=labels_of(product, call.language),
        client=_client(caller, form.client_id),
        product={"label": product.label(call.language), "subject": product.subject, "currency": product.currency},
        asked=fields_asked(product, form, call.language),
        factors=factors_asked(product, form, call.language),
        plans=[(each.code, each.label(call.language)) for each in product.plans],
        **{"wrong": {}, "troubles": [], **problems},
    )


def _quote_page(
    call: Call, caller: Caller, shown: Shown, form: SaleForm, *, status: int = 200, **problems: Any
) -> Response:
    quote, language = shown.quote, call.language
    price = quote.price
    money = quote.insured.money
    account = accounts.load_account(caller.account_id)
    return page(
        call,
        "quote.html",
        caller=caller,
        status=status,
        here=_QUOTE.format(quote_id=quote.id),
        quote=quote,
        client=clients.find_seen(caller, quote.client_id),
        product=product_label(quote.account_id, quote.insured.product, language),
        state=(text(language, STATUSES[shown.status][0]), STATUSES[shown.status][1]),
        can_be_sold=shown.status in {QuoteStatus.PRICED, QuoteStatus.OFFERED},
        **_offer(shown, language),
        facts=terms_of(quote.account_id, quote.insured, language, last_day=quote.insured.ends),
        premium=money_shown(language, money(price.premium)) if price else "",
        parts=[money_shown(language, money(each)) for each in price.instalments] if price else [],
        ends=localized.moment(language, quote.ends_at, account.zone),
        factors=_factors(quote.account_id, shown, language),
        parts_of_others=_parts(caller, shown, language),
        form=form,
        **{"wrong": {}, "troubles": [], **problems},
    )


def _offer(shown: Shown, language: Language) -> dict[str, Any]:
    """Return the link of an offer that can be paid, and to whom it was sent."""
    quote = shown.quote
    if shown.status is not QuoteStatus.OFFERED:
        return {"client_link": "", "client_link_sent": ""}
    changes = table.list_changes(quote.account_id, quote.id)
    sent = sent_line(quote, changes, language, what="offer", since=quote.offered_at)
    return {"client_link": url_of("offer", quote.account_id, quote.id), "client_link_sent": sent}


def _factors(account_id: str, shown: Shown, language: Language) -> list[tuple[str, str]]:
    """Return the percent and the factors of the price, with their labels."""
    product, price = find_product(account_id, shown.quote.insured.product), shown.quote.price
    if product is None or price is None:
        return []
    labels = {each.code: each.label(language) for each in product.rating.factors}
    labels |= {"percent": text(language, N_("Rate, % of the sum insured")), "plan": text(language, N_("Payment plan"))}
    return [(labels.get(code, code), written(language, value)) for code, value in price.parts.items()]


def _line(shown: Shown, language: Language) -> dict[str, Any]:
    quote = shown.quote
    return {
        "id": quote.id,
        "product": product_label(quote.account_id, quote.insured.product, language),
        "holder": quote.holder,
        "object": quote.insured.object,
        "made": localized.day(language, quote.created_at.date()),
        "premium": money_shown(language, quote.insured.money(quote.price.premium)) if quote.price else "",
        "state": (text(language, STATUSES[shown.status][0]), STATUSES[shown.status][1]),
    }


def _whole(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() else None
