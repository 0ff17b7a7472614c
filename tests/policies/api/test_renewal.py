"""The choices of a renewal by the API: prices, savings, instalments, the quote of a choice."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.policies.products import ProductSettings
from chalicelib.tenancy import sections
from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.sales import sold
from tests.support.api.people import People
from tests.support.faults import counted

CHOICES = {"cover": "full", "losses": "two_years", "deductible": "none"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-29T09:00:00+03:00", tick=False):
        yield


def own(api: People, **changes: Any) -> str:
    """Return the path of the renewal of a policy of 1,250,000 at 4 %, with two years without losses (0.90)."""
    policy = sold(api.agent, added(api.agent, PERSON), **{"options": CHOICES, **changes})
    return f"/v1/policies/{policy['id']}/renewal"


def options_of(shown: dict[str, Any], factor: str) -> dict[str, dict[str, Any]]:
    (found,) = (each for each in shown["factors"] if each["code"] == factor)
    return {each["code"]: each for each in found["options"]}


def premium(option: dict[str, Any], plan: str = "whole") -> str:
    (found,) = (each for each in option["prices"] if each["plan"] == plan)
    return str(found["premium"]["amount"])


def instalments(option: dict[str, Any], plan: str) -> list[str]:
    (found,) = (each for each in option["prices"] if each["plan"] == plan)
    return [each["amount"] for each in found["instalments"]]


def test_case_46_each_deductible_has_its_price_and_what_it_saves(api: People) -> None:
    path = own(api)

    with counted() as calls:
        shown = api.agent.get(path).expect(200)

    assert (shown["begins"], shown["ends"]) == ("2027-12-01", "2028-11-30")
    assert (shown["base"]["plan"], shown["base"]["premium"]) == ("whole", {"amount": "45000.00", "currency": "RUB"})
    offered = options_of(shown, "deductible")
    assert [(code, premium(each), each["saves"]["amount"], each["chosen"]) for code, each in offered.items()] == [
        ("none", "45000.00", "0.00", True),
        ("d15000", "38250.00", "6750.00", False),
        ("d30000", "33300.00", "11700.00", False),
    ]
    assert offered["d15000"]["amount"] == {"amount": "15000.00", "currency": "RUB"}
    assert calls.count("Query") == 0


def test_case_47_in_two_and_in_four_instalments(api: People) -> None:
    d15000 = options_of(api.agent.get(own(api)).expect(200), "deductible")["d15000"]

    assert (premium(d15000, "in_2"), instalments(d15000, "in_2")) == ("39397.50", ["19698.75"] * 2)
    assert premium(d15000, "in_4") == "40162.50"
    assert instalments(d15000, "in_4") == ["10040.63", "10040.63", "10040.62", "10040.62"]


def test_covers_are_chosen_and_facts_are_not(api: People) -> None:
    shown = api.agent.get(own(api), headers={"Accept-Language": "ru"}).expect(200)

    assert [(each["code"], each["kind"], each["label"]) for each in shown["factors"]] == [
        ("cover", "cover", "Покрытие"),
        ("deductible", "deductible", "Франшиза"),
    ]
    covers = options_of(shown, "cover")
    assert {code: (premium(each), each["saves"]["amount"]) for code, each in covers.items()} == {
        "full": ("45000.00", "0.00"),
        "damage": ("36000.00", "9000.00"),
        "total": ("20250.00", "24750.00"),
    }


def test_a_dearer_choice_saves_less_than_nothing(api: People) -> None:
    shown = api.agent.get(own(api, options={**CHOICES, "deductible": "d15000"}, plan="in_4")).expect(200)

    assert (shown["plan"], shown["base"]["premium"]["amount"]) == ("in_4", "40162.50")
    assert [each["premium"]["amount"] for each in shown["prices"]] == ["38250.00", "39397.50", "40162.50"]
    assert options_of(shown, "deductible")["none"]["saves"]["amount"] == "-7087.50"


def test_a_choice_becomes_a_priced_quote_and_a_policy(api: People) -> None:
    path = own(api)

    quoted = api.agent.post(path, {"options": {"deductible": "d15000"}, "plan": "in_2"}).expect(201)
    sale = api.agent.post(f"/v1/quotes/{quoted['id']}/sell", {"paid_instalments": 1}).expect(201)

    assert (quoted["status"], quoted["begins"], quoted["predecessor_id"]) == (
        "priced",
        "2027-12-01",
        path.split("/")[3],
    )
    assert quoted["price"]["premium"]["amount"] == "39397.50"
    assert quoted["options"] == {**CHOICES, "deductible": "d15000"}
    assert (sale["deductible"]["amount"], sale["paid"]["amount"]) == ("15000.00", "19698.75")
    assert sale["predecessor_id"] == quoted["predecessor_id"]


def test_case_48_there_is_one_renewal(api: People) -> None:
    path = own(api)
    quoted = api.agent.post(path, {}).expect(201)

    assert api.agent.get(path).expect(200)["quote_id"] == quoted["id"]
    for again in (api.agent.post(path, {}), api.agent.post(path.removesuffix("al"), {})):
        assert (again.status, again.json["reason"], again.json["quote_id"]) == (409, "renewal-quoted", quoted["id"])
    after = api.agent.post(f"/v1/quotes/{quoted['id']}/sell", {}).expect(201)
    for late in (api.agent.post(path, {}), api.agent.get(path)):
        assert (late.status, late.json["reason"], late.json["policy_id"]) == (409, "renewed", after["id"])


def test_another_sum_is_chosen(api: People) -> None:
    quoted = api.agent.post(own(api), {"sum_insured": {"amount": "1000000"}}).expect(201)

    assert (quoted["sum_insured"]["amount"], quoted["price"]["premium"]["amount"]) == ("1000000.00", "36000.00")


def test_wrong_choices_are_told_at_once(api: People) -> None:
    path = own(api)
    body = {"options": {"deductible": "d1", "colour": "red"}, "plan": "in_9", "sum_insured": {"amount": "much"}}

    answer = api.agent.post(path, body)

    assert answer.status == 422
    assert set(answer.pointers) == {"/options/deductible", "/options/colour", "/plan", "/sum_insured/amount"}


def test_a_policy_whose_terms_give_no_price_says_what_is_lacking(api: People) -> None:
    path = own(api, options=None)

    shown = api.agent.get(path).expect(200)

    assert (shown["base"], shown["factors"]) == (None, [])
    assert {each["pointer"] for each in shown["lacking"]} == {
        "/options/cover",
        "/options/losses",
        "/options/deductible",
    }
    assert api.agent.post(path, {"options": CHOICES}).expect(201)["price"]["premium"]["amount"] == "45000.00"


def test_a_product_that_is_not_sold_any_more_is_not_renewed(api: People) -> None:
    path = own(api)
    shown = sections.show(api.account.id, ProductSettings)
    others = tuple(each for each in shown.value.products if each.code != "kasko")
    sections.change(api.account.id, shown.value.with_products(others), since=shown.version)

    answer = api.agent.get(path)

    assert (answer.status, answer.json["reason"]) == (409, "not-sold")


def test_a_cancelled_policy_has_no_choices(api: People) -> None:
    path = own(api)
    body = {"effective": "2026-12-05", "reason": "x", "version": 1}
    api.agent.post(path.replace("renewal", "cancel"), body).expect(200)

    assert [each.json["reason"] for each in (api.agent.get(path), api.agent.post(path, {}))] == ["cancelled"] * 2


def test_a_client_renews_alone_by_a_back_end(api: People) -> None:
    path = own(api)

    quoted = api.key.post(path, {"channel": "alone", "options": {"deductible": "d30000"}}).expect(201)
    refused = api.staff.post(path, {"channel": "alone"})

    assert (quoted["channel"], quoted["price"]["premium"]["amount"]) == ("alone", "33300.00")
    assert (refused.status, refused.pointers) == (422, ["/channel"])


def test_a_version_that_is_gone_and_a_stranger(api: People) -> None:
    path = own(api)

    assert api.agent.post(path, {"version": 2}).json["reason"] == "stale"
    assert other_agent(api).get(path).status == 404
    assert other_agent(api).post(path, {}).status == 404
