"""The form of a claim of cargo: kind, goods, route, days, the consignment; typed at its announcement and afterwards."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import is_same_date, read_date
from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import Money
from chalicelib.base.time_zones import is_listed
from chalicelib.features.claims.consignment import Consignment, Incoterm
from chalicelib.features.claims.consignment_words import GOODS, KINDS, LAWS, MODES, ROUTES
from chalicelib.features.claims.facts import RESERVATIONS, ClaimFacts
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.places import places as zone_places
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.numbers import plain, typed_money, typed_quantity, written

_NO_DAY = N_("Write a day such as {example}.")
_NOON = time(12)
#: Facts with a few values each, and the words of these.
CHOICES: Mapping[str, Mapping[str, str]] = {"kind": KINDS, "goods": GOODS, "route": ROUTES, "mode": MODES}
#: Facts that stand in the form as they are.
_PLAIN = (*CHOICES, "law", "zone", "description")
CLAIMANTS: Mapping[str, str] = {"buyer": N_("The buyer"), "seller": N_("The seller")}
DAYS: Mapping[str, str] = {
    "delivered_at": N_("Delivered on"),
    "agreed_at": N_("Agreed day of delivery"),
    "taken_over_at": N_("The carrier took the goods over on"),
    "discovered_at": N_("The loss was discovered on"),
    "known_at": N_("The company learnt of the loss on"),
    "reserved_apparent_at": N_("Reservation of apparent damage sent on"),
    "reserved_hidden_at": N_("Reservation of hidden damage sent on"),
    "reserved_damage_at": N_("Complaint of damage sent on"),
    "reserved_delay_at": N_("Reservation of delay sent on"),
    "reserved_at": N_("All reservations to the carrier sent on"),
    "claimed_at": N_("Written claim to the carrier on"),
    "refused_at": N_("The carrier refused on"),
    "police_at": N_("Reported to the police on"),
}
#: The names of all other fields, for their labels and for errors about them.
NAMES: Mapping[str, str] = {
    "kind": N_("Kind of loss"),
    "goods": N_("Goods"),
    "route": N_("Route"),
    "mode": N_("Mode of transport"),
    "description": N_("What happened"),
    "contents": N_("Description of the goods"),
    "packages": N_("Packages"),
    "affected_packages": N_("Of these damaged or lost"),
    "gross_kg": N_("Gross weight, kg"),
    "affected_kg": N_("Of this damaged or lost, kg"),
    "claimed": N_("Amount of the loss"),
    "value": N_("Value of the goods"),
    "declared_value": N_("Value declared to the carrier"),
    "carriage_charges": N_("Carriage charges"),
    "currency": N_("Currency of the amounts"),
    "total_loss": N_("Total loss"),
    "carrier": N_("Carrier"),
    "waybill": N_("Number of the waybill or label"),
    "incoterm": N_("Incoterm"),
    "claimant": N_("Who claims"),
    "place_of_delivery": N_("Place of delivery"),
    "zone": N_("Country of that place"),
    "own_reference": N_("The company's own reference"),
}
#: Facts of the consignment that are texts or numbers, by their fields.
TEXTS: Mapping[str, str] = {
    "contents": "description",
    "carrier": "carrier",
    "waybill": "waybill",
    "place_of_delivery": "place_of_delivery",
    "own_reference": "own_reference",
}
_NUMBERS = ("gross_kg", "affected_kg")
_COUNTS = ("packages", "affected_packages")
_AMOUNTS = ("value", "declared_value", "carriage_charges")


class GoodsForm(Fields):
    """Facts of cargo as they are typed; an empty field stands for an unknown fact."""

    version: str = ""
    kind: str = ""
    goods: str = ""
    route: str = ""
    mode: str = ""
    #: Empty: the one of route and mode.
    law: str = ""
    zone: str = ""
    total_loss: str = ""
    description: str = ""
    contents: str = ""
    packages: str = ""
    affected_packages: str = ""
    gross_kg: str = ""
    affected_kg: str = ""
    claimed: str = ""
    value: str = ""
    declared_value: str = ""
    carriage_charges: str = ""
    currency: str = ""
    carrier: str = ""
    waybill: str = ""
    incoterm: str = ""
    claimant: str = ""
    place_of_delivery: str = ""
    own_reference: str = ""
    delivered_at: str = ""
    agreed_at: str = ""
    taken_over_at: str = ""
    discovered_at: str = ""
    known_at: str = ""
    reserved_apparent_at: str = ""
    reserved_hidden_at: str = ""
    reserved_damage_at: str = ""
    reserved_delay_at: str = ""
    reserved_at: str = ""
    claimed_at: str = ""
    refused_at: str = ""
    police_at: str = ""


#: Days of acts after the loss, in the order of the form.
_DONE = ("known_at", *RESERVATIONS, "claimed_at", "refused_at", "police_at")


class Typed(NamedTuple):
    """The facts that a form says, as the API takes them, with the errors of its days."""

    facts: Mapping[str, Any]
    lacking: tuple[FieldError, ...]


def filled(facts: ClaimFacts, zone: ZoneInfo, language: Language) -> dict[str, str]:
    """Return the fields of known facts; days are those of a zone."""
    goods = facts.cargo or Consignment()
    numbers = {name: getattr(goods, name) for name in _NUMBERS}
    amounts = _amounts_of(facts)
    total = {True: "yes", False: "no", None: ""}[facts.total_loss]
    return {
        **{name: getattr(facts, name) or "" for name in _PLAIN},
        "total_loss": total,
        **{field: getattr(goods, name) or "" for field, name in TEXTS.items()},
        **{name: "" if number is None else written(language, number) for name, number in numbers.items()},
        **{name: str(getattr(goods, name) or "") for name in _COUNTS},
        **{name: "" if each is None else written(language, each.amount) for name, each in amounts.items()},
        "currency": _currency_of(amounts),
        "incoterm": goods.incoterm or "",
        "claimant": goods.claimant or "",
        **{name: _day_of(getattr(facts, name), zone, language) for name in DAYS},
    }


def zone_in(form: GoodsForm, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the zone of the place of delivery in a form, whose days are typed; `otherwise` without a known one."""
    named = form.zone.strip()
    return ZoneInfo(named) if named and is_listed(named) else otherwise


