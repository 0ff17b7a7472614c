"""Types of products: their subjects, fields, rates, plans of payment and rules."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import CODE, PAGE_URL, formatted
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.models import Frozen
from chalicelib.base.money import NOT_A_CURRENCY
from chalicelib.base.words import first_seen
from chalicelib.features.clients.settings import Retention
from chalicelib.tenancy.categories import Label

Code = Annotated[str, CODE]
Labels = dict[Language, Label]
#: The kinds of things that policies insure.
Subject = Literal["vehicle", "property", "cargo", "life", "other"]
FieldKind = Literal["text", "number", "date", "choice"]
FactorKind = Literal["plain", "cover", "deductible"]
NumberForm = Literal["osago", "any"]

MOST_FIELDS = 40
MOST_FACTORS = 12
MOST_OPTIONS = 60
MOST_PLANS = 6
MOST_DOCUMENTS = 40
MOST_INSTALMENTS = 12
LONGEST_SERIES = 20
LONGEST_ADVICE = 2000
#: Steps of a policyholder after a loss, a line each.
AfterLoss = Annotated[str, StringConstraints(max_length=LONGEST_ADVICE)]
#: ISO 4217.
CURRENCY = formatted(r"^[A-Z]{3}$", NOT_A_CURRENCY, to_upper=True)
#: An amount of money in the product's currency.
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=3)]
#: A multiplier of the premium.
Multiplier = Annotated[Decimal, Field(gt=0, le=100, max_digits=8, decimal_places=5)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=8, decimal_places=5)]


class Labelled(Frozen):
    """A thing with a code for programs and labels for people."""

    code: Code = Field(examples=["kasko"])
    labels: Labels = Field(min_length=1, examples=[{"en": "Motor hull"}])

    def label(self, language: Language) -> str:
        """Return the label in a language, or in another one that has it; the code without any."""
        return first_seen((self.labels.get(each, "") for each in (language, *LANGUAGES)), otherwise=self.code)


class FieldChoice(Labelled):
    """A value that a field of kind `choice` may have."""


class ProductField(Labelled):
    """A field of the product that a quote asks for beside the sum insured."""

    kind: FieldKind = "text"
    required: bool = True
    choices: tuple[FieldChoice, ...] = Field(default=(), max_length=MOST_OPTIONS)


class Option(Labelled):
    """An option of a factor, and the multiplier that it brings."""

    factor: Multiplier = Field(default=Decimal(1), examples=["0.85"])
    #: Of a deductible: the sum that the policyholder bears.
    amount: Amount | None = None
    needs_drivers: bool = Field(default=False, description="Only listed drivers may drive: at least one is to be named")


class Factor(Labelled):
    """A factor of the price: one of its options is chosen. Covers and deductibles are factors, too."""

    kind: FactorKind = "plain"
    options: tuple[Option, ...] = Field(min_length=1, max_length=MOST_OPTIONS)

    def find(self, code: str | None) -> Option | None:
        """Return the option of a code, if there is one."""
        return next((each for each in self.options if each.code == code), None)


class Rating(Frozen):
    """The rates of a product: the sum insured times the base rate times a multiplier for each factor."""

    percent: Percent = Field(description="The base rate, of the sum insured", examples=["4"])
    sum_least: Amount = Field(description="The least sum insured", examples=["100000"])
    sum_most: Amount = Field(description="The greatest sum insured", examples=["5000000"])
    factors: tuple[Factor, ...] = Field(default=(), max_length=MOST_FACTORS)
    minimum_premium: Amount = Field(default=Decimal(0), description="Before the factor of the plan")


class Plan(Labelled):
    """A plan of payment: the number of instalments, and the multiplier of the premium for paying in so many."""

    instalments: int = Field(default=1, ge=1, le=MOST_INSTALMENTS)
    factor: Multiplier = Decimal(1)


class Numbering(Frozen):
    """The form of policy numbers, and the series of those that Osmotr gives."""

    form: NumberForm = "any"
    series: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SERIES)] = ""


class CoolingOff(Frozen):
    """The days after the signature within which a policyholder gets the premium back."""

    days: int = Field(default=0, ge=0, le=366)
    #: The premium of the days in force is kept.
    keeps_days_in_force: bool = True


class ProductDocument(Frozen):
    """Rules or terms of insurance, for policies that are signed from a day on."""

    labels: Labels = Field(min_length=1, examples=[{"en": "Rules of insurance"}])
    file: Annotated[str, StringConstraints(max_length=500), PAGE_URL] = Field(
        examples=["https://example.org/kasko.pdf"]
    )
    since: date = Field(examples=["2026-01-01"], description="The first day of signatures that it holds for")


class Product(Labelled):
    """A product: its subject, fields, rates, plans of payment and rules."""

    subject: Subject = "other"
    currency: Annotated[str, CURRENCY] = Field(examples=["RUB"])
    rating: Rating
    plans: tuple[Plan, ...] = Field(min_length=1, max_length=MOST_PLANS)
    fields: tuple[ProductField, ...] = Field(default=(), max_length=MOST_FIELDS)
    term_months: int = Field(default=12, ge=1, le=600)
    minimum_age: int | None = Field(default=None, ge=0, le=99, description="Of the policyholder, in full years")
    number: Numbering = Field(default_factory=Numbering)
    cooling_off: CoolingOff = Field(default_factory=CoolingOff)
    #: Percent of the unused premium that the insurer keeps after a cancellation by the policyholder.
    share_kept: Percent = Decimal(0)
    retention: Retention | None = None
    #: The code of the process of cases about losses.
    process: Code | None = None
    documents: tuple[ProductDocument, ...] = Field(default=(), max_length=MOST_DOCUMENTS)
    cancels_online: bool = Field(default=False, description="Policyholders may cancel in the client area")
    after_loss: dict[Language, AfterLoss] = Field(
        default_factory=dict, description="By language, what a policyholder does after a loss: shown in the client area"
    )
    active: bool = True

    def after_loss_in(self, language: Language) -> str:
        """Return the steps after a loss in a language, or in another one that has them; empty without any."""
        return next((found for each in (language, *LANGUAGES) if (found := self.after_loss.get(each, ""))), "")

    def find_plan(self, code: str | None) -> Plan | None:
        """Return the plan of a code, if there is one."""
        return next((each for each in self.plans if each.code == code), None)

    def documents_on(self, day: date) -> tuple[ProductDocument, ...]:
        """Return the documents of a policy that is signed on a day: of each title the latest."""
        latest: dict[tuple[tuple[Language, str], ...], ProductDocument] = {}
        for each in sorted(self.documents, key=lambda one: one.since):
            if each.since <= day:
                latest[tuple(sorted(each.labels.items()))] = each
        return tuple(latest.values())
