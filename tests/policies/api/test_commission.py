"""Commission by the API: lines of sales, payments and refunds; months that close."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.clients.bodies import PERSON, added, other_agent
from tests.policies.conftest import Rate
from tests.policies.sales import agent_id, lines, sold
from tests.support.api.people import People

MONTH = "2026-12"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def statement(api: People, month: str = MONTH) -> list[str]:
    """Return the amounts of the usual agent's month, read by a back-end, whose key does not end."""
    return lines(api.key, f"?month={month}&agent_id={agent_id(api)}")


@pytest.mark.parametrize(
    ("premium", "percent", "right"),
    [("48320.50", "15", "7248.08"), ("1000.25", "2", "20.00")],  # cases 39 and 40: halves to even
)
def test_case_39_40_commission_of_a_paid_policy(
    api: People, rate: Rate, premium: str, percent: str, right: str
) -> None:
    rate(percent)

    sold(api.agent, added(api.agent, PERSON), premium={"amount": premium}, paid_instalments=1)

    assert lines(api.agent) == [right]
    assert api.agent.get("/v1/commissions").expect(200)["totals"] == [{"amount": right, "currency": "RUB"}]


def test_case_41_instalments_sum_to_the_whole(api: People, rate: Rate) -> None:
    rate("10")
    policy = sold(api.agent, added(api.agent, PERSON), premium={"amount": "1.00"}, plan="in_4")
    path = f"/v1/policies/{policy['id']}/received"

    for number in (1, 2, 3, 4):
        api.agent.post(path, {"instalments": [number], "version": number}).expect(200)

    assert lines(api.agent) == ["0.02", "0.03", "0.03", "0.02"]


def test_an_unpaid_policy_accrues_nothing(api: People, rate: Rate) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON))

    assert lines(api.agent) == []
    paid = api.agent.post(f"/v1/policies/{policy['id']}/received", {"instalments": [1], "version": 1}).expect(200)
    again = api.agent.post(f"/v1/policies/{policy['id']}/received", {"instalments": [1], "version": 2})
    assert (paid["status"], lines(api.agent)) == ("in_force", ["7248.08"])
    assert (again.status, again.json["reason"]) == (409, "already-paid")


def test_case_42_a_refund_is_a_negative_line_in_its_month(api: People, rate: Rate) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), premium={"amount": "36500.00"}, paid_instalments=1)
    path = f"/v1/policies/{policy['id']}/cancel"

    with time_machine.travel("2027-03-10T09:00:00+03:00", tick=False):
        preview = api.key.get(f"{path}?effective=2027-03-10").expect(200)
        ended = api.key.post(path, {"effective": "2027-03-10", "reason": "Sold", "version": 1}).expect(200)

    assert (preview["refund"]["amount"], preview["days_used"], preview["days"]) == ("26500.00", 100, 365)
    assert (ended["status"], ended["cancelled"]["refund"]["amount"]) == ("cancel_pending", "26500.00")
    assert (statement(api), statement(api, "2027-03")) == (["5475.00"], ["-3975.00"])
    with time_machine.travel("2027-03-11T09:00:00+03:00", tick=False):
        assert api.key.get(f"/v1/policies/{policy['id']}").expect(200)["status"] == "cancelled"
        again = api.key.post(path, {"effective": "2027-03-11", "reason": "Sold", "version": 2})
    assert (again.status, again.json["reason"]) == (409, "cancelled")


@pytest.mark.parametrize(
    ("begins", "refund", "left"),
    [("2026-12-20", "36500.00", "0.00"), ("2026-12-01", "35500.00", "150.00")],  # case 43
)
def test_case_43_cooling_off(api: People, rate: Rate, begins: str, refund: str, left: str) -> None:
    rate("15")
    ends = "2027-12-19" if begins == "2026-12-20" else "2027-11-30"
    policy = sold(
        api.agent,
        added(api.agent, PERSON),
        premium={"amount": "36500.00"},
        paid_instalments=1,
        begins=begins,
        ends=ends,
    )

    with time_machine.travel("2026-12-10T09:00:00+03:00", tick=False):
        body = {"effective": "2026-12-10", "reason": "Changed my mind", "version": 1}
        ended = api.key.post(f"/v1/policies/{policy['id']}/cancel", body).expect(200)

    assert ended["cancelled"]["refund"]["amount"] == refund
    totals = api.key.get(f"/v1/commissions?month={MONTH}&agent_id={agent_id(api)}").expect(200)["totals"]
    assert totals == [{"amount": left, "currency": "RUB"}]


def test_case_46_a_closed_month_takes_no_line(api: People, rate: Rate) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_2", paid_instalments=1)
    close = "/v1/commissions/close"

    early = api.admin.post(close, {"agent_id": agent_id(api), "month": MONTH}).expect(422)
    with time_machine.travel("2027-01-02T09:00:00+03:00", tick=False):
        api.key.post(close, {"agent_id": agent_id(api), "month": MONTH}).expect(200)
        again = api.key.post(close, {"agent_id": agent_id(api), "month": MONTH})
    # A clock that is behind, or a late correction: December is closed, so that the line stands in January.
    api.agent.post(f"/v1/policies/{policy['id']}/received", {"instalments": [2], "version": 1}).expect(200)

    assert [each["pointer"] for each in early["errors"]] == ["/month"]
    assert (again.status, again.json["reason"]) == (409, "month-closed")
    assert (statement(api), statement(api, "2027-01")) == (["3624.04"], ["3624.04"])


def test_case_47_a_spreadsheet_sums_the_file(api: People, rate: Rate) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), paid_instalments=1)
    body = {"effective": "2026-12-01", "reason": "x", "version": 1}
    api.agent.post(f"/v1/policies/{policy['id']}/cancel", body).expect(200)

    answer = api.agent.get(f"/v1/commissions/statement.csv?month={MONTH}")

    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert answer.status == 200
    assert [each["Commission"] for each in rows] == ["7248.08", "-7228.22"]
    assert [each["Reason"] for each in rows] == ["Sale", "Refund"]
    assert answer.headers["content-disposition"] == f'attachment; filename="commission-{MONTH}.csv"'


def test_an_agent_sees_the_own_commission_only(api: People, rate: Rate) -> None:
    rate("15")
    sold(other_agent(api), added(other_agent(api), PERSON), paid_instalments=1)

    assert api.agent.get("/v1/commissions?agent_id=sub-agent-2").status == 404
    assert api.agent.get("/v1/commissions/statement.csv?agent_id=sub-agent-2").status == 404
    assert lines(api.agent) == []
    assert lines(other_agent(api)) == ["7248.08"]
    assert api.staff.get("/v1/commissions").status == 403
    assert [each["pointer"] for each in api.admin.get("/v1/commissions").expect(422)["errors"]] == ["?agent_id"]
