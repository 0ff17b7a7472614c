"""Policies and quotes: the insured thing, the term, the premium, the seller."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money, nothing
from chalicelib.base.search.rule import RULE

#: Stored texts may be longer than a later rule lets anybody type.
StoredText = Annotated[str, StringConstraints(max_length=4000)]


class Source(StrEnum):
    """The insurer's own sale, or a policy that was sold elsewhere and is only known here."""

    OWN = "own"
    EXTERNAL = "external"


class Channel(StrEnum):
    """The seller of a policy."""

    AGENT = "agent"
    HOUSE = "house"
    #: The client bought it without anybody's help.
    ALONE = "alone"
    EXTERNAL = "external"


class PolicyStatus(StrEnum):
    """The status of a policy: computed from its facts. Several may hold; the first that holds is the main one."""

    CANCELLED = "cancelled"
    RENEWED = "renewed"
    EXPIRED = "expired"
    AWAITING_PAYMENT = "awaiting_payment"
    CANCEL_PENDING = "cancel_pending"
    UNPAID = "unpaid"
    IN_FORCE = "in_force"
    PENDING = "pending"


class Vehicle(Frozen):
    """An insured vehicle."""

    vin: StoredText | None = None
    plate: StoredText | None = None
    make: StoredText | None = None
    model: StoredText | None = None
    year: int | None = None

    @property
    def shown(self) -> str:
        """The vehicle in a line: make, model, plate or VIN."""
        return " ".join(filter(None, (self.make, self.model, self.plate or self.vin)))


class Driver(Frozen):
    """A person who may drive the insured vehicle."""

    name: StoredText
    birth_date: date | None = None
    licence: StoredText | None = None


class Insured(Frozen):
    """The insured thing and the terms: common to quotes and policies."""

    product: str
    begins: date
    ends: date
    currency: str
    sum_insured: Decimal | None = None
    deductible: Decimal | None = None
    vehicle: Vehicle | None = None
    drivers: tuple[Driver, ...] = ()
    #: Of property, cargo, a life: the insured thing in words.
    subject: StoredText | None = None
    #: The product's own fields, by code.
    fields: dict[str, Any] = Field(default_factory=dict)
    #: The chosen options of the rating table, by factor.
    options: dict[str, str] = Field(default_factory=dict)
    #: The instalment plan; None: one payment.
    plan: str | None = None

    @property
    def object(self) -> str:
        """The insured thing in a line: vehicle, words, else the first of the product's own fields."""
        if self.vehicle:
            return self.vehicle.shown
        return self.subject or next((str(each) for each in self.fields.values() if each), "")

    def money(self, amount: Decimal) -> Money:
        """Return an amount in the currency of the policy."""
        return Money(amount=amount, currency=self.currency)


class Instalment(Frozen):
    """A part of the premium, the day on which it is due, and its payment."""

    number: int
    amount: Decimal
    due: date
    paid_at: AwareDatetime | None = None
    #: The payment of a provider; None: received in another way, such as cash.
    payment_id: str | None = None
    #: The part that was paid back.
    refunded: Decimal = Decimal(0)
    #: The base whose commission it is, if it is not that of the policy's commission; the house has none.
    credited_to: str | None = None


class MoneyBack(Frozen):
    """A part of a refund, of one instalment: returned by the provider that took it, else by a person."""

    instalment: int
    amount: Decimal
    payment_id: str | None = None
    #: The refund at the provider; None: a person returns it.
    refund_id: str | None = None
    #: The moment at which somebody noted that a person has returned it.
    returned_at: AwareDatetime | None = None


class Cancellation(Frozen):
    """The end of a policy before its term: the last day in force, and the premium that goes back."""

    effective: date
    reason: StoredText
    at: AwareDatetime
    by: str
    refund: Decimal
    #: The parts of the refund.
    parts: tuple[MoneyBack, ...] = ()


class Commission(Frozen):
    """The commission of a policy: the agent, the percent on the day of sale, and the sum accrued so far."""

    agent_id: str
    percent: Decimal
    accrued: Decimal = Decimal(0)
    #: The sums accrued to later agents of the client, by their ids.
    others: dict[str, Decimal] = Field(default_factory=dict)


class Listed(Frozen):
    """The folded words of a policy's look-ups. Why stored: after a change of the rule nothing else tells them."""

    #: Of terms, each with its shelf; and the folded VIN and plate.
    terms: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()