def typed(
    form: GoodsForm,
    zone: ZoneInfo,
    language: Language,
    *,
    before: Mapping[str, str],
    known: ClaimFacts | None = None,
    at: str = "",
    currency: str,
) -> Typed:
    """Return the facts of a form, null for empty fields. A day that is as before keeps its moment, and is left out.

    `currency`: of amounts without one; an amount that is as in the `known` facts keeps its own. `at`: the pointer of
    the facts in their body.
    """
    amounts = _typed_amounts(form, _amounts_of(known or ClaimFacts()), currency, language)
    goods: dict[str, Any] = {
        **{name: getattr(form, field).strip() or None for field, name in TEXTS.items()},
        **{name: typed_quantity(getattr(form, name), language) or None for name in _NUMBERS},
        **{name: "".join(getattr(form, name).split()) or None for name in _COUNTS},
        **{name: amounts[name] for name in _AMOUNTS},
        "incoterm": form.incoterm.strip() or None,
        "claimant": form.claimant.strip() or None,
    }
    facts: dict[str, Any] = {
        **{name: getattr(form, name).strip() or None for name in _PLAIN},
        "total_loss": {"yes": True, "no": False}.get(form.total_loss),
        "claimed": amounts["claimed"],
        "cargo": goods,
    }
    days = {name: getattr(form, name).strip() for name in DAYS}
    days = {name: each for name, each in days.items() if not is_same_date(each, before.get(name, ""))}
    facts |= {name: _moment(each, zone) for name, each in days.items()}
    return Typed(facts, tuple(_wrong_days(days, at)))


def _amounts_of(facts: ClaimFacts) -> dict[str, Money | None]:
    goods = facts.cargo or Consignment()
    return {**{name: getattr(goods, name) for name in _AMOUNTS}, "claimed": facts.claimed}


