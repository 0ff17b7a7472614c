"""Quotes and policies as callers type them, before they are checked together."""

from datetime import date

from chalicelib.base.models import Frozen
from chalicelib.features.clients.rules import TypedClient


class TypedMoney(Frozen):
    """An amount as it was typed; without a currency it is in that of the product."""

    amount: str
    currency: str | None = None


class TypedVehicle(Frozen):
    """A vehicle as it was typed."""

    vin: str | None = None
    plate: str | None = None
    make: str | None = None
    model: str | None = None
    year: int | None = None


class TypedDriver(Frozen):
    """A driver as they were typed."""

    name: str
    birth_date: date | None = None
    licence: str | None = None


class TypedInsured(Frozen):
    """The insured thing and the terms as they were typed."""

    product: str
    begins: date
    #: None: after the usual term of the product.
    ends: date | None = None
    sum_insured: TypedMoney | None = None
    deductible: TypedMoney | None = None
    vehicle: TypedVehicle | None = None
    drivers: tuple[TypedDriver, ...] = ()
    subject: str | None = None
    fields: dict[str, object] = {}
    #: By code of a factor of the rating table, the code of its option.
    options: dict[str, str] = {}
    #: The code of a plan of payment; None: the first of the product.
    plan: str | None = None


class TypedPolicy(TypedInsured):
    """A policy as it was typed."""

    client_id: str
    number: str | None = None
    premium: TypedMoney
    source: str = "own"
    #: True if the client buys it without anybody's help.
    alone: bool = False
    predecessor_id: str | None = None
    #: Instalments that the client has paid already, counted from the first.
    paid_instalments: int = 0


class TypedQuote(TypedInsured):
    """A quote as it was typed."""

    client_id: str
    predecessor_id: str | None = None
    alone: bool = False


class TypedRenewal(Frozen):
    """The choices of a renewal as they were typed. Those that are left out stay as they are in the policy."""

    options: dict[str, str] = {}
    plan: str | None = None
    sum_insured: TypedMoney | None = None


class TypedEnd(Frozen):
    """The early end of a reported policy: the last day in force."""

    effective: date
    reason: str = ""


class ReportedPolicy(TypedInsured):
    """A policy that was sold elsewhere, whole as it is in a version of its sender."""

    number: str
    version: int
    #: None: it could not be read.
    client: TypedClient | None
    premium: TypedMoney
    paid_instalments: int = 0
    cancelled: TypedEnd | None = None
