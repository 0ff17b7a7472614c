"""HTTP bodies and answers of renewals."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from chalicelib.base.errors import FieldError
from chalicelib.base.formats import Code
from chalicelib.base.languages import Language, text
from chalicelib.base.money import Money, money
from chalicelib.features.policies import rating
from chalicelib.features.policies.product_types import FactorKind
from chalicelib.features.policies.quote_schemas import QuoteVersion
from chalicelib.features.policies.schemas import Alone, AmountBody
from chalicelib.features.policies.service.choosing import OfferedFactor, OfferedOption, RenewalOptions
from chalicelib.features.policies.typed import TypedRenewal
from chalicelib.http.bodies import View
from chalicelib.http.money import MoneyView, money_view


class RenewBody(QuoteVersion):
    """A renewal on the same terms."""

    channel: Alone = None


class RenewalBody(RenewBody):
    """A renewal with choices. A field that is left out stays as it is in the policy."""

    options: dict[Code, Code] = Field(
        default_factory=dict, max_length=20, description="By code of a factor, the code of the chosen option"
    )
    plan: Code | None = Field(default=None, description="Code of a plan of payment")
    sum_insured: AmountBody | None = None

    def choices(self) -> TypedRenewal:
        """Return the choices as the rules read them."""
        values = self.model_dump(include={"plan", "sum_insured"})
        return TypedRenewal.model_validate({**values, "options": self.options or {}})


class PlannedPriceView(View):
    """A price in a plan of payment."""

    plan: str
    label: str = Field(description="In the language of `Accept-Language`, as all labels here")
    premium: MoneyView
    instalments: list[MoneyView]


class RenewalOptionView(View):
    """An option that may be chosen for the renewal."""

    code: str
    label: str
    amount: MoneyView | None = Field(description="Of a deductible: the sum that the policyholder bears")
    chosen: bool = Field(description="True for the present choice")
    saves: MoneyView = Field(description="Against the present choice in the present plan; negative for a dearer one")
    prices: list[PlannedPriceView] = Field(description="In every plan of payment")


class RenewalFactorView(View):
    """A cover or a deductible to choose."""

    code: str
    label: str
    kind: FactorKind
    options: list[RenewalOptionView]


class LackingView(View):
    """A thing that a price needs and the policy does not say."""

    pointer: str = Field(description="Into the body of `POST …/renewal`", examples=["/options/losses"])
    detail: str


class RenewalView(View):
    """The renewal of a policy as it could be, by the rates of this moment."""

    policy_id: str
    version: int = Field(description="The version of the policy")
    product: str
    begins: date = Field(description="The day after the policy's end")
    ends: date
    sum_insured: MoneyView | None
    options: dict[str, str] = Field(description="The present choices")
    plan: str | None
    quote_id: str | None = Field(description="The quote of the renewal that is open; a second one is refused")
    base: PlannedPriceView | None = Field(description="The price of the present choices; null: see `lacking`")
    prices: list[PlannedPriceView] = Field(description="That of the present choices in every plan of payment")
    factors: list[RenewalFactorView]
    lacking: list[LackingView]


def renewal_view(policy_id: str, version: int, shown: RenewalOptions, language: Language) -> RenewalView:
    """Return the choices of a renewal as an answer shows them."""
    insured = shown.insured
    return RenewalView(
        policy_id=policy_id,
        version=version,
        product=insured.product,
        begins=insured.begins,
        ends=insured.ends,
        sum_insured=money_view(insured.money(insured.sum_insured)) if insured.sum_insured is not None else None,
        options=insured.options,
        plan=insured.plan,
        quote_id=shown.quote_id,
        base=_price(shown.base, language) if shown.base else None,
        prices=_prices(shown.plans, language),
        factors=[_factor(each, insured.currency, language) for each in shown.factors],
        lacking=[_lacking(each, language) for each in shown.lacking],
    )


def _factor(offered: OfferedFactor, currency: str, language: Language) -> RenewalFactorView:
    factor = offered.factor
    return RenewalFactorView(
        code=factor.code,
        label=factor.label(language),
        kind=factor.kind,
        options=[_option(each, currency, language) for each in offered.options],
    )


def _option(offered: OfferedOption, currency: str, language: Language) -> RenewalOptionView:
    option = offered.option
    amount: Money | None = None if option.amount is None else money(option.amount, currency)
    return RenewalOptionView(
        code=option.code,
        label=option.label(language),
        amount=money_view(amount) if amount else None,
        chosen=offered.chosen,
        saves=money_view(offered.saves),
        prices=_prices(offered.prices, language),
    )


def _prices(prices: Iterable[rating.Price], language: Language) -> list[PlannedPriceView]:
    return [_price(each, language) for each in prices]


def _price(price: rating.Price, language: Language) -> PlannedPriceView:
    return PlannedPriceView(
        plan=price.plan.code,
        label=price.plan.label(language),
        premium=money_view(price.premium),
        instalments=[money_view(each) for each in price.instalments],
    )


def _lacking(error: FieldError, language: Language) -> LackingView:
    return LackingView(pointer=error.pointer, detail=text(language, error.message, **error.params))