class Policy(Frozen):
    """A policy. `version` rises with every change."""

    id: str
    account_id: str
    number: StoredText
    client_id: str
    #: The holder's name as of the sale: the contract's own.
    holder: StoredText
    source: Source = Source.OWN
    channel: Channel
    #: The agent that sold it, also if the client's agent is another one later; None: the house, or sold elsewhere.
    sold_by: str | None = None
    #: The agent in whose base the client is, if it did not sell it: reads it, and renews it.
    served_by: str | None = None
    insured: Insured
    premium: Decimal
    instalments: tuple[Instalment, ...]
    #: The premium that was paid back.
    refunded: Decimal = Decimal(0)
    commission: Commission | None = None
    quote_id: str | None = None
    predecessor_id: str | None = None
    successor_id: str | None = None
    #: The quote of its renewal.
    renewal_quote_id: str | None = None
    cancelled: Cancellation | None = None
    #: Of a policy that was sold elsewhere: the version of its sender, by which reports are put in order; 0: by hand.
    reported: int = 0
    issued_at: AwareDatetime
    created_by: str
    changed_at: datetime
    version: int = 1
    #: True once it is in the figures of sales; those of before are counted with their next change.
    counted: bool = False
    #: The rule by which its look-ups are written, and their words.
    terms_rule: int = RULE
    listed: Listed | None = None

    @property
    def currency(self) -> str:
        """The currency of all its amounts (ISO 4217)."""
        return self.insured.currency

    @property
    def received(self) -> Decimal:
        """The premium that was paid, refunds not counted."""
        return sum((each.amount for each in self.instalments if each.paid_at), nothing(self.currency).amount)

    @property
    def paid(self) -> Decimal:
        """The premium that was paid and not paid back."""
        return self.received - self.refunded

    @property
    def paid_since(self) -> datetime | None:
        """The moment of the first payment; None before it."""
        return min((each.paid_at for each in self.instalments if each.paid_at), default=None)

    @property
    def last_day(self) -> date:
        """The last day in force: of the term, or of a cancellation before its end."""
        return min(self.insured.ends, self.cancelled.effective) if self.cancelled else self.insured.ends

    @property
    def next_instalment(self) -> Instalment | None:
        """The first instalment that is not paid; None if all are."""
        return next((each for each in self.instalments if each.paid_at is None), None)


class QuoteStatus(StrEnum):
    """The status of a quote: computed from its facts."""

    OPEN = "open"
    PRICED = "priced"
    OFFERED = "offered"
    SOLD = "sold"
    EXPIRED = "expired"
    #: The client was bound to another agent meanwhile.
    TAKEN_OVER = "taken_over"


class Price(Frozen):
    """A price as it was computed: premium, instalments, and the percent and factors of that moment."""

    premium: Decimal
    instalments: tuple[Decimal, ...]
    #: The steps in the order of their multiplication, by code: the percent, then factors.
    parts: dict[str, Decimal] = Field(default_factory=dict)
    at: AwareDatetime


class Quote(Frozen):
    """An offer in the making: sold as a policy, or ended."""

    id: str
    account_id: str
    client_id: str
    holder: StoredText
    #: The base of the client when the quote was made: its agent, or the house.
    base: str
    insured: Insured
    price: Price | None = None
    offered_at: AwareDatetime | None = None
    policy_id: str | None = None
    predecessor_id: str | None = None
    #: True if the client made it without anybody's help; an agent who goes on with it makes it the agent's own.
    alone: bool = False
    ends_at: AwareDatetime
    #: True once back-ends were told that it ended unsold.
    told_ended: bool = False
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int = 1


class Change(Frozen):
    """One change of a policy or a quote: append-only."""

    id: str
    at: AwareDatetime
    actor: str
    type: str
    version: int
    data: dict[str, Any] = Field(default_factory=dict)


class LedgerLine(Frozen):
    """A line of an agent's commission: append-only; a negative one names the policy whose premium went back."""

    id: str
    agent_id: str
    #: The month of the statement, `2026-12`.
    month: str
    at: AwareDatetime
    policy_id: str
    number: StoredText
    product: str
    client: StoredText
    channel: Channel
    #: Paid so far, refunds taken off, and the percent: the line is the difference to the sum accrued before.
    base: Decimal
    percent: Decimal
    amount: Decimal
    currency: str
    reason: str


class Warned(NamedTuple):
    """A thing about a policy that somebody should look at, with the values of its sentence."""

    code: str
    #: Of an overlap: the other policy, if the caller sees it.
    policy_id: str | None = None
    params: Mapping[str, object] = MappingProxyType({})
