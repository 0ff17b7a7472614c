"""Purchases that clients make alone: the house sells, the agent whom a sale bound them to is credited."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.features.clients import table as clients
from tests.clients.bodies import PERSON, added, other_agent
from tests.payments import conftest as payments
from tests.payments.banks import Till, settled
from tests.policies.api.test_payments import offered, pay
from tests.policies.conftest import Rate
from tests.policies.sales import OPTIONS, agent_id, lines, policy, quote, sold
from tests.support.api.client import Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
CAR = {"vehicle": {"plate": "В001ОР 99"}}
ALONE = {"channel": "alone", **CAR}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture
def bound(api: People, rate: Rate) -> str:
    """Return a client whom a sale bound to the agent; no premium is paid yet."""
    rate("15")
    client_id = added(api.agent, PERSON)
    sold(api.agent, client_id, options=OPTIONS)
    return client_id


def confirm(api: People, client_id: str) -> None:
    """Confirm a client's phone at this moment."""
    client = clients.get_client(api.account.id, client_id)
    assert client is not None
    tx, changed = Transaction(), {"phone_confirmed_at": now(), "version": client.version + 1}
    clients.write_client(tx, client.model_copy(update=changed), replacing=client, otherwise=stale)
    tx.commit()


def alone_offer(api: People, client_id: str) -> dict[str, Any]:
    """Return a quote that the client made, priced and ordered on the insurer's site."""
    return offered(api.key, client_id, **ALONE)


def test_case_45_a_phone_confirmed_before_the_purchase_credits_the_agent(api: People, bound: str) -> None:
    confirm(api, bound)

    with time_machine.travel("2026-12-01T09:10:00+03:00", tick=False):
        made = sold(api.key, bound, **ALONE, paid_instalments=1)

    assert (made["channel"], made["agent_id"]) == ("alone", None)
    (line,) = api.agent.get("/v1/commissions").expect(200)["lines"]
    assert (line["channel"], line["amount"]["amount"], line["policy_id"]) == ("alone", "7248.08", made["id"])


def test_case_45_a_phone_confirmed_after_the_purchase_credits_nobody(api: People, bound: str) -> None:
    made = sold(api.key, bound, **ALONE, paid_instalments=1)

    with time_machine.travel("2026-12-01T09:10:00+03:00", tick=False):
        confirm(api, bound)
        path = f"/v1/policies/{made['id']}"
        api.key.post(f"{path}/cancel", {"effective": "2026-12-01", "reason": "x", "version": 1}).expect(200)

    assert lines(api.agent) == []


def test_a_prospect_who_buys_alone_is_bound_to_nobody(api: People, rate: Rate) -> None:
    rate("15")
    client_id = added(api.agent, PERSON)
    confirm(api, client_id)

    sold(api.key, client_id, **ALONE, paid_instalments=1)

    assert lines(api.agent) == []
    assert api.agent.get(f"/v1/clients/{client_id}").expect(200)["standing"] == "prospect"


def test_the_houses_card_of_the_person_credits_the_agent_who_is_bound(api: People, bound: str) -> None:
    house = added(api.key, PERSON)
    confirm(api, bound)

    refused = api.key.post("/v1/policies", policy(house, **CAR))
    made = sold(api.key, house, **ALONE, paid_instalments=1)

    assert (refused.status, refused.json["reason"]) == (409, "client-bound")
    assert (made["client_id"], lines(api.agent)) == (house, ["7248.08"])
    assert api.agent.get(f"/v1/policies/{made['id']}").expect(200)["channel"] == "alone"


def test_the_agent_reads_and_renews_it_and_changes_nothing(api: People, bound: str) -> None:
    made = sold(api.key, bound, **ALONE)
    path = f"/v1/policies/{made['id']}"

    assert other_agent(api).get(path).status == 404
    assert api.agent.get(path).expect(200)["channel"] == "alone"
    refused = api.agent.post(f"{path}/cancel", {"effective": "2026-12-10", "reason": "x", "version": 1})
    assert (refused.status, refused.json["reason"]) == (409, "other-seller")
    assert api.agent.post(f"{path}/renew", {}).expect(201)["channel"] == "agent"


def test_r8_a_quote_that_the_client_pays_alone_is_credited_at_the_moment_of_the_money(
    api: People, bound: str, yookassa: Till
) -> None:
    quoted = alone_offer(api, bound)
    started = api.key.post("/v1/payments", {"subject": f"quo#{quoted['id']}"}).expect(201)
    yookassa.act(started["url"], "pay")
    with time_machine.travel("2026-12-01T09:05:00+03:00", tick=False):
        confirm(api, bound)
    with time_machine.travel("2026-12-01T09:10:00+03:00", tick=False):
        settled(api.account.id, started["id"])
        policy_id = api.key.get(f"/v1/quotes/{quoted['id']}").expect(200)["policy_id"]
        assert api.key.get(f"/v1/policies/{policy_id}").expect(200)["channel"] == "alone"

    assert (quoted["channel"], lines(api.agent)) == ("alone", ["7500.00"])


