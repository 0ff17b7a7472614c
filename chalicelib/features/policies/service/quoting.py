"""Quotes: made, priced by the rates of that moment, offered, sold."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Findings
from chalicelib.base.ids import id_made_once, is_intention, new_id
from chalicelib.base.languages import N_
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import HOUSE, Client, Standing
from chalicelib.features.policies import table as policies
from chalicelib.features.policies.bases import policy_scope
from chalicelib.features.policies.model import Channel, Insured, Policy, Price, Quote, QuoteStatus, Source
from chalicelib.features.policies.products import product_of, sellable_product
from chalicelib.features.policies.refusals import NO_QUOTE, PolicyChanged, already, no_quote, not_in_base, quote_ended
from chalicelib.features.policies.rules import REQUIRED, read_number, read_terms
from chalicelib.features.policies.service import renewing, selling
from chalicelib.features.policies.service.buying import acts_for_clients, buyer, find_buyer, wrong_channel
from chalicelib.features.policies.service.pricing import as_typed, priced
from chalicelib.features.policies.service.recording import note, publish_quote
from chalicelib.features.policies.service.renewing import demand_renewable, renewed_by
from chalicelib.features.policies.service.selling import Sale, Sold, channel_of, today_of
from chalicelib.features.policies.service.telling import tell_offer
from chalicelib.features.policies.service.warning import warnings_of
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.status import quote_status
from chalicelib.features.policies.table import quotes as table
from chalicelib.features.policies.typed import TypedInsured, TypedQuote
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Actor of changes that the system makes.
SYSTEM = "system"
#: Messages with the offer of a quote that a client gets in a day.
OFFERS_A_DAY, _DAY = 5, 86400
_PRICE_FIRST = N_("Price the quote first.")


class _MadeBefore(Conflict):
    """The quote was made by the same intention before."""


class Shown(NamedTuple):
    """A quote with its status."""

    quote: Quote
    status: QuoteStatus


class QuotePage(NamedTuple):
    """A page of quotes; `position` is where the next one begins, None after the last."""

    items: Sequence[Shown]
    position: str | None


def make_quote(caller: Caller, typed: TypedQuote, *, once: str = "", with_price: bool = False) -> Shown:
    """Make a quote for a client of the caller's base, with a price at once if wanted.

    By its `once`, chosen before, a form makes one quote however often it comes. Raises Invalid with everything that is
    wrong, Conflict for a client of another base or bound to another agent.
    """
    client, insured = _read(caller, typed, with_price=with_price)
    if not typed.alone:
        clients.demand_own(clients.show_client(caller, client.id))
    moment, price = now(), None
    if with_price:
        insured, price = priced(sellable_product(caller.account_id, insured.product), insured)
    named = is_intention(once, prefix="quo")
    quote = Quote(
        id=id_made_once(once, prefix="quo", account_id=caller.account_id) if named else new_id("quo"),
        account_id=caller.account_id,
        client_id=client.id,
        holder=client.shown_name,
        base=client.base,
        insured=insured,
        price=price,
        predecessor_id=typed.predecessor_id,
        alone=typed.alone,
        ends_at=moment + timedelta(days=sale_settings(caller.account_id).quote_days),
        created_at=moment,
        created_by=caller.actor,
        changed_at=moment,
    )
    tx = Transaction()
    add_quote(tx, quote, actor=caller.actor)
    if price is not None:
        publish_quote(tx, quote, "quote.priced")
    try:
        tx.commit()
    except _MadeBefore:
        return show_quote(caller, quote.id)
    return _shown(quote)


def check_quote(caller: Caller, typed: TypedQuote, *, with_price: bool = False) -> None:
    """Raise Invalid with everything that making the quote would be refused for; nothing is written."""
    _read(caller, typed, with_price=with_price)


def add_quote(tx: Transaction, quote: Quote, *, actor: str) -> None:
    """Add a new quote to a transaction, with its history."""
    table.insert_quote(tx, quote, otherwise=lambda _: _MadeBefore(NO_QUOTE))
    note(tx, quote, actor=actor, type="made")


def show_quote(caller: Caller, quote_id: str) -> Shown:
    """Return a quote of a client whom the caller sees. Raises NotFound."""
    return _with_status(caller, _read_quote(caller, quote_id))


def list_quotes(
    caller: Caller, *, client_id: str = "", base: str | None = None, limit: int, position: str | None
) -> QuotePage:
    """Return a page of the quotes that the caller sees, the newest first: one Query and two or three BatchGetItem."""
    scope = policy_scope(caller, base)
    if scope is None or (client_id and clients.find_seen(caller, client_id) is None):
        return QuotePage((), None)
    if client_id:
        ids, end = table.list_of_client(caller.account_id, client_id, after=position, limit=limit)
    else:
        ids, end = table.list_quotes(scope, after=position, limit=limit)
    found = table.get_quotes(caller.account_id, ids)
    known = {each.client.id: each for each in clients.read_clients(caller, [found[each].client_id for each in found])}
    quotes = [found[each] for each in ids if each in found and found[each].client_id in known]
    return QuotePage(
        [_shown(each, elsewhere=known[each.client_id].standing is Standing.BOUND_ELSEWHERE) for each in quotes],
        end,
    )


def change_quote(caller: Caller, quote_id: str, typed: TypedInsured, *, version: int) -> Shown:
    """Replace the terms of a quote that the caller read in a version. Its price goes with them.

    Raises NotFound, PolicyChanged, Invalid, Conflict and Gone for a quote that has ended.
    """
    before = _open_quote(caller, quote_id)
    _demand_version(before, version)
    client = buyer(caller, before.client_id, alone=before.alone)
    product = sellable_product(caller.account_id, typed.product)
    insured = read_terms(product, typed, client, today=today_of(accounts.load_account(caller.account_id)))
    changes = {"insured": insured, "price": None, "offered_at": None}
    return _shown(_replace(caller, before, changes, type="changed"))


def price_quote(caller: Caller, quote_id: str, *, version: int | None = None) -> Shown:
    """Price a quote by the rates of this moment; they hold for it from now on. Raises Invalid, Conflict, Gone."""
    before = _open_quote(caller, quote_id)
    _demand_version(before, version)
    product = sellable_product(caller.account_id, before.insured.product)
    insured, price = priced(product, before.insured)
    changes = {"insured": insured, "price": price, "offered_at": None}
    return _shown(_replace(caller, before, changes, type="priced", event="quote.priced", premium=str(price.premium)))


def offer_quote(caller: Caller, quote_id: str, *, version: int | None = None) -> Shown:
    """Offer a priced quote to its client by a message with a link, also again. Raises Conflict, Gone, QuotaExceeded."""
    before = _open_quote(caller, quote_id)
    _demand_version(before, version)
    if before.price is None:
        raise Conflict(_PRICE_FIRST, extra={"reason": "not-priced"})
    count_attempt("quote-offers", quote_id, limit=OFFERS_A_DAY, seconds=_DAY)
    return _shown(_replace(caller, before, {"offered_at": now()}, type="offered", also=tell_offer))


def rechoose_quote(caller: Caller, quote_id: str, insured: Insured, price: Price) -> Shown:
    """Replace terms and price of an open quote, and offer it as it is then, without a message. Raises Conflict, Gone.

    A client who chooses anew reads the offer on the page.
    """
    before = _open_quote(caller, quote_id)
    changes = {"insured": insured, "price": price, "offered_at": now()}
    return _shown(_replace(caller, before, changes, type="priced", event="quote.priced", premium=str(price.premium)))


def sell_quote(
    caller: Caller, quote_id: str, *, number: str | None = None, paid_instalments: int = 0, version: int | None = None
) -> Sold:
    """Sell a priced quote: issue its policy by the price that was frozen. A sold quote gives its policy again.

    `paid_instalments`: so many instalments, from the first, were received already. Raises Invalid, Conflict, Gone.
    """

    def sell() -> Policy:
        quote = _read_quote(caller, quote_id)
        if quote.policy_id is not None:
            return _sold(caller, quote)
        _demand_open(caller, quote)
        _demand_version(quote, version)
        tx = Transaction()
        issued = add_quote_sale(tx, _sale(caller, quote, number, paid_instalments), quote)
        tx.commit()
        return issued

    policy = retry_stale(sell)
    return Sold(policy, warnings_of(caller, policy))


def channel_of_quote(quote: Quote) -> Channel:
    """Return the channel by which a quote is sold as it is."""
    if quote.alone:
        return Channel.ALONE
    return Channel.HOUSE if quote.base == HOUSE else Channel.AGENT


def end_due(due: Due) -> None:
    """Notify back-ends of a quote that ended unsold. Idempotent."""
    quote = table.get_quote(due.account_id, due.pk.rpartition("#")[2])
    if quote is None or quote.policy_id is not None or quote.told_ended or now() < quote.ends_at:
        return
    after = quote.model_copy(update={"told_ended": True, "changed_at": now(), "version": quote.version + 1})
    tx = Transaction()
    table.replace_quote(tx, after, replacing=quote)
    note(tx, after, actor=SYSTEM, type="expired")
    publish_quote(tx, after, "quote.expired")
    tx.commit()


def _read(caller: Caller, typed: TypedQuote, *, with_price: bool = False) -> tuple[Client, Insured]:
    client = find_buyer(caller, typed.client_id, alone=typed.alone)
    product = sellable_product(caller.account_id, typed.product)
    today = today_of(accounts.load_account(caller.account_id))
    found = Findings()
    insured = found.attempt(lambda: read_terms(product, typed, client, today=today), otherwise=None)
    found.add(wrong_channel(caller, alone=typed.alone))
    found.add(renewing.wrong_predecessor(caller, client, typed.predecessor_id))
    if with_price:
        found.add([FieldError("/sum_insured", REQUIRED)] if typed.sum_insured is None else ())
        with found:
            priced(product, insured or as_typed(product, typed))
    found.demand_none()
    if client is None:
        raise not_in_base()
    assert insured is not None  # noqa: S101 - checked just now
    return client, insured


def _read_quote(caller: Caller, quote_id: str) -> Quote:
    quote = table.get_quote(caller.account_id, quote_id)
    if quote is None or find_buyer(caller, quote.client_id, alone=quote.alone) is None:
        raise no_quote()
    return quote


def _open_quote(caller: Caller, quote_id: str) -> Quote:
    quote = _read_quote(caller, quote_id)
    if quote.policy_id is not None:
        raise already("quote-sold", N_("This quote is sold already."), policy_id=quote.policy_id)
    _demand_open(caller, quote)
    return quote


def _demand_open(caller: Caller, quote: Quote) -> None:
    if now() >= quote.ends_at:
        raise quote_ended()
    before = renewed_by(quote)
    if before is not None:
        demand_renewable(before)
    if isinstance(caller, AreaCaller):
        if _with_status(caller, quote).status is QuoteStatus.TAKEN_OVER:
            raise quote_ended()
    elif not _is_clients_own(caller, quote):
        clients.demand_own(clients.show_client(caller, quote.client_id))


def _is_clients_own(caller: Caller, quote: Quote) -> bool:
    """Return True if the client goes on with a quote that the client made alone."""
    return quote.alone and acts_for_clients(caller)


def _demand_version(quote: Quote, version: int | None) -> None:
    if version is not None and version != quote.version:
        raise PolicyChanged


def _with_status(caller: Caller, quote: Quote) -> Shown:
    if quote.alone:
        return _shown(quote)
    known = clients.with_standing(buyer(caller, quote.client_id, alone=False))
    return _shown(quote, elsewhere=known.standing is Standing.BOUND_ELSEWHERE)


def _shown(quote: Quote, *, elsewhere: bool = False) -> Shown:
    return Shown(quote, quote_status(quote, now(), bound_elsewhere=elsewhere and not quote.alone))


def _replace(
    caller: Caller,
    before: Quote,
    changes: dict[str, Any],
    *,
    type: str,  # noqa: A002 - the field's name
    event: str = "",
    also: Callable[[Transaction, Quote], None] | None = None,
    **data: object,
) -> Quote:
    changes = {**changes, "alone": _is_clients_own(caller, before)}
    after = before.model_copy(update={**changes, "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    table.replace_quote(tx, after, replacing=before, otherwise=_changed)
    note(tx, after, actor=caller.actor, type=type, **data)
    if event:
        publish_quote(tx, after, event)
    if also is not None:
        also(tx, after)
    tx.commit()
    return after


def _changed(_: dict[str, Any] | None) -> DomainError:
    return PolicyChanged()


def add_quote_sale(tx: Transaction, sale: Sale, quote: Quote) -> Policy:
    """Add to a transaction all that sells a quote: the issue of its policy, and the quote as sold."""
    policy = selling.add_sale(tx, sale)
    after = quote.model_copy(update={"policy_id": policy.id, "changed_at": now(), "version": quote.version + 1})
    table.replace_quote(tx, after, replacing=quote)
    note(tx, after, actor=sale.actor, type="sold", policy_id=policy.id)
    publish_quote(tx, after, "quote.sold", policy_id=policy.id)
    return policy


def sale_of(account: Account, quote: Quote, client: Client, *, actor: str, alone_at: datetime | None = None) -> Sale:
    """Return the sale of a priced quote by its frozen price. Raises Conflict for one that has no price.

    `alone_at`: when the client bought it alone; None: the agent, or the house, sells it.
    """
    if quote.price is None:
        raise Conflict(_PRICE_FIRST, extra={"reason": "not-priced"})
    product = product_of(account.id, quote.insured.product)
    return Sale(
        account=account,
        product=product,
        client=client,
        insured=quote.insured,
        premium=quote.insured.money(quote.price.premium),
        parts=quote.price.instalments,
        actor=actor,
        channel=Channel.ALONE if alone_at else channel_of(client, Source.OWN),
        alone_at=alone_at,
        quote_id=quote.id,
        predecessor_id=quote.predecessor_id,
    )


def _sale(caller: Caller, quote: Quote, number: str | None, paid: int) -> Sale:
    account = accounts.load_account(caller.account_id)
    client = buyer(caller, quote.client_id, alone=quote.alone)
    alone_at = now() if _is_clients_own(caller, quote) else None
    sale = sale_of(account, quote, client, actor=caller.actor, alone_at=alone_at)
    found = Findings()
    written = found.attempt(lambda: read_number(sale.product, number) if number else None, otherwise=None)
    found.add(selling.wrong_paid(len(sale.parts), paid))
    found.add(selling.unconfirmed(account, client))
    found.demand_none()
    return sale._replace(number=written, paid=selling.paid_now(paid), seen_base=selling.seen_base(caller, client))


def _sold(caller: Caller, quote: Quote) -> Policy:
    policy = policies.get_policy(caller.account_id, quote.policy_id or "")
    if policy is None:
        raise no_quote()
    return policy
