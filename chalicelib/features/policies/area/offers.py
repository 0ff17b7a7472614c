"""Offers to the person's clients that wait for their payment: quotes and renewals."""

from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import Language
from chalicelib.base.money import Money, shown
from chalicelib.features.policies.model import Quote
from chalicelib.features.policies.payables import QUOTE
from chalicelib.features.policies.shown import product_label
from chalicelib.features.policies.subjects import quote_subject
from chalicelib.features.policies.table import quotes
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

#: The latest quotes of a client that are looked at, and the most offers that are shown.
_LOOKED_AT, MOST = 30, 5


class Offer(NamedTuple):
    """A quote that can be paid now, and its first instalment."""

    quote: Quote
    premium: Money
    first: Money

    @property
    def subject(self) -> str:
        """The name for its payment."""
        return quote_subject(self.quote.id)


class ShownOffer(NamedTuple):
    """An offer in words."""

    offer: Offer
    product: str
    object: str
    term: str
    premium: str
    #: The first of several instalments; empty of a premium that is paid at once.
    first: str
    until: str


def list_offers(caller: AreaCaller) -> list[Offer]:
    """Return the offers that can be paid, the latest first: a Query and a BatchGetItem a client, some reads."""
    found = list[Offer]()
    for client_id in caller.client_ids(AreaPermission.POLICIES):
        ids, _ = quotes.list_of_client(caller.account_id, client_id, after=None, limit=_LOOKED_AT)
        read = quotes.get_quotes(caller.account_id, ids)
        made = (read[each] for each in ids if each in read)
        waiting = [each for each in made if each.offered_at is not None and each.policy_id is None]
        found += [offer for each in waiting[:MOST] if (offer := _offer(caller, each)) is not None]
    return sorted(found, key=lambda each: each.quote.created_at, reverse=True)[:MOST]


def shown_offer(offer: Offer, language: Language) -> ShownOffer:
    """Return an offer in words."""
    quote, insured = offer.quote, offer.quote.insured
    zone = accounts.load_account(quote.account_id).zone
    begins, ends = localized.day(language, insured.begins), localized.day(language, insured.ends)
    return ShownOffer(
        offer=offer,
        product=product_label(quote.account_id, insured.product, language),
        object=insured.object,
        term=f"{begins} – {ends}",
        premium=shown(language, offer.premium),
        first=shown(language, offer.first) if offer.first != offer.premium else "",
        until=localized.moment(language, quote.ends_at, zone),
    )


def _offer(caller: AreaCaller, quote: Quote) -> Offer | None:
    if quote.price is None:
        return None
    demand = QUOTE.show(caller, quote_subject(quote.id))
    return Offer(quote, quote.insured.money(quote.price.premium), demand.money) if demand.is_due else None
