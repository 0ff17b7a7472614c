"""Figures of sales by the API: counted in the transactions of sales, payments and refunds."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.counters import SHARDS
from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.features.policies import service
from chalicelib.features.policies.service import today_of
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.clients.service.test_calls import rows_read
from tests.policies.sales import agent_id, sold
from tests.support.api.client import Api
from tests.support.api.people import People, admin_of
from tests.support.faults import counted

FIGURES = "/v1/figures/sales"
AMOUNTS = ("written", "received", "refunded", "due_sum", "late_sum")


def shown(by: Api, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = by.get(f"{FIGURES}{query}").expect(200)
    return found


def total(by: Api, query: str = "") -> dict[str, Any]:
    """Return the only total, its amounts as texts."""
    (found,) = shown(by, query)["totals"]
    return {name: found[name]["amount"] if name in AMOUNTS else found[name] for name in found}


@pytest.fixture
def client(api: People) -> str:
    """Return a client of the agent."""
    return added(api.agent, PERSON)


def test_without_sales_there_is_nothing(api: People) -> None:
    found = shown(api.staff)

    assert (found["totals"], found["groups"]) == ([], [])
    assert found["last_month"] == f"{today_of(api.account):%Y-%m}"


def test_a_sale_is_counted_by_month_agent_and_product(api: People, client: str) -> None:
    sold(api.agent, client, plan="in_4", paid_instalments=1)
    sold(api.staff, added(api.staff, named("Сидоров Пётр")), vehicle={"plate": "В001ВВ77"})

    whole = total(api.staff)
    groups = {each["agent_id"]: each for each in shown(api.staff)["groups"] if each["sales"]}

    assert (whole["sales"], whole["written"], whole["received"]) == (2, "96641.00", "12080.13")
    assert whole["currency"] == "RUB"
    assert groups.keys() == {agent_id(api), None}
    own = groups[agent_id(api)]
    assert (own["product"], own["sales"], own["written"]["amount"]) == ("kasko", 1, "48320.50")
    assert total(api.staff, "?agent_id=house")["sales"] == 1
    assert shown(api.staff, "?product=osago")["totals"] == []


def test_agents_see_their_own_sales_only(api: People, client: str) -> None:
    sold(api.agent, client)
    sold(api.staff, added(api.staff, named("Сидоров Пётр")), vehicle={"plate": "В001ВВ77"})

    assert total(api.agent)["sales"] == 1
    assert {each["agent_id"] for each in shown(api.agent)["groups"]} == {agent_id(api)}
    assert shown(other_agent(api))["groups"] == []
    assert shown(api.agent, "?agent_id=house")["groups"] == []
    assert shown(api.stranger)["groups"] == []


def test_payments_refunds_and_corrections_change_the_figures_once(api: People, client: str) -> None:
    today = today_of(api.account)
    term = {"begins": today.isoformat(), "ends": (today + timedelta(days=364)).isoformat()}
    made = sold(api.agent, client, plan="in_2", **term)
    before = total(api.staff)
    path = f"/v1/policies/{made['id']}"

    api.agent.post(f"{path}/received", {"instalments": [1], "version": 1}).expect(200)
    api.agent.post(f"{path}/received", {"instalments": [1], "version": 1}).expect(409)
    api.agent.patch(path, {"version": 2, "drivers": []}).expect(200)
    paid = total(api.staff)
    cancelled = api.agent.post(f"{path}/cancel", {"effective": today.isoformat(), "reason": "x", "version": 3})
    refund = cancelled.expect(200)["cancelled"]["refund"]["amount"]
    after = total(api.staff)

    assert (before["received"], before["due"], before["due_sum"]) == ("0.00", 1, "24160.25")
    assert (paid["received"], paid["due"], paid["sales"]) == ("24160.25", 0, 1)
    assert (after["refunded"], after["received"], after["written"]) == (refund, "24160.25", "48320.50")
    assert float(refund) > 0


def test_instalments_are_late_after_the_days_of_grace(api: People, client: str) -> None:
    today = today_of(api.account)
    sold(api.agent, client, begins=today.isoformat(), ends=None)

    assert (total(api.key)["due"], total(api.key)["late"]) == (1, 0)
    with time_machine.travel(now() + timedelta(days=17), tick=False):
        recent.clear_recent()
        found = total(api.key)
        assert (found["due"], found["late"], found["late_sum"]) == (1, 1, "48320.50")


def test_r14_a_policy_that_was_sold_elsewhere_is_not_counted(api: People, client: str) -> None:
    sold(api.agent, client, source="external", number="K-1")

    assert shown(api.staff)["groups"] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("?from=2027-02&to=2027-01", "?from"), ("?from=2020-01&to=2026-11", "?from"), ("?from=2026-13", "?from")],
)
def test_months_that_cannot_be_shown_are_refused(api: People, query: str, pointer: str) -> None:
    assert pointer in api.staff.get(f"{FIGURES}{query}").pointers


def test_at_most_three_years_are_shown(api: People) -> None:
    assert shown(api.staff, "?from=2023-12&to=2026-11")["first_month"] == "2023-12"
    assert "?from" in api.staff.get(f"{FIGURES}?from=2023-11&to=2026-11").pointers


def test_figures_take_one_query_and_the_same_rows_whatever_the_number_of_policies(api: People, client: str) -> None:
    def read() -> tuple[Counter[str], int]:
        with rows_read() as rows, counted() as calls:
            service.show_sales_figures(admin_of(api))
        return Counter(calls), rows["Query"]

    service.show_sales_figures(admin_of(api))
    for _ in range(40):
        sold(api.agent, client)
    small = read()
    for _ in range(40):
        sold(api.agent, client)
    large = read()

    assert total(api.staff)["sales"] == 80
    assert small == large
    assert large[0] == Counter({"Query": 1})
    assert large[1] <= 2 * SHARDS
