"""Life products with an investment, and the terms of their policies."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.features.policies.investments import wrong_fields
from chalicelib.features.policies.product_defaults import usual_products
from chalicelib.features.policies.product_types import Product, ProductField
from chalicelib.features.policies.rules import read_fields

LIFE = next(each for each in usual_products() if each.code == "life_invest")
TERMS = {
    "guaranteed": "4500000.00",
    "invested": "4500000",
    "participation": "80",
    "underlying": "moex",
    "initial_level": "1000.00",
    "beneficiary": "Иван",
}


def product_without(*codes: str) -> Product:
    return LIFE.model_copy(update={"fields": tuple(each for each in LIFE.fields if each.code not in codes)})


def wrong(**changes: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read_fields(LIFE, {**TERMS, **changes})
    return [each.pointer for each in refused.value.errors]


def test_right_terms_are_kept_exactly() -> None:
    assert read_fields(LIFE, TERMS)["invested"] == "4500000"
    assert "initial_level" not in read_fields(LIFE, {**TERMS, "initial_level": None})


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"guaranteed": "-1", "invested": "0"}, ["/fields/guaranteed", "/fields/invested"]),
        ({"invested": "10.005", "participation": "0"}, ["/fields/invested", "/fields/participation"]),
        ({"participation": "1001", "initial_level": "0"}, ["/fields/initial_level", "/fields/participation"]),
        ({"initial_level": "-5", "underlying": "nobodys"}, ["/fields/initial_level", "/fields/underlying"]),
        ({"underlying": None, "invested": "much"}, ["/fields/invested", "/fields/underlying"]),
    ],
)
def test_all_wrong_terms_are_told_at_once(changes: dict[str, Any], pointers: list[str]) -> None:
    assert sorted(wrong(**changes)) == pointers


def test_a_part_of_an_investment_is_refused() -> None:
    (error,) = wrong_fields(product_without("guaranteed", "initial_level"), at="/fields")

    assert (error.pointer, error.params["codes"]) == ("/fields", "guaranteed, initial_level")


def test_fields_of_an_investment_have_their_kinds() -> None:
    fields = (*product_without("invested").fields, ProductField(code="invested", labels={"en": "x"}))
    changed = LIFE.model_copy(update={"fields": fields})

    assert [each.pointer for each in wrong_fields(changed, at="/fields")] == ["/fields/5/kind"]


def test_other_products_may_have_fields_of_these_names() -> None:
    cargo = LIFE.model_copy(update={"subject": "cargo", "fields": product_without("underlying").fields})

    assert list(wrong_fields(cargo, at="/fields")) == []
    terms = {name: each for name, each in TERMS.items() if name != "underlying"}
    assert read_fields(cargo, {**terms, "invested": "-1"})["invested"] == "-1"


def test_a_life_product_without_an_investment_has_none() -> None:
    endowment = next(each for each in usual_products() if each.code == "life")

    assert list(wrong_fields(endowment, at="/fields")) == []
    assert endowment.rating.percent == Decimal(100)
