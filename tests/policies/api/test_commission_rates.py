"""Rates of commission: by product, agent and day, set by administrators."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.base.clock import now
from chalicelib.features.policies.rates import rate_on
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.policies.sales import sold
from tests.support.api.people import People

RATES = "/v1/commission-rates"


def rate(percent: str, since: str = "2026-12-01", **changes: Any) -> dict[str, Any]:
    return {"product": "kasko", "since": since, "percent": percent, **changes}


def own(api: People) -> str:
    """Return the id of the agent."""
    return f"sub-agent-{api.account.id}"


def percent(api: People, day: str, agent_id: str | None = None, product: str = "kasko") -> Decimal:
    return rate_on(api.account.id, product, agent_id or own(api), date.fromisoformat(day))


def test_an_agents_own_rate_goes_before_that_of_all(api: People) -> None:
    for body in (rate("10"), rate("15", agent_id=own(api)), rate("12.5", since="2027-01-01")):
        api.admin.post(RATES, body).expect(201)

    assert percent(api, "2026-11-30") == 0
    assert [percent(api, day) for day in ("2026-12-01", "2027-06-01")] == [15, 15]
    assert [percent(api, day, "another") for day in ("2026-12-01", "2027-06-01")] == [10, Decimal("12.5")]
    assert percent(api, "2026-12-01", product="osago") == 0
    assert percent(api, "2026-11-30", "another") == 0


def test_an_agents_later_rate_leaves_that_of_all_before_it(api: People) -> None:
    api.admin.post(RATES, rate("10")).expect(201)
    api.admin.post(RATES, rate("0", since="2027-01-01", agent_id=own(api))).expect(201)

    assert [percent(api, day) for day in ("2026-12-31", "2027-01-01")] == [10, 0]


def test_rates_are_listed_by_product_agent_and_day(api: People) -> None:
    for body in (
        rate("3", product="osago"),
        rate("12", since="2027-01-01"),
        rate("15", agent_id=own(api)),
        rate("10"),
    ):
        api.admin.post(RATES, body).expect(201)

    first = api.admin.get(f"{RATES}?limit=3").expect(200)
    rest = api.admin.get(f"{RATES}?limit=3&cursor={first['next_cursor']}").expect(200)

    found = [(each["product"], each["agent_id"], each["since"], each["percent"]) for each in first["items"]]
    assert found == [
        ("kasko", None, "2026-12-01", "10"),
        ("kasko", None, "2027-01-01", "12"),
        ("kasko", own(api), "2026-12-01", "15"),
    ]
    assert ([each["product"] for each in rest["items"]], rest["next_cursor"]) == (["osago"], None)
    osago = api.admin.get(f"{RATES}?product=osago").expect(200)
    assert [each["product"] for each in osago["items"]] == ["osago"]
    assert api.admin.get(f"{RATES}?product=kasko&cursor={first['next_cursor']}").expect(200)["items"] == []


def test_a_rate_says_who_set_it_and_its_former_values(api: People) -> None:
    first = api.admin.post(RATES, rate("10")).expect(201)
    again = api.admin.post(RATES, rate("10.0")).expect(201)
    second = api.key.post(RATES, rate("11")).expect(201)

    assert again == first
    assert first["set_by"].startswith("user:")
    assert second["former"] == [{"percent": "10", "at": first["set_at"], "by": first["set_by"]}]
    assert second["set_by"] != first["set_by"]


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"product": "boat"}, ["/product"]),
        ({"agent_id": "nobody", "product": "boat"}, ["/product", "/agent_id"]),
        ({"percent": "-1"}, ["/percent"]),
        ({"percent": "0.000001"}, ["/percent"]),
        ({"since": "2026-02-30", "agent_id": "nobody"}, ["/since", "/agent_id"]),
    ],
)
def test_wrong_rates_are_told(api: People, changes: dict[str, Any], pointers: list[str]) -> None:
    found = api.admin.post(RATES, {**rate("10"), **changes})

    assert (found.status, found.pointers) == (422, pointers)


def test_an_agent_of_another_account_has_no_rate_here(api: People) -> None:
    other_agent(api)

    api.admin.post(RATES, rate("10", agent_id="sub-agent-2")).expect(201)
    assert api.admin.post(RATES, rate("10", agent_id="sub-stranger")).pointers == ["/agent_id"]


def test_only_administrators_see_and_set_rates(api: People) -> None:
    assert [by.get(RATES).status for by in (api.staff, api.agent)] == [403, 403]
    assert [by.post(RATES, rate("10")).status for by in (api.staff, api.agent)] == [403, 403]


def today() -> str:
    return now().astimezone(ZoneInfo("Europe/Moscow")).date().isoformat()


def test_a_rate_of_a_day_with_sales_is_refused(api: People) -> None:
    api.admin.post(RATES, rate("10", since="2026-01-01")).expect(201)
    sold(api.agent, added(api.agent, PERSON))

    for body in (
        rate("11", since="2026-02-01"),
        rate("11", since=today()),
        rate("11", since=today(), agent_id=own(api)),
    ):
        refused = api.admin.post(RATES, body)
        assert (refused.status, refused.json["since"] > today()) == (409, True)

    api.admin.post(RATES, rate("11", since=refused.json["since"])).expect(201)
    api.admin.post(RATES, rate("3", since="2026-02-01", product="osago")).expect(201)
    api.admin.post(RATES, rate("10", since="2026-01-01")).expect(201)


def test_sales_of_the_house_and_of_other_agents_hinder_no_rate(api: People) -> None:
    sold(api.staff, added(api.staff, PERSON))
    sold(api.agent, added(api.agent, named("Сидоров Пётр Ильич", birth_date="1980-02-03")))

    other_agent(api)
    api.admin.post(RATES, rate("11", agent_id="sub-agent-2", since="2026-01-01")).expect(201)
    assert api.admin.post(RATES, rate("11", since="2026-01-01")).status == 409
