"""The facts that an expectation is computed of, and its result."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from chalicelib.base.money import Money
from chalicelib.features.cargo.rates.model import UnitCode, UnitRate
from chalicelib.features.claims.decision.calculating import Calculation, Deductible, Step


class Lacks(StrEnum):
    """A fact without which a part is not computed."""

    LAW = "law"
    LOSS = "claimed"
    AFFECTED_WEIGHT = "affected_kg"
    WEIGHT = "gross_kg"
    AFFECTED_PACKAGES = "affected_packages"
    VALUE = "value"
    CHARGES = "carriage_charges"
    RATE = "rate"
    POLICY = "policy"
    #: Amounts in several currencies: nothing here converts them.
    CURRENCY = "currency"
    #: The law leaves the limit to the contract.
    CONTRACT = "contract"


class Carriage(NamedTuple):
    """The facts of a carriage that its law asks for. Unknown ones are None."""

    law: str | None
    #: The loss: the value of lost goods, or the loss of value of damaged ones; of a delay, its damage.
    loss: Money | None
    #: The value of all goods of the carriage.
    value: Money | None = None
    affected_kg: Decimal | None = None
    gross_kg: Decimal | None = None
    affected_packages: int | None = None
    charges: Money | None = None
    declared: Money | None = None
    is_delay: bool = False
    #: The carrier acted wilfully, or in a way that a law puts beside that.
    is_wilful: bool = False
    #: The day of the carriage, by which the version of the law and the IPREM are chosen.
    on: date = date.min


class PartKind(StrEnum):
    """A part of the compensation."""

    GOODS = "goods"
    CHARGES = "charges"
    DELAY = "delay"


class Basis(StrEnum):
    """The bound of a part: why it is no more."""

    #: The loss itself is below any bound.
    LOSS = "loss"
    LIMIT = "limit"
    DECLARED = "declared"
    #: Of a delay.
    CHARGES = "charges"
    #: Wilful misconduct lifts the limit.
    UNLIMITED = "unlimited"


class Owed(NamedTuple):
    """A part of the compensation, rounded once, with its bound and the article."""

    kind: PartKind
    money: Money
    article: str
    basis: Basis = Basis.LOSS


class LimitFound(NamedTuple):
    """The limit of a law for the goods: in its unit, never rounded, and in money at a rate."""

    units: Fraction
    unit: UnitCode
    article: str
    rate: UnitRate | None = None
    money: Money | None = None


class FromCarrier(NamedTuple):
    """The compensation that a law makes a carrier owe at most."""

    law: str | None
    parts: tuple[Owed, ...] = ()
    #: None: not computed, since facts in `lacks` are missing. It is never 0 for that.
    total: Money | None = None
    limit: LimitFound | None = None
    lacks: tuple[Lacks, ...] = ()
    #: Facts that would add to a total that was computed.
    would_add: tuple[Lacks, ...] = ()


class Cover(NamedTuple):
    """The terms of a policy that an amount depends on."""

    currency: str
    sum_insured: Decimal | None = None
    deductible: Deductible | None = None


class FromInsurer(NamedTuple):
    """The payment that a policy's terms come to."""

    steps: tuple[Step, ...] = ()
    calculation: Calculation | None = None
    lacks: tuple[Lacks, ...] = ()


class Expectation(NamedTuple):
    """The compensation that a claim can expect of its carrier and its insurer, estimated on a day."""

    on: date
    loss: Money | None
    carrier: FromCarrier
    insurer: FromInsurer
