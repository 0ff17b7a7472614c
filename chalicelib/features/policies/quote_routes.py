"""HTTP of quotes."""

from chalicelib.base.errors import Conflict, Gone, NotFound, QuotaExceeded
from chalicelib.features.policies import service
from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.quote_schemas import (
    NewQuoteBody,
    PriceView,
    QuoteChange,
    QuoteList,
    QuoteListQuery,
    QuoteVersion,
    QuoteView,
    SellBody,
)
from chalicelib.features.policies.schemas import PolicyView
from chalicelib.features.policies.service.quoting import Shown
from chalicelib.features.policies.views import insured_view, policy_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.http.money import money_view
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("policies:read"), staff("policies:write")
_QUOTE = "/v1/quotes/{quote_id}"


def _check_new(caller: Caller, body: NewQuoteBody) -> None:
    service.check_quote(caller, body.typed())


@routes.operation(
    "POST",
    "/v1/quotes",
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(Conflict,),
    check=_check_new,
    summary="Make a quote for a client",
)
def make_quote(caller: Caller, body: NewQuoteBody) -> QuoteView:
    return quote_view(service.make_quote(caller, body.typed()))


@routes.operation("GET", "/v1/quotes", audience=_READ, summary="List quotes, the newest first")
def list_quotes(caller: Caller, query: QuoteListQuery) -> QuoteList:
    page = service.list_quotes(
        caller, client_id=query.client_id or "", base=query.agent_id, limit=query.limit, position=query.position()
    )
    return QuoteList(items=[quote_view(each) for each in page.items], next_cursor=cursor(page.position))


@routes.operation("GET", _QUOTE, audience=_READ, errors=(NotFound,), summary="Show a quote")
def show_quote(caller: Caller, quote_id: str) -> QuoteView:
    return quote_view(service.show_quote(caller, quote_id))


@routes.operation(
    "PATCH", _QUOTE, audience=_WRITE, errors=(NotFound, Conflict, Gone), summary="Replace the terms of a quote"
)
def change_quote(caller: Caller, quote_id: str, body: QuoteChange) -> QuoteView:
    return quote_view(service.change_quote(caller, quote_id, body.terms(), version=body.version))


@routes.operation(
    "POST",
    f"{_QUOTE}/price",
    audience=_WRITE,
    errors=(NotFound, Conflict, Gone),
    summary="Price a quote by the rates of this moment, and freeze them",
)
def price_quote(caller: Caller, quote_id: str, body: QuoteVersion) -> QuoteView:
    return quote_view(service.price_quote(caller, quote_id, version=body.version))


@routes.operation(
    "POST",
    f"{_QUOTE}/offer",
    audience=_WRITE,
    errors=(NotFound, Conflict, Gone, QuotaExceeded),
    summary="Offer a priced quote: its client gets a link to the terms and to the payment",
)
def offer_quote(caller: Caller, quote_id: str, body: QuoteVersion) -> QuoteView:
    return quote_view(service.offer_quote(caller, quote_id, version=body.version))


@routes.operation(
    "POST",
    f"{_QUOTE}/sell",
    audience=_WRITE,
    status=201,
    errors=(NotFound, Conflict, Gone),
    summary="Sell a priced quote: issue its policy",
)
def sell_quote(caller: Caller, quote_id: str, body: SellBody, call: Call) -> PolicyView:
    sold = service.sell_quote(
        caller, quote_id, number=body.number, paid_instalments=body.paid_instalments, version=body.version
    )
    return policy_view(sold.policy, call.language, warnings=sold.warnings)


def quote_view(shown: Shown) -> QuoteView:
    """Return a quote as an answer shows it."""
    quote, price = shown.quote, shown.quote.price
    money = quote.insured.money
    return QuoteView(
        id=quote.id,
        client_id=quote.client_id,
        holder=quote.holder,
        agent_id=None if quote.base == "house" else quote.base,
        channel=service.channel_of_quote(quote),
        status=shown.status,
        **insured_view(quote.insured),
        price=PriceView(
            premium=money_view(money(price.premium)),
            instalments=[money_view(money(each)) for each in price.instalments],
            parts={code: str(factor) for code, factor in price.parts.items()},
            at=price.at,
        )
        if price
        else None,
        offered_at=quote.offered_at,
        offer_url=url_of("offer", quote.account_id, quote.id) if quote.offered_at else None,
        policy_id=quote.policy_id,
        predecessor_id=quote.predecessor_id,
        ends_at=quote.ends_at,
        created_at=quote.created_at,
        changed_at=quote.changed_at,
        version=quote.version,
    )
