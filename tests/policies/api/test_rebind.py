"""Policies, quotes and commission of clients that get another agent."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.clients.service import following, rebinding
from chalicelib.features.policies.settings import SaleSettings
from chalicelib.features.policies.table import quotes
from chalicelib.tenancy import sections
from tests.clients.api.test_rebind import SECOND, rebind
from tests.clients.bodies import PERSON, added, other_agent
from tests.clients.personal_data import exported
from tests.policies.conftest import Rate
from tests.policies.sales import agent_id, lines, policy, quote, sold
from tests.support.api.client import Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People, admin_of
from tests.support.faults import Crash
from tests.support.sweeping import sweep_cases


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def ids(caller: Api, path: str) -> list[str]:
    return [each["id"] for each in caller.get(path).expect(200)["items"]]


def quoted(caller: Api, client_id: str, **changes: Any) -> str:
    return str(caller.post("/v1/quotes", quote(client_id, **changes)).expect(201)["id"])


def received(caller: Api, policy_id: str, number: int) -> None:
    path = f"/v1/policies/{policy_id}"
    version = caller.get(path).expect(200)["version"]
    caller.post(f"{path}/received", {"instalments": [number], "version": version}).expect(200)


def credit_the_new_agent(api: People) -> None:
    """Choose that later instalments are the commission of the client's agent."""
    chosen = sections.show(api.account.id, SaleSettings)
    sections.change(api.account.id, chosen.value.model_copy(update={"future_only": False}), since=chosen.version)


def test_r9_open_quotes_go_to_the_new_agent_who_sells_them(api: People, rate: Rate) -> None:
    rate("15")
    second, client_id = other_agent(api), added(api.agent, PERSON)
    quote_id = quoted(api.agent, client_id)
    api.agent.post(f"/v1/quotes/{quote_id}/price", {}).expect(200)

    rebind(api, client_id).expect(200)

    assert (ids(api.agent, "/v1/quotes"), ids(second, "/v1/quotes")) == ([], [quote_id])
    assert api.agent.get(f"/v1/quotes/{quote_id}").status == 404
    shown = second.get(f"/v1/quotes/{quote_id}").expect(200)
    assert (shown["status"], shown["agent_id"], shown["price"]["premium"]["amount"]) == ("priced", SECOND, "50000.00")
    issued = second.post(f"/v1/quotes/{quote_id}/sell", {"paid_instalments": 1}).expect(201)
    assert (issued["agent_id"], lines(second), lines(api.agent)) == (SECOND, ["7500.00"], [])


def test_sold_and_ended_quotes_stay_with_their_agent(api: People) -> None:
    other_agent(api)
    client_id = added(api.agent, PERSON)
    sold_one, ended = quoted(api.agent, client_id), quoted(api.agent, client_id)
    api.agent.post(f"/v1/quotes/{sold_one}/price", {}).expect(200)
    api.agent.post(f"/v1/quotes/{sold_one}/sell", {}).expect(201)

    with time_machine.travel(now() + timedelta(days=31), tick=False):
        rebinding.rebind_client(admin_of(api), client_id, agent_id=SECOND, reason="x")

    for each in (sold_one, ended):
        found = quotes.get_quote(api.account.id, each)
        assert found is not None
        assert found.base == agent_id(api)


def test_r23_the_new_agent_reads_and_renews_and_the_seller_changes(api: People) -> None:
    second, client_id = other_agent(api), added(api.agent, PERSON)
    made = sold(api.agent, client_id, plan="in_2")
    path = f"/v1/policies/{made['id']}"
    assert second.get(path).status == 404

    rebind(api, client_id).expect(200)

    for caller in (api.agent, second):
        assert caller.get(path).expect(200)["number"] == made["number"]
        assert ids(caller, "/v1/policies") == ids(caller, "/v1/policies?q=гевердава") == [made["id"]]
    version = api.agent.get(path).expect(200)["version"]
    for refused in (
        second.post(f"{path}/received", {"instalments": [1], "version": version}),
        second.post(f"{path}/cancel", {"effective": "2026-12-10", "reason": "x", "version": version}),
        second.patch(path, {"drivers": [], "version": version}),
    ):
        assert (refused.status, refused.json["reason"]) == (409, "other-seller")
    assert second.post(f"{path}/renew", {}).expect(201)["predecessor_id"] == made["id"]
    received(api.agent, made["id"], 1)


def test_a_third_agent_takes_the_place_of_the_second(api: People) -> None:
    second, client_id = other_agent(api), added(api.agent, PERSON)
    made = sold(api.agent, client_id)
    rebind(api, client_id).expect(200)

    rebind(api, client_id, None).expect(200)

    assert second.get(f"/v1/policies/{made['id']}").status == 404
    assert (ids(second, "/v1/policies"), ids(api.agent, "/v1/policies")) == ([], [made["id"]])


