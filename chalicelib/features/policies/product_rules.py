"""Rules for the products of an account together, beyond those of each field."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.base.money import WrongMoney, read_amount
from chalicelib.base.words import line
from chalicelib.features.policies import investments
from chalicelib.features.policies.product_types import Factor, Labelled, Product

_TWICE = N_("{code} is here twice.")


def check_products(products: Sequence[Product], *, at: str = "/products") -> None:
    """Raise Invalid with everything that products would be refused for."""
    found = Findings()
    found.add(_repeated(products, at=at))
    for place, product in enumerate(products):
        found.add(wrong_product(product, at=f"{at}/{place}"))
    found.demand_none()


def wrong_product(product: Product, *, at: str) -> Iterator[FieldError]:
    """Yield the errors of a product whose fields can be read."""
    yield from _wrong_rating(product, at=f"{at}/rating")
    yield from _repeated(product.plans, at=f"{at}/plans")
    yield from _wrong_fields(product, at=f"{at}/fields")
    yield from investments.wrong_fields(product, at=f"{at}/fields")
    if product.retention is not None and not line(product.retention.law):
        yield FieldError(f"{at}/retention/law", N_("Write the law that demands it, with its article."))


def _wrong_rating(product: Product, *, at: str) -> Iterator[FieldError]:
    rating = product.rating
    for name in ("sum_least", "sum_most", "minimum_premium"):
        yield from _wrong_amount(getattr(rating, name), product, at=f"{at}/{name}")
    if rating.sum_most < rating.sum_least:
        message = N_("Must not be less than the least sum insured.")
        yield FieldError(f"{at}/sum_most", message, follows=(f"{at}/sum_least",))
    elif rating.sum_most == 0:
        yield FieldError(f"{at}/sum_most", N_("Must be more than 0."))
    if rating.percent == 0 and rating.minimum_premium == 0:
        yield FieldError(f"{at}/percent", N_("Must be more than 0, or there must be a minimum premium."))
    yield from _repeated(rating.factors, at=f"{at}/factors")
    for place, factor in enumerate(rating.factors):
        yield from _wrong_factor(product, factor, at=f"{at}/factors/{place}")
    yield from _second_of_kind(rating.factors, at=f"{at}/factors")


def _wrong_factor(product: Product, factor: Factor, *, at: str) -> Iterator[FieldError]:
    yield from _repeated(factor.options, at=f"{at}/options")
    for place, option in enumerate(factor.options):
        if option.needs_drivers and product.subject != "vehicle":
            subject = f"{at.partition('/rating/')[0]}/subject"
            message = N_("Leave it out: only products that insure a vehicle have drivers.")
            yield FieldError(f"{at}/options/{place}/needs_drivers", message, follows=(subject,))
        here = f"{at}/options/{place}/amount"
        if factor.kind != "deductible" and option.amount is not None:
            yield FieldError(here, N_("Only options of a deductible have a sum."))
        elif factor.kind == "deductible" and option.amount is None:
            yield FieldError(here, N_("Write the sum that the policyholder bears; 0 for none."))
        elif option.amount is not None:
            yield from _wrong_amount(option.amount, product, at=here)


def _second_of_kind(factors: Sequence[Factor], *, at: str) -> Iterator[FieldError]:
    kinds = [factor.kind for factor in factors]
    for place, kind in enumerate(kinds):
        if kind != "plain" and kind in kinds[:place]:
            yield FieldError(f"{at}/{place}/kind", N_("A product has one cover and one deductible at most."))


def _wrong_fields(product: Product, *, at: str) -> Iterator[FieldError]:
    yield from _repeated(product.fields, at=at)
    for place, field in enumerate(product.fields):
        here = f"{at}/{place}/choices"
        if field.kind == "choice" and not field.choices:
            yield FieldError(here, N_("Write at least one value to choose."))
        elif field.kind != "choice" and field.choices:
            yield FieldError(here, N_("Only a field of kind “choice” has values."))
        yield from _repeated(field.choices, at=here)


def _wrong_amount(amount: Decimal, product: Product, *, at: str) -> Iterator[FieldError]:
    """Yield the error of an amount that the currency has no coins for; `at` is below the product's rates."""
    try:
        read_amount(format(amount, "f"), product.currency)
    except WrongMoney as error:
        currency = f"{at.partition('/rating/')[0]}/currency"
        yield FieldError(at, error.message, error.params, (currency,))


def _repeated(labelled: Iterable[Labelled], *, at: str) -> Iterator[FieldError]:
    seen: dict[str, int] = {}
    for place, each in enumerate(labelled):
        first = seen.setdefault(each.code, place)
        if first != place:
            follows = (f"{at}/{first}/code", f"{at}/{place}/code")
            yield FieldError(f"{at}/{place}/code", _TWICE, {"code": each.code}, follows)
