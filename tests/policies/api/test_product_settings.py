"""Products by the API: settings of an account, and the products that a caller may sell."""

from typing import Any

import pytest

from tests.policies.bodies import KASKO, product, rating
from tests.support.api.client import Answer
from tests.support.api.people import People

SETTINGS = "/v1/account/policies"


def change(api: People, *products: dict[str, Any]) -> Answer:
    version = api.key.get(SETTINGS).expect(200)["version"]
    return api.admin.patch(SETTINGS, {"version": version, "products": list(products)})


def test_without_settings_the_usual_products_are_sold(api: People) -> None:
    shown = api.key.get(SETTINGS).expect(200)

    assert (shown["version"], [each["code"] for each in shown["products"]]) == (
        0,
        ["osago", "kasko", "property", "cargo", "life", "life_invest"],
    )
    sold = api.agent.get("/v1/products").expect(200)["products"]
    assert [each["code"] for each in sold] == ["osago", "kasko", "property", "cargo", "life", "life_invest"]


def test_a_saved_product_replaces_the_usual_ones(api: People) -> None:
    changed = change(api, KASKO).expect(200)

    assert (changed["version"], [each["code"] for each in changed["products"]]) == (1, ["kasko"])
    (sold,) = api.agent.get("/v1/products").expect(200)["products"]
    assert sold["sum_least"] == {"amount": "100000.00", "currency": "RUB"}
    assert [each["amount"] for each in sold["factors"][0]["options"]] == [
        {"amount": "0.00", "currency": "RUB"},
        {"amount": "15000.00", "currency": "RUB"},
    ]
    assert [(each["code"], each["instalments"]) for each in sold["plans"]] == [("whole", 1), ("in_2", 2)]


def test_settings_are_sent_back_as_they_were_read(api: People) -> None:
    read = api.key.get(SETTINGS).expect(200)

    changed = api.admin.patch(SETTINGS, read).expect(200)

    assert changed == {**read, "version": 1}


def test_sellers_learn_neither_rates_nor_inactive_products(api: People) -> None:
    change(api, product(active=False), product(code="hull")).expect(200)

    (sold,) = api.agent.get("/v1/products").expect(200)["products"]

    assert sold["code"] == "hull"
    assert "factor" not in str(sold).replace("factors", "")
    assert api.agent.get(SETTINGS).status == 403


def test_all_errors_of_products_are_told_at_once(api: People) -> None:
    wrong = product(
        currency="roubles",
        plans=[],
        labels={"en": "\u200b"},
        rating=rating(percent="0.123456", sum_least="many", minimum_premium="1.005"),
    )

    found = change(api, KASKO, wrong)

    at = "/products/1"
    assert (found.status, set(found.pointers)) == (
        422,
        {
            f"{at}/currency",
            f"{at}/plans",
            f"{at}/labels/en",
            f"{at}/rating/percent",
            f"{at}/rating/sum_least",
            f"{at}/code",
        },
    )


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ({"percent": "0.123456"}, "Must have at most 5 digits after the point."),
        ({"percent": "x"}, "Must be a number such as 1250.50."),
        ({"percent": 101}, "Must be 100 or less."),
        ({"percent": "0"}, "Must be more than 0, or there must be a minimum premium."),
    ],
)
def test_a_wrong_number_is_told_what_would_be_right(api: People, rates: dict[str, Any], said: str) -> None:
    found = change(api, product(rating=rating(**rates)))

    assert [each["detail"] for each in found.json["errors"]] == [said]


def test_products_that_somebody_else_changed_are_told(api: People) -> None:
    change(api, KASKO).expect(200)

    late = api.admin.patch(SETTINGS, {"version": 0, "products": []})

    assert (late.status, len(api.key.get(SETTINGS).json["products"])) == (409, 1)


def test_texts_are_stored_without_invisible_characters(api: People) -> None:
    changed = change(api, product(labels={"en": " Motor\u200b\thull "})).expect(200)

    assert changed["products"][0]["labels"] == {"en": "Motor hull"}


def test_only_administrators_change_products(api: People) -> None:
    assert api.staff.get(SETTINGS).status == 200
    assert [by.patch(SETTINGS, {"version": 0}).status for by in (api.staff, api.agent)] == [403, 403]


def test_the_flag_of_options_that_need_drivers_is_kept(api: People) -> None:
    osago = next(each for each in api.key.get(SETTINGS).expect(200)["products"] if each["code"] == "osago")
    flags = [each["needs_drivers"] for each in osago["rating"]["factors"][2]["options"]]
    osago["rating"]["factors"][2]["options"][1]["needs_drivers"] = True

    changed = change(api, osago, KASKO).expect(200)["products"]

    assert flags == [True, False]
    assert [each["needs_drivers"] for each in changed[0]["rating"]["factors"][2]["options"]] == [True, True]
    assert not any(each["needs_drivers"] for each in changed[1]["rating"]["factors"][0]["options"])
    sold = api.agent.get("/v1/products").expect(200)["products"]
    assert [each["needs_drivers"] for each in sold[0]["factors"][2]["options"]] == [True, True]