def _currency_of(amounts: Mapping[str, Money | None]) -> str:
    """Return the currency that the form shows: of its first amount; empty without one."""
    return next((each.currency for each in amounts.values() if each is not None), "")


def _typed_amounts(
    form: GoodsForm, known: Mapping[str, Money | None], usual: str, language: Language
) -> dict[str, dict[str, str] | None]:
    """Return the amounts of a form, all in its currency but those that nobody has touched."""
    named, found = form.currency.strip().upper(), dict[str, dict[str, str] | None]()
    for name, before in known.items():
        typed, currency = getattr(form, name), named or usual
        if before is not None and named == _currency_of(known) and _is_same(typed, before, language):
            currency = before.currency
        amount = typed_money(typed, currency, language)
        found[name] = {"amount": amount, "currency": currency} if amount else None
    return found


def _is_same(typed: str, before: Money, language: Language) -> bool:
    return typed_money(typed, before.currency, language) == plain(before.amount)


def places(at: str = "") -> dict[str, str]:
    """Return the fields of the form by pointer into the body that it says."""
    of_goods = {name: field for field, name in TEXTS.items()}
    names = (*_NUMBERS, *_COUNTS, *_AMOUNTS, "incoterm", "claimant")
    return {
        **{f"{at}/cargo/{name}": of_goods.get(name, name) for name in (*of_goods, *names)},
        **{f"{at}/{name}": name for name in (*_PLAIN, "total_loss", "claimed", *DAYS)},
        **{f"{at}/{name}/currency": "currency" for name in ("claimed", *(f"cargo/{each}" for each in _AMOUNTS))},
        f"{at}/occurred_at": "delivered_at",
    }


def days_done(claim: Claim) -> list[str]:
    """Return the days of acts after the loss: reservations alone that meet a deadline of the claim, or are noted."""
    known = claim.rules.known(claim.facts)
    meeting = [each.met_by[0] for each in claim.rules.deadlines if each.met_by and each.applies(known)]
    return [name for name in _DONE if name not in RESERVATIONS or name in meeting or known[name] is not None]


def names(language: Language) -> dict[str, str]:
    """Return the names of the form's fields."""
    return {field: text(language, name) for field, name in {**NAMES, **DAYS}.items()}


def options(language: Language, *, zone: str = "", law: str = "") -> dict[str, list[tuple[str, str]]]:
    """Return the values to choose by field, in words; `zone` and `law`: the chosen ones, always among them."""
    chosen = {
        name: [(code, text(language, word)) for code, word in words.items()]
        for name, words in {**CHOICES, "claimant": CLAIMANTS}.items()
    }
    answers = [("yes", text(language, N_("Yes"))), ("no", text(language, N_("No")))]
    incoterms = [(str(each), str(each)) for each in Incoterm]
    laws = list({**LAWS, **({law: LAWS.get(law, law)} if law else {})}.items())
    zones = zone_places(language, zone)
    return {**chosen, "incoterm": incoterms, "total_loss": answers, "zone": zones, "law": laws}


def _wrong_days(days: Mapping[str, str], at: str) -> Iterator[FieldError]:
    example = now().date()
    for name, each in days.items():
        if each and _read(each) is None:
            yield FieldError(f"{at}/{name}", _NO_DAY, {"example": example})


def _moment(written_day: str, zone: ZoneInfo) -> str | None:
    """Return noon of a day; of the present day this moment, if noon lies ahead."""
    day = _read(written_day)
    if day is None:
        return None
    noon, moment = datetime.combine(day, _NOON, zone), now()
    return (min(noon, moment) if day == moment.astimezone(zone).date() else noon).isoformat()


def _read(written_day: str) -> date | None:
    try:
        return read_date(written_day)
    except ValueError:
        return None


def _day_of(moment: datetime | None, zone: ZoneInfo, language: Language) -> str:
    return localized.day(language, moment.astimezone(zone).date()) if moment else ""