def test_r9_the_agent_sees_the_clients_quote_and_goes_on_with_it(api: People, bound: str, yookassa: Till) -> None:
    quoted = alone_offer(api, bound)
    path = f"/v1/quotes/{quoted['id']}"

    listed = api.agent.get("/v1/quotes").expect(200)["items"]
    assert [(each["id"], each["channel"]) for each in listed] == [(quoted["id"], "alone")]
    assert api.agent.post(f"{path}/offer", {}).expect(200)["channel"] == "agent"
    pay(api.agent, yookassa, f"quo#{quoted['id']}")

    made = api.agent.get(f"/v1/policies/{api.agent.get(path).expect(200)['policy_id']}").expect(200)
    assert (made["channel"], made["agent_id"], lines(api.agent)) == ("agent", agent_id(api), ["7500.00"])


def test_a_quote_of_the_house_that_the_client_pays_counts_as_alone(api: People, yookassa: Till) -> None:
    quoted = offered(api.staff, added(api.staff, PERSON))

    pay(api.staff, yookassa, f"quo#{quoted['id']}")

    made = api.key.get(f"/v1/policies/{api.key.get(f'/v1/quotes/{quoted["id"]}').expect(200)['policy_id']}").expect(200)
    assert (quoted["channel"], made["channel"], made["agent_id"]) == ("house", "alone", None)


def test_an_agents_own_offer_that_the_client_pays_is_the_agents(api: People, bound: str, yookassa: Till) -> None:
    quoted = offered(api.agent, bound, **CAR)

    pay(api.agent, yookassa, f"quo#{quoted['id']}")

    assert [each["channel"] for each in api.agent.get("/v1/commissions").expect(200)["lines"]] == ["agent"]


def test_a_renewal_that_the_client_makes_is_alone(api: People, bound: str) -> None:
    confirm(api, bound)
    (first,) = api.agent.get("/v1/policies").expect(200)["items"]

    renewal = api.key.post(f"/v1/policies/{first['id']}/renew", {"channel": "alone"}).expect(201)
    api.key.post(f"/v1/quotes/{renewal['id']}/price", {}).expect(200)
    made = api.key.post(f"/v1/quotes/{renewal['id']}/sell", {"paid_instalments": 1}).expect(201)

    assert (renewal["channel"], made["channel"], made["predecessor_id"]) == ("alone", "alone", first["id"])
    assert [each["channel"] for each in api.agent.get("/v1/commissions").expect(200)["lines"]] == ["alone"]


def test_only_back_ends_say_alone_and_not_of_policies_sold_elsewhere(api: People, bound: str) -> None:
    (first,) = api.agent.get("/v1/policies").expect(200)["items"]
    for caller in (api.agent, api.staff, api.admin):
        assert refused(caller, "/v1/policies", policy(bound, **ALONE)) == ["/channel"]
        assert refused(caller, "/v1/quotes", quote(bound, **ALONE)) == ["/channel"]
        assert refused(caller, f"/v1/policies/{first['id']}/renew", {"channel": "alone"}) == ["/channel"]
    elsewhere = policy(bound, **ALONE, source="external", number="ABC-1")
    assert refused(api.key, "/v1/policies", elsewhere) == ["/channel"]


def refused(caller: Api, path: str, body: dict[str, Any]) -> list[str]:
    answer = caller.post(path, body)
    assert answer.status == 422
    return answer.pointers


def test_without_the_channel_a_back_end_reaches_no_agents_client(api: People, bound: str) -> None:
    quoted = api.agent.post("/v1/quotes", quote(bound, **CAR)).expect(201)

    answer = api.key.post("/v1/policies", policy(bound, **CAR))

    assert (answer.status, answer.json["reason"]) == (409, "client-not-in-base")
    assert api.key.get(f"/v1/quotes/{quoted['id']}").status == 404
    stranger = api.stranger.post("/v1/policies", policy(bound))
    assert stranger.status == 409


def test_statements_say_the_channel(api: People, bound: str) -> None:
    confirm(api, bound)
    sold(api.key, bound, **ALONE, paid_instalments=1)

    answer = api.agent.get("/v1/commissions/statement.csv?month=2026-12")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))

    assert [each["Sales channel"] for each in rows] == ["The client alone"]
    assert "Клиент самостоятельно" in seen(at_desk(api.agent).speaking("ru").get("/console/commissions"))