def test_the_new_agent_never_learns_the_sellers_commission_or_name(api: People, rate: Rate) -> None:
    rate("15")
    second, client_id = other_agent(api), added(api.agent, PERSON)
    made = sold(api.agent, client_id, paid_instalments=1)

    rebind(api, client_id).expect(200)

    assert (lines(second), lines(api.agent)) == ([], ["7248.08"])
    assert second.get(f"/v1/commissions?agent_id={agent_id(api)}").status == 404
    export = second.post(f"/v1/clients/{client_id}/export.zip", {"reason": "x"}).expect(201)
    content = exported(export["url"])["policies.json"]
    assert [each["id"] for each in json.loads(content)["policies"]] == [made["id"]]
    desk = at_desk(second).speaking("en")
    told = [second.get(f"/v1/policies/{made['id']}").text, content]
    told += [seen(desk.get(f"/console/policies/{made['id']}?tab={tab}")) for tab in ("terms", "payments", "history")]
    for each in told:
        assert "7248.08" not in each and "7,248.08" not in each
    assert not any("agent@staff.example" in each for each in told)


def test_the_counter_of_the_clients_tab_is_the_length_of_its_list(api: People) -> None:
    second, client_id = other_agent(api), added(api.agent, PERSON)
    sold(api.agent, client_id)
    body = policy(client_id, source="external", number="ABC-1", vehicle={"plate": "В001ОР 99"})
    api.staff.post("/v1/policies", body).expect(201)

    for caller in (api.agent, api.staff, api.viewer, api.admin):
        assert counted(caller, client_id) == 2
    rebind(api, client_id).expect(200)
    for caller in (second, api.staff, api.viewer, api.admin):
        assert counted(caller, client_id) == 2


def counted(caller: Api, client_id: str) -> int:
    """Return the number of policies of a client in the tab, which its counter shows as well."""
    shown = at_desk(caller).speaking("en").get(f"/console/clients/{client_id}?tab=policies").text
    listed = len(ids(caller, f"/v1/policies?client_id={client_id}"))
    assert shown.count('href="/console/policies/pol_') == listed
    return listed


def test_case_36_with_future_only_later_instalments_stay_the_sellers(api: People, rate: Rate) -> None:
    rate("10")
    second, client_id = other_agent(api), added(api.agent, PERSON)
    made = sold(api.agent, client_id, premium={"amount": "1000.00"}, plan="in_2", paid_instalments=1)

    rebind(api, client_id).expect(200)
    received(api.agent, made["id"], 2)

    assert (lines(api.agent), lines(second)) == (["50.00", "50.00"], [])


def test_later_instalments_are_the_new_agents_and_refunds_reverse_whose_they_were(api: People, rate: Rate) -> None:
    rate("10")
    credit_the_new_agent(api)
    second, client_id = other_agent(api), added(api.agent, PERSON)
    made = sold(api.agent, client_id, premium={"amount": "36500.00"}, plan="in_4", paid_instalments=1)

    rebind(api, client_id).expect(200)
    received(api.agent, made["id"], 2)
    assert (lines(api.agent), lines(second)) == (["912.50"], ["912.50"])
    version = api.agent.get(f"/v1/policies/{made['id']}").expect(200)["version"]
    with time_machine.travel("2026-12-10T09:00:00+03:00", tick=False):
        body = {"effective": "2026-12-10", "reason": "x", "version": version}
        ended = api.key.post(f"/v1/policies/{made['id']}/cancel", body).expect(200)

    # 10 of 365 days are used: the newer instalment goes back whole, and 8,125.00 of the older one.
    assert ended["cancelled"]["refund"]["amount"] == "17250.00"
    assert lines(second) == ["912.50", "-912.50"]
    assert lines(api.agent) == ["912.50", "-812.50"]


def test_a_client_of_the_house_leaves_later_instalments_to_nobody(api: People, rate: Rate) -> None:
    rate("10")
    credit_the_new_agent(api)
    client_id = added(api.agent, PERSON)
    made = sold(api.agent, client_id, premium={"amount": "1000.00"}, plan="in_2", paid_instalments=1)

    rebind(api, client_id, None).expect(200)
    received(api.agent, made["id"], 2)

    assert lines(api.agent) == ["50.00"]


def test_a_move_that_died_after_its_commit_is_followed_by_the_sweep(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, client_id = other_agent(api), added(api.agent, PERSON)
    quote_id, made = quoted(api.agent, client_id, vehicle={"plate": "В001ОР 99"}), sold(api.agent, client_id)
    with monkeypatch.context() as patch:
        patch.setattr(following, "client_follows", lambda: [_dies])
        with pytest.raises(Crash):
            rebind(api, client_id)
    assert ids(second, "/v1/policies") == []

    with time_machine.travel(now() + timedelta(minutes=10), tick=False):
        for _ in range(2):
            sweep_cases()

    assert (ids(second, "/v1/policies"), ids(second, "/v1/quotes")) == ([made["id"]], [quote_id])


def _dies(*_: object) -> None:
    raise Crash
