"""Amounts of money in answers."""

from pydantic import Field

from chalicelib.base.money import Money
from chalicelib.http.bodies import View


class MoneyView(View):
    """An amount of money."""

    amount: str = Field(examples=["48320.50"])
    currency: str = Field(examples=["RUB"])


def money_view(money: Money) -> MoneyView:
    """Return an amount as an answer shows it."""
    return MoneyView(amount=f"{money.amount:f}", currency=money.currency)
