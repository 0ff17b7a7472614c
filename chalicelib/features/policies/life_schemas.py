"""HTTP answers about the value of life policies."""

from datetime import date

from pydantic import Field

from chalicelib.base.languages import Language
from chalicelib.base.money import shown
from chalicelib.features.policies.service.valuing import LifeValue, Reason
from chalicelib.http.bodies import View
from chalicelib.http.money import MoneyView, money_view


class PolicyUnderlyingView(View):
    """The underlying of a life policy."""

    code: str
    label: str = Field(description="In the language of `Accept-Language`, as all texts here")


class LifeView(View):
    """The value of a life policy today, in the account's time zone."""

    last_day: date
    days_left: int | None = Field(description="0 on the last day; null after it")
    days_left_text: str = Field(examples=["142 days"])
    payout: MoneyView | None = Field(description="If the policy ended now; null: see `reason`")
    payout_text: str | None = Field(examples=["RUB 5,000,232.42"])
    underlying: PolicyUnderlyingView | None = Field(description="Null: the policy has no investment")
    level: str | None = Field(description="The latest one, also if it is too old for a payout")
    level_on: date | None
    formula: str | None = Field(description="The computation of the payout in words and numbers")
    reason: Reason | None = Field(
        description="The reason why there is no payout. `no_level`: none, or none for more than three working days"
    )
    reason_text: str | None


def life_view(value: LifeValue, language: Language) -> LifeView:
    """Return the value of a life policy as an answer shows it."""
    underlying = PolicyUnderlyingView(code=value.underlying, label=value.underlying_label)
    return LifeView(
        last_day=value.last_day,
        days_left=value.days_left,
        days_left_text=value.days_left_text,
        payout=money_view(value.payout) if value.payout else None,
        payout_text=shown(language, value.payout) if value.payout else None,
        underlying=underlying if value.underlying else None,
        level=format(value.level, "f") if value.level is not None else None,
        level_on=value.level_on,
        formula=value.formula or None,
        reason=value.reason,
        reason_text=value.why or None,
    )
