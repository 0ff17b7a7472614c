"""Life policies with an investment for tests: an underlying of a product, and the terms of case 50."""

from typing import Any

from chalicelib.features.policies.investments import UNDERLYING
from chalicelib.features.policies.product_types import FieldChoice
from chalicelib.features.policies.products import ProductSettings
from chalicelib.tenancy import sections
from tests.support.api.people import People

#: A day in the past.
DAY = "2026-11-20"


def name_underlying(api: People, code: str) -> None:
    """Add an underlying to the usual life product with an investment."""
    shown = sections.show(api.account.id, ProductSettings)
    products = {each.code: each for each in shown.value.products}
    life = products["life_invest"]
    choice = FieldChoice(code=code, labels={"en": "Index of our own", "ru": "Наш индекс"})
    fields = tuple(
        each.model_copy(update={"choices": (*each.choices, choice)}) if each.code == UNDERLYING else each
        for each in life.fields
    )
    products["life_invest"] = life.model_copy(update={"fields": fields})
    sections.change(api.account.id, shown.value.with_products(tuple(products.values())), since=shown.version)


def life_policy(client_id: str, **changes: Any) -> dict[str, Any]:
    """Return the body of the policy of case 50: half guaranteed, half invested, 80 % of the growth above 1,000."""
    fields = {
        "guaranteed": "4500000.00",
        "invested": "4500000.00",
        "participation": "80",
        "underlying": "moex",
        "initial_level": "1000.00",
        "beneficiary": "Иван",
        **changes.pop("fields", {}),
    }
    return {
        "client_id": client_id,
        "product": "life_invest",
        "begins": "2024-04-19",
        "ends": "2027-04-18",
        "sum_insured": {"amount": "9000000.00"},
        "premium": {"amount": "9000000.00"},
        "paid_instalments": 1,
        "fields": {name: each for name, each in fields.items() if each is not None},
        **changes,
    }
