"""The choices of a renewal: each option of cover and deductible with its price, in every plan of payment."""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.money import Money
from chalicelib.features.policies import rating
from chalicelib.features.policies.model import Insured, Policy
from chalicelib.features.policies.product_types import Factor, Option, Product
from chalicelib.features.policies.products import sellable_product
from chalicelib.features.policies.rating import Choices
from chalicelib.features.policies.service.continuing import following, renewal_quote
from chalicelib.features.policies.service.pricing import choices_of, priced
from chalicelib.features.policies.service.renewing import demand_renewable

#: Kinds of factors that a policyholder chooses. The others are facts, such as the losses of past years.
_CHOSEN_KINDS = frozenset({"cover", "deductible"})


class OfferedOption(NamedTuple):
    """An option: its saving against the present choice, negative for a dearer one, and its price in each plan."""

    option: Option
    chosen: bool
    saves: Money
    #: In the order of the product's plans.
    prices: tuple[rating.Price, ...]


class OfferedFactor(NamedTuple):
    """A factor that the policyholder chooses, with the options that may be chosen."""

    factor: Factor
    options: tuple[OfferedOption, ...]


class RenewalOptions(NamedTuple):
    """The renewal of a policy as it could be: the terms, the price of the present choices, and the others."""

    insured: Insured
    #: The quote of the renewal that is open.
    quote_id: str | None
    #: None if the terms do not suffice for a price.
    base: rating.Price | None
    #: The present choices in each plan of the product.
    plans: tuple[rating.Price, ...]
    factors: tuple[OfferedFactor, ...]
    #: The errors of the present choices: options that the product has got since, for example.
    lacking: tuple[FieldError, ...] = ()


def renewal_options(policy: Policy, *, of_quote: bool = False) -> RenewalOptions:
    """Return the choices of a policy's renewal by the rates of now: at most one GetItem.

    `of_quote`: the present choices are those of the renewal that is open, if there is one, else those of the policy.

    Raises Conflict for a policy that is renewed or cancelled, or whose product is not sold any more.
    """
    demand_renewable(policy)
    try:
        product, insured = sellable_product(policy.account_id, policy.insured.product), following(policy)
    except Invalid as error:
        (wrong,) = error.errors
        raise Conflict(wrong.message, extra={"reason": "not-sold"}, **wrong.params) from error
    before = renewal_quote(policy)
    quote_id = before.id if before else None
    insured = before.insured if before and of_quote else insured
    found = Findings()
    with found:
        priced(product, insured)
    if found.errors:
        return RenewalOptions(insured, quote_id, None, (), (), found.errors)
    choices = choices_of(product, insured)
    return RenewalOptions(
        insured=insured.model_copy(update={"plan": choices.plan}),
        quote_id=quote_id,
        base=rating.price(product, choices),
        plans=tuple(rating.price(product, each) for each in _in_each_plan(product, choices)),
        factors=tuple(
            OfferedFactor(each, tuple(_offered(product, choices, each, insured)))
            for each in product.rating.factors
            if each.kind in _CHOSEN_KINDS
        ),
    )


def _in_each_plan(product: Product, choices: Choices) -> Iterator[Choices]:
    return (choices.model_copy(update={"plan": each.code}) for each in product.plans)


def _offered(product: Product, choices: Choices, factor: Factor, insured: Insured) -> Iterator[OfferedOption]:
    in_plans = [rating.alternatives(product, each, factor.code) for each in _in_each_plan(product, choices)]
    for place, present in enumerate(rating.alternatives(product, choices, factor.code)):
        if insured.drivers or not present.option.needs_drivers:
            yield OfferedOption(
                option=present.option,
                chosen=choices.options.get(factor.code) == present.option.code,
                saves=present.saves,
                prices=tuple(each[place].price for each in in_plans),
            )
