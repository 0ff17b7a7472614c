"""The console's page of statements of commission."""

from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib.base.clock import now
from chalicelib.features.policies.rates import NewRate, set_rate
from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.sales import agent_id, sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People, admin_of

PAGE = "/console/commissions"


@pytest.fixture
def number(api: People) -> str:
    """Return the number of a paid policy of the agent with 15 % commission."""
    today = now().date()
    set_rate(admin_of(api), NewRate("kasko", None, today.replace(day=1), Decimal(15)))
    term = {"begins": today.isoformat(), "ends": (today + timedelta(days=364)).isoformat()}
    made: str = sold(api.agent, added(api.agent, PERSON), **term, paid_instalments=1)["number"]
    return made


def test_r19_an_agent_reads_the_own_statement_line_by_line(api: People, number: str) -> None:
    shown = seen(at_desk(api.agent).speaking("en").get(PAGE))

    assert all(each in shown for each in ("My statements", number, "15%", "7,248.08", "Sum of the month"))
    assert number not in at_desk(other_agent(api)).get(PAGE).text


def test_an_administrator_chooses_the_agent_and_downloads_the_file(api: People, number: str) -> None:
    desk = at_desk(api.admin).speaking("en")
    assert "Choose an agent" in seen(desk.get(PAGE))

    assert number in seen(desk.get(f"{PAGE}?agent={agent_id(api)}"))
    file = desk.get(f"{PAGE}/statement.csv?agent={agent_id(api)}")
    assert (file.status, number in file.text, file.headers["content-type"]) == (200, True, "text/csv; charset=utf-8")


def test_months_lead_to_their_neighbours(api: People) -> None:
    page = at_desk(api.agent).get(f"{PAGE}?month=2026-01").text

    assert "month=2025-12" in page and "month=2026-02" in page
    assert 'rel="next"' not in at_desk(api.agent).get(PAGE).text


def test_only_an_administrator_closes_a_month_that_is_over(api: People) -> None:
    desk, form = at_desk(api.admin).speaking("en"), {"agent": agent_id(api), "month": "2026-01"}
    assert at_desk(api.agent).post(f"{PAGE}/close", form).status == 403

    assert desk.post(f"{PAGE}/close", form).status == 303

    assert "This month is closed" in seen(desk.get(f"{PAGE}?agent={agent_id(api)}&month=2026-01"))
    assert desk.post(f"{PAGE}/close", form).status == 303


def test_another_agents_statement_is_not_found(api: People) -> None:
    other_agent(api)

    assert at_desk(api.agent).get(f"{PAGE}?agent=sub-agent-2").status == 404
