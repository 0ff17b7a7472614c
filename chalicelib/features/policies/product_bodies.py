"""Products as somebody gives them: texts are read without invisible characters."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.languages import Language
from chalicelib.base.words import BLOCK, NAMED, ONE_LINE
from chalicelib.features.clients.settings import Retention
from chalicelib.features.policies.product_types import (
    LONGEST_SERIES,
    MOST_DOCUMENTS,
    MOST_FACTORS,
    MOST_FIELDS,
    MOST_OPTIONS,
    MOST_PLANS,
    AfterLoss,
    Factor,
    FieldChoice,
    Numbering,
    Option,
    Plan,
    Product,
    ProductDocument,
    ProductField,
    Rating,
)
from chalicelib.tenancy.categories import Label

GivenAdvice = Annotated[AfterLoss, BLOCK]
GivenLabels = dict[Language, Annotated[Label, NAMED]]
_LONGEST_LAW = 200


class FieldChoiceBody(FieldChoice):
    """A value of a field, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Own use"}])


class ProductFieldBody(ProductField):
    """A field of a product, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Address"}])
    choices: tuple[FieldChoiceBody, ...] = Field(default=(), max_length=MOST_OPTIONS)


class OptionBody(Option):
    """An option of a factor, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Full cover"}])


class FactorBody(Factor):
    """A factor of the price, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Cover"}])
    options: tuple[OptionBody, ...] = Field(
        min_length=1, max_length=MOST_OPTIONS, examples=[[{"code": "full", "labels": {"en": "Full cover"}}]]
    )


class RatingBody(Rating):
    """The rates of a product, as somebody gives them."""

    factors: tuple[FactorBody, ...] = Field(default=(), max_length=MOST_FACTORS)


class PlanBody(Plan):
    """A plan of payment, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "In 2 instalments"}])


class NumberingBody(Numbering):
    """The form of policy numbers, as somebody gives it."""

    series: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SERIES), ONE_LINE] = ""


class RetentionBody(Retention):
    """The retention of policies after their end, as somebody gives it."""

    years: int = Field(ge=0, le=75, examples=[5])
    law: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_LAW), NAMED] = Field(
        examples=["402-ФЗ, ст. 29"]
    )


class ProductDocumentBody(ProductDocument):
    """Rules or terms of insurance, as somebody gives them."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Rules of insurance"}])


class ProductBody(Product):
    """A product, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Motor hull"}])
    rating: RatingBody = Field(examples=[{"percent": "4", "sum_least": "100000", "sum_most": "5000000"}])
    plans: tuple[PlanBody, ...] = Field(
        min_length=1, max_length=MOST_PLANS, examples=[[{"code": "whole", "labels": {"en": "At once"}}]]
    )
    fields: tuple[ProductFieldBody, ...] = Field(default=(), max_length=MOST_FIELDS)
    number: NumberingBody = Field(default_factory=NumberingBody)
    retention: RetentionBody | None = None
    documents: tuple[ProductDocumentBody, ...] = Field(default=(), max_length=MOST_DOCUMENTS)
    after_loss: dict[Language, GivenAdvice] = Field(
        default_factory=dict,
        description="By language, what a policyholder does after a loss, a line a step: shown in the client area",
        examples=[{"en": "Stop, and switch the hazard lights on.\nCall us."}],
    )


def stored(body: ProductBody) -> Product:
    """Return a given product as the type that is stored."""
    return Product.model_validate(body.model_dump())
