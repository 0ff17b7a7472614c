"""Quotes by the API: priced by frozen rates, offered, sold, continued by the bound agent, renewed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from chalicelib.features.policies.products import ProductSettings
from chalicelib.tenancy import sections
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.policies.sales import agent_id, quote, sold
from tests.support.api.client import Api
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-29T09:00:00+03:00", tick=False):
        yield


def made(caller: Api, client_id: str, **changes: Any) -> dict[str, Any]:
    """Make a quote, and price it."""
    quoted = caller.post("/v1/quotes", quote(client_id, **changes)).expect(201)
    priced: dict[str, Any] = caller.post(f"/v1/quotes/{quoted['id']}/price", {}).expect(200)
    return priced


@pytest.mark.parametrize(
    ("options", "plan", "premium", "instalments"),
    [
        ({"losses": "two_years"}, "whole", "45000.00", ["45000.00"]),  # renewal case 46: 1,250,000 x 4 % x 0.90
        ({"losses": "two_years", "deductible": "d15000"}, "whole", "38250.00", ["38250.00"]),
        ({"losses": "two_years", "deductible": "d30000"}, "whole", "33300.00", ["33300.00"]),
        ({"losses": "two_years", "deductible": "d15000"}, "in_2", "39397.50", ["19698.75"] * 2),  # case 47
        ({"losses": "two_years", "deductible": "d15000"}, "in_4", "40162.50", ["10040.63"] * 2 + ["10040.62"] * 2),
    ],
)
def test_case_46_47_a_price(
    api: People, options: dict[str, str], plan: str, premium: str, instalments: list[str]
) -> None:
    choices = {"cover": "full", "deductible": "none", **options}

    priced = made(api.agent, added(api.agent, PERSON), options=choices, plan=plan)

    assert priced["status"] == "priced"
    assert priced["price"]["premium"] == {"amount": premium, "currency": "RUB"}
    assert [each["amount"] for each in priced["price"]["instalments"]] == instalments


def test_a_quote_goes_from_open_to_sold(api: People) -> None:
    client_id = added(api.agent, PERSON)
    opened = api.agent.post("/v1/quotes", quote(client_id)).expect(201)
    path = f"/v1/quotes/{opened['id']}"

    assert (opened["status"], opened["price"], opened["agent_id"]) == ("open", None, agent_id(api))
    unpriced = api.agent.post(f"{path}/sell", {})
    assert (unpriced.status, unpriced.json["reason"]) == (409, "not-priced")
    assert api.agent.post(f"{path}/price", {"version": 1}).expect(200)["status"] == "priced"
    assert api.agent.post(f"{path}/offer", {"version": 2}).expect(200)["status"] == "offered"
    policy = api.agent.post(f"{path}/sell", {"version": 3, "paid_instalments": 1}).expect(201)
    assert api.agent.get(path).expect(200)["status"] == "sold"
    assert (policy["quote_id"], policy["premium"]["amount"], policy["paid"]["amount"]) == (
        opened["id"],
        "50000.00",
        "50000.00",
    )
    assert api.agent.post(f"{path}/sell", {}).expect(201)["id"] == policy["id"]
    assert api.agent.post(f"{path}/price", {}).json["reason"] == "quote-sold"


def test_rates_are_frozen_when_a_quote_is_priced(api: People) -> None:
    client_id = added(api.agent, PERSON)
    before, unpriced = made(api.agent, client_id), api.agent.post("/v1/quotes", quote(client_id)).expect(201)
    shown = sections.show(api.account.id, ProductSettings)
    kasko = shown.value.find("kasko")
    assert kasko is not None
    dearer = kasko.model_copy(update={"rating": kasko.rating.model_copy(update={"percent": Decimal(8)})})
    sections.change(api.account.id, shown.value.with_products((dearer,)), since=shown.version)

    policy = api.agent.post(f"/v1/quotes/{before['id']}/sell", {}).expect(201)
    after = api.agent.post(f"/v1/quotes/{unpriced['id']}/price", {}).expect(200)

    assert policy["premium"]["amount"] == "50000.00"
    assert after["price"]["premium"]["amount"] == "100000.00"
    assert before["price"]["parts"] == {
        "percent": "4",
        "cover": "1",
        "losses": "1",
        "deductible": "1",
        "plan": "1",
    }


def test_r9_the_bound_agent_continues_a_quote_that_others_began(api: People) -> None:
    client_id = added(api.agent, PERSON)
    sold(api.agent, client_id)
    begun = made(api.staff, client_id)

    assert [each["id"] for each in api.agent.get("/v1/quotes").expect(200)["items"]] == [begun["id"]]
    assert [each["id"] for each in api.agent.get(f"/v1/quotes?client_id={client_id}").expect(200)["items"]] == [
        begun["id"]
    ]
    api.agent.post(f"/v1/quotes/{begun['id']}/sell", {}).expect(201)


def test_another_agents_quote_is_not_there(api: People) -> None:
    begun = made(api.agent, added(api.agent, PERSON))

    other = other_agent(api)
    assert other.get("/v1/quotes").expect(200)["items"] == []
    assert other.get(f"/v1/quotes/{begun['id']}").status == 404
    assert other.post(f"/v1/quotes/{begun['id']}/sell", {}).status == 404


def test_a_quote_is_taken_over_when_another_agent_sells_first(api: People) -> None:
    begun = made(api.agent, added(api.agent, PERSON))
    sold(other_agent(api), added(other_agent(api), PERSON))

    assert api.agent.get(f"/v1/quotes/{begun['id']}").expect(200)["status"] == "taken_over"
    refused = api.agent.post(f"/v1/quotes/{begun['id']}/sell", {})
    assert (refused.status, refused.json["reason"]) == (409, "client-bound")


def test_a_quote_ends_after_30_days(api: People) -> None:
    begun = made(api.key, added(api.key, PERSON))

    with time_machine.travel("2026-12-29T09:00:00+03:00", tick=False):
        assert api.key.get(f"/v1/quotes/{begun['id']}").expect(200)["status"] == "expired"
        assert api.key.post(f"/v1/quotes/{begun['id']}/sell", {}).status == 410


def test_changed_terms_lose_their_price(api: People) -> None:
    client_id = added(api.agent, PERSON)
    begun = made(api.agent, client_id)
    body = {name: each for name, each in quote(client_id, plan="in_2").items() if name != "client_id"}

    stale = api.agent.patch(f"/v1/quotes/{begun['id']}", {**body, "version": 1})
    changed = api.agent.patch(f"/v1/quotes/{begun['id']}", {**body, "version": 2}).expect(200)

    assert (stale.status, stale.json["reason"]) == (409, "stale")
    assert (changed["status"], changed["price"], changed["plan"]) == ("open", None, "in_2")


def test_wrong_choices_are_told_all_at_once(api: People) -> None:
    client_id = added(api.agent, PERSON)
    options = {"cover": "none", "colour": "red"}
    begun = api.agent.post("/v1/quotes", quote(client_id, options=options, plan="in_9")).expect(201)

    answer = api.agent.post(f"/v1/quotes/{begun['id']}/price", {}).expect(422)

    assert {each["pointer"] for each in answer["errors"]} == {
        "/options/cover",
        "/options/colour",
        "/options/losses",
        "/options/deductible",
        "/plan",
    }


def test_case_48_a_renewal_begins_the_day_after_and_there_is_one(api: People) -> None:
    before = sold(
        api.agent, added(api.agent, PERSON), options={"cover": "full", "losses": "year", "deductible": "none"}
    )

    renewal = api.agent.post(f"/v1/policies/{before['id']}/renew", {}).expect(201)
    again = api.agent.post(f"/v1/policies/{before['id']}/renew", {})
    api.agent.post(f"/v1/quotes/{renewal['id']}/price", {}).expect(200)
    after = api.agent.post(f"/v1/quotes/{renewal['id']}/sell", {}).expect(201)
    late = api.agent.post(f"/v1/policies/{before['id']}/renew", {})

    assert (renewal["begins"], renewal["ends"], renewal["predecessor_id"]) == (
        "2027-12-01",
        "2028-11-30",
        before["id"],
    )
    assert (again.status, again.json["reason"], again.json["quote_id"]) == (409, "renewal-quoted", renewal["id"])
    assert (late.status, late.json["reason"], late.json["policy_id"]) == (409, "renewed", after["id"])
    assert api.agent.get(f"/v1/policies/{before['id']}").expect(200)["successor_id"] == after["id"]


def test_quotes_are_listed_newest_first_in_pages(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    ids = []
    for place in range(3):
        with time_machine.travel(f"2026-11-29T1{place}:00:00+03:00", tick=False):
            ids.append(api.key.post("/v1/quotes", quote(client_id)).expect(201)["id"])

    first = api.key.get("/v1/quotes?limit=2").expect(200)
    second = api.key.get(f"/v1/quotes?limit=2&cursor={first['next_cursor']}").expect(200)

    assert [each["id"] for each in [*first["items"], *second["items"]]] == ids[::-1]
    assert second["next_cursor"] is None
