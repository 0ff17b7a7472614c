"""HTTP bodies of products: the account's settings, and the products that a caller may sell."""

from pydantic import Field

from chalicelib.base.money import Money, money
from chalicelib.features.policies.product_bodies import ProductBody, stored
from chalicelib.features.policies.product_types import (
    Code,
    CoolingOff,
    FactorKind,
    Labels,
    Numbering,
    Product,
    ProductDocument,
    ProductField,
    Subject,
)
from chalicelib.features.policies.products import MOST_PRODUCTS
from chalicelib.http.bodies import Body, View, unchanged


class ProductSettingsChange(Body):
    """Changes of the products; a list replaces the former one as a whole."""

    version: int = Field(ge=0, description="Of the settings that were read")
    products: tuple[ProductBody, ...] = Field(default_factory=unchanged, max_length=MOST_PRODUCTS)

    def given(self) -> tuple[Product, ...] | None:
        """Return the products as they are stored; None if the change named none."""
        return tuple(map(stored, self.products)) if self.products is not None else None


class ProductSettingsView(View):
    """The account's products with their rates."""

    products: list[Product] = Field(description="In the order of lists. Until some are saved: usual ones")
    version: int = Field(description="0: none was saved yet")


class OptionView(View):
    """An option of a factor."""

    code: Code
    labels: Labels
    amount: Money | None = Field(description="Of a deductible: the sum that the policyholder bears")
    needs_drivers: bool = Field(description="Only listed drivers may drive: at least one is to be named")


class FactorView(View):
    """A factor of the price: a quote chooses one of its options."""

    code: Code
    labels: Labels
    kind: FactorKind
    options: list[OptionView]


class PlanView(View):
    """A plan of payment."""

    code: Code
    labels: Labels
    instalments: int


class ProductView(View):
    """A product that can be sold: the choices that make its price, and its own fields."""

    code: Code
    labels: Labels
    subject: Subject
    currency: str
    sum_least: Money = Field(description="The least sum insured")
    sum_most: Money = Field(description="The greatest sum insured")
    factors: list[FactorView]
    plans: list[PlanView]
    fields: list[ProductField]
    term_months: int
    minimum_age: int | None = Field(description="Of the policyholder, in full years")
    number: Numbering
    cooling_off: CoolingOff
    documents: list[ProductDocument] = Field(description="Rules and terms for policies that are signed today")


class ProductsView(View):
    """The products that the caller may sell."""

    products: list[ProductView]


def view_of(product: Product, documents: tuple[ProductDocument, ...]) -> ProductView:
    """Return the view of a product with its documents of a day."""
    same = ("code", "labels", "subject", "currency", "term_months", "minimum_age", "number", "cooling_off")
    return ProductView(
        **{name: getattr(product, name) for name in same},
        sum_least=money(product.rating.sum_least, product.currency),
        sum_most=money(product.rating.sum_most, product.currency),
        factors=_factors(product),
        plans=[PlanView(**each.model_dump(exclude={"factor"})) for each in product.plans],
        fields=list(product.fields),
        documents=list(documents),
    )


def _factors(product: Product) -> list[FactorView]:
    return [
        FactorView(
            code=factor.code,
            labels=factor.labels,
            kind=factor.kind,
            options=[
                OptionView(
                    code=each.code,
                    labels=each.labels,
                    amount=None if each.amount is None else money(each.amount, product.currency),
                    needs_drivers=each.needs_drivers,
                )
                for each in factor.options
            ],
        )
        for factor in product.rating.factors
    ]
