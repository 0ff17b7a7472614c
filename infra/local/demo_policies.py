"""The policies of a new system on this machine: rates of commission, two sales of an agent, and a quote."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from chalicelib.base.clock import now
from chalicelib.features.clients.service import list_clients
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.features.policies.rates import NewRate, set_rate
from chalicelib.features.policies.service import issue_policy, make_quote
from chalicelib.features.policies.typed import (
    TypedDriver,
    TypedInsured,
    TypedMoney,
    TypedPolicy,
    TypedQuote,
    TypedVehicle,
)
from chalicelib.identity.model import Caller

#: Percent of the premium by product: usual values, no insurer's.
_RATES: Mapping[str, str] = MappingProxyType(
    {"osago": "10", "kasko": "15", "property": "20", "cargo": "8", "life": "5"}
)
_VESTA = TypedVehicle(vin="XTAGFK330KY123456", plate="А123ВС 777", make="LADA", model="Vesta", year=2023)
_SOLARIS = TypedVehicle(vin="Z94CB41BBER123456", plate="В001ОР 99", make="Hyundai", model="Solaris", year=2019)


def add_policies(admin: Caller, agent: Caller) -> None:
    """Set rates of commission, sell KASKO in four instalments and OSAGO, and leave a priced quote of KASKO."""
    today = now().date()
    for product, percent in _RATES.items():
        set_rate(admin, NewRate(product, None, date(today.year, 1, 1), Decimal(percent)))
    issue_policy(agent, _kasko(agent, today))
    issue_policy(agent, _osago(agent, today))
    make_quote(agent, _quote(agent, today), with_price=True)


def _kasko(agent: Caller, today: date) -> TypedPolicy:
    return TypedPolicy(
        client_id=_client(agent, "Сидоров"),
        product="kasko",
        begins=today,
        sum_insured=TypedMoney(amount="1250000.00"),
        vehicle=_VESTA,
        drivers=(TypedDriver(name="Сидоров Пётр Ильич"),),
        options={"cover": "full", "losses": "two_years", "deductible": "d15000"},
        plan="in_4",
        premium=TypedMoney(amount="40162.50"),
        paid_instalments=1,
    )


def _osago(agent: Caller, today: date) -> TypedPolicy:
    return TypedPolicy(
        client_id=_client(agent, "Ибрагимов"),
        product="osago",
        number="ХХХ 0123456789",
        begins=today + timedelta(days=10),
        sum_insured=TypedMoney(amount="400000.00"),
        vehicle=_SOLARIS,
        premium=TypedMoney(amount="7512.34"),
        paid_instalments=1,
    )


def _quote(agent: Caller, today: date) -> TypedQuote:
    terms = TypedInsured(
        product="kasko",
        begins=today + timedelta(days=3),
        sum_insured=TypedMoney(amount="2100000.00"),
        vehicle=TypedVehicle(plate="С456КХ 750", make="Kia", model="Sportage", year=2022),
        options={"cover": "damage", "losses": "year", "deductible": "none"},
        plan="whole",
    )
    return TypedQuote(client_id=_client(agent, "Иванова-Белая"), **terms.model_dump())


def _client(agent: Caller, surname: str) -> str:
    found = list_clients(agent, Wanted(q=surname), limit=1, position=None)
    return found.items[0].client.id
