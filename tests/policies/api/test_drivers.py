"""Options that let only listed drivers drive: by the API, quotes and sales name at least one driver."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.policies.products import ProductSettings
from chalicelib.tenancy import sections
from tests.clients.bodies import PERSON, added
from tests.policies.sales import policy, quote
from tests.support.api.client import Answer
from tests.support.api.people import People

SUM = {"amount": "400000.00"}
NAMED = {"territory": "moscow", "bonus": "class_13", "drivers": "named", "power": "to_120"}
ANYONE = {**NAMED, "drivers": "any"}
DRIVER = [{"name": "Сидоров Пётр"}]
SAID = "List at least one driver: by the options chosen, only listed drivers may drive."


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-29T09:00:00+03:00", tick=False):
        yield


@pytest.fixture
def client(api: People) -> str:
    """Return a client of the agent."""
    return added(api.agent, PERSON)


def quoted(api: People, client_id: str, **changes: Any) -> Answer:
    return api.agent.post("/v1/quotes", quote(client_id, **{"product": "osago", "sum_insured": SUM, **changes}))


def issued(api: People, client_id: str, **changes: Any) -> Answer:
    return api.agent.post("/v1/policies", policy(client_id, **{"product": "osago", "sum_insured": SUM, **changes}))


def test_a_quote_for_listed_drivers_names_one(api: People, client: str) -> None:
    refused = quoted(api, client, options=NAMED)

    assert (refused.status, refused.json["errors"]) == (422, [{"pointer": "/drivers", "detail": SAID}])
    assert api.agent.get("/v1/quotes").expect(200)["items"] == []
    made = quoted(api, client, options=NAMED, drivers=DRIVER).expect(201)
    price = api.agent.post(f"/v1/quotes/{made['id']}/price", {}).expect(200)["price"]
    assert price["premium"]["amount"] == "4968.00"


@pytest.mark.parametrize("drivers", [[], DRIVER])
def test_anyone_may_drive_with_drivers_listed_or_without(api: People, client: str, drivers: list[Any]) -> None:
    made = quoted(api, client, options=ANYONE, drivers=drivers).expect(201)

    price = api.agent.post(f"/v1/quotes/{made['id']}/price", {}).expect(200)["price"]
    assert price["premium"]["amount"] == "11525.76"


def test_a_lack_of_drivers_is_told_with_all_other_errors(api: People, client: str) -> None:
    wrong = {"options": NAMED, "vehicle": {"make": "LADA"}, "begins": "2040-01-01", "ends": None}

    found = quoted(api, client, **wrong), issued(api, client, number="1", **wrong)

    assert [set(each.pointers) for each in found] == [
        {"/drivers", "/vehicle", "/begins"},
        {"/drivers", "/vehicle", "/begins", "/number"},
    ]


def test_a_driver_without_a_name_is_told_at_the_name_alone(api: People, client: str) -> None:
    assert quoted(api, client, options=NAMED, drivers=[{"name": ""}]).pointers == ["/drivers/0/name"]


def test_a_sale_follows_the_rule_if_it_names_options(api: People, client: str) -> None:
    assert issued(api, client, options=NAMED).pointers == ["/drivers"]
    assert [issued(api, client, **each).status for each in ({}, {"options": NAMED, "drivers": DRIVER})] == [201, 201]


def test_a_quote_does_not_lose_its_drivers(api: People, client: str) -> None:
    made = quoted(api, client, options=NAMED, drivers=DRIVER).expect(201)
    terms = {"product": "osago", "sum_insured": SUM, "options": NAMED}
    body = {name: value for name, value in quote(client, **terms).items() if name != "client_id"}

    refused = api.agent.patch(f"/v1/quotes/{made['id']}", {**body, "version": 1})

    assert (refused.status, refused.pointers) == (422, ["/drivers"])


def test_a_quote_made_before_the_flag_is_priced_with_drivers_only(api: People, client: str) -> None:
    shown = sections.show(api.account.id, ProductSettings)
    osago = shown.value.find("osago")
    assert osago is not None
    stored = osago.model_dump(mode="json")
    stored["rating"]["factors"][2]["options"][0]["needs_drivers"] = False
    before = shown.value.with_products((type(osago).model_validate(stored),))
    sections.change(api.account.id, before, since=shown.version)
    made = quoted(api, client, options={**NAMED, "power": "none"}).expect(201)
    now = sections.show(api.account.id, ProductSettings)
    sections.change(api.account.id, now.value.with_products((osago,)), since=now.version)

    refused = api.agent.post(f"/v1/quotes/{made['id']}/price", {})

    assert (refused.status, sorted(refused.pointers)) == (422, ["/drivers", "/options/power"])


def test_a_correction_leaves_a_driver_to_terms_for_listed_ones(api: People, client: str) -> None:
    made = issued(api, client, options=NAMED, drivers=DRIVER).expect(201)
    path = f"/v1/policies/{made['id']}"

    refused = api.agent.patch(path, {"version": 1, "drivers": []})

    assert (refused.status, refused.json["errors"]) == (422, [{"pointer": "/drivers", "detail": SAID}])
    other = [{"name": "Сидорова Анна"}]
    assert api.agent.patch(path, {"version": 1, "drivers": other}).expect(200)["drivers"][0]["name"] == "Сидорова Анна"
