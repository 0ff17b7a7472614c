"""The goods of a claim of cargo and their carriage, as the client reads them on the claim's page."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import grouped, shown
from chalicelib.features.claims.consignment_words import GOODS, KINDS, LAWS, MODES, ROUTES
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.places import place_of

#: Days by fact, as the forms of staff name them.
_DAYS = (
    ("taken_over_at", N_("The carrier took the goods over on")),
    ("agreed_at", N_("Agreed day of delivery")),
    ("delivered_at", N_("Delivered on")),
    ("discovered_at", N_("The loss was discovered on")),
)


def goods_shown(claim: Claim, language: Language) -> list[tuple[str, str]]:
    """Return labels and values of all that is known about the goods of a claim; empty without goods."""
    if not claim.facts.is_of_goods:
        return []
    known = (*_kinds(claim, language), *_goods(claim, language), *_carriage(claim, language), *_days(claim, language))
    return [(text(language, label), value) for label, value in known if value]


def _kinds(claim: Claim, language: Language) -> Iterator[tuple[str, str]]:
    facts = claim.facts
    yield N_("Kind of loss"), text(language, KINDS.get(facts.kind or "", ""))
    yield N_("Goods"), text(language, GOODS.get(facts.goods or "", ""))
    ways = (ROUTES.get(facts.route or "", ""), MODES.get(facts.mode or "", ""))
    yield N_("Route"), ", ".join(text(language, each) for each in ways if each)


def _goods(claim: Claim, language: Language) -> Iterator[tuple[str, str]]:
    goods = claim.facts.cargo
    if goods is None:
        return
    yield N_("Description of the goods"), goods.description or ""
    yield N_("Packages"), _number(language, goods.packages)
    yield N_("Of these damaged or lost"), _number(language, goods.affected_packages)
    yield N_("Gross weight, kg"), _number(language, goods.gross_kg)
    yield N_("Of this damaged or lost, kg"), _number(language, goods.affected_kg)
    for label, amount in (
        (N_("Value of the goods"), goods.value),
        (N_("Value declared to the carrier"), goods.declared_value),
        (N_("Carriage charges"), goods.carriage_charges),
        (N_("Amount that you claim"), claim.facts.claimed),
    ):
        yield label, shown(language, amount) if amount is not None else ""


def _carriage(claim: Claim, language: Language) -> Iterator[tuple[str, str]]:
    goods, law = claim.facts.cargo, claim.law or ""
    if goods is not None:
        yield N_("Carrier"), goods.carrier or ""
        yield N_("Number of the waybill or label"), goods.waybill or ""
        yield N_("Incoterm"), goods.incoterm or ""
        yield N_("Place of delivery"), goods.place_of_delivery or ""
        yield N_("Country of delivery"), place_of(claim.facts.zone, language) if claim.facts.zone else ""
        yield N_("Your own reference"), goods.own_reference or ""
    yield N_("Law of the carriage"), LAWS.get(law, law)


def _days(claim: Claim, language: Language) -> Iterator[tuple[str, str]]:
    zone = zone_of(claim)
    for name, label in _DAYS:
        at: datetime | None = getattr(claim.facts, name)
        yield label, localized.day(language, at.astimezone(zone)) if at else ""


def _number(language: Language, value: Decimal | int | None) -> str:
    return "" if value is None else grouped(language, f"{Decimal(value):,f}")
