"""The console's pages of policies: portfolio, policy, cancellation, and the client's tab."""

from datetime import date, timedelta

import pytest

from chalicelib.base.clock import now
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.policies.sales import agent_id, policy, sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

LIST = "/console/policies"


@pytest.fixture
def client(api: People) -> str:
    """Return a client of the agent."""
    return added(api.agent, PERSON)


def term() -> dict[str, str]:
    """Return a term that begins today."""
    today = now().date()
    return {"begins": today.isoformat(), "ends": (today + timedelta(days=364)).isoformat()}


def test_an_agent_sees_the_own_portfolio_and_nobody_elses(api: People, client: str) -> None:
    made = sold(api.agent, client)

    shown = seen(at_desk(api.agent).speaking("en").get(LIST))

    assert made["number"] in shown and "Гевердава Вера Сергеевна" in shown and "Awaiting payment" in shown
    assert made["number"] not in at_desk(other_agent(api)).get(LIST).text
    assert "Seller" not in shown


def test_staff_see_all_and_narrow_it_to_a_seller(api: People, client: str) -> None:
    made = sold(api.agent, client)
    desk = at_desk(api.staff).speaking("en")

    assert made["number"] in seen(desk.get(f"{LIST}?base={agent_id(api)}"))
    assert made["number"] not in seen(desk.get(f"{LIST}?base=house"))
    assert "No policy was found" in seen(desk.get(f"{LIST}?base=house"))


@pytest.mark.parametrize("q", ["XTAGFK330KY123456", "a123bc 777", "вера гевердава"])
def test_a_policy_is_found_by_vehicle_and_holder(api: People, client: str, q: str) -> None:
    made = sold(api.agent, client)

    assert made["number"] in at_desk(api.agent).get(f"{LIST}?q={q}").text


def test_a_search_without_letters_is_refused_at_its_field(api: People) -> None:
    answer = at_desk(api.agent).speaking("en").get(f"{LIST}?q=--")

    assert (answer.status, 'id="q-wrong"' in answer.text) == (422, True)


def test_the_list_goes_on_page_by_page(api: People, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.features.policies.console.list_pages._PAGE", 1)
    first = sold(api.agent, client)
    second = sold(api.agent, client, vehicle={"vin": "1HGCM82633A004352"})
    desk = at_desk(api.agent)

    page = desk.get(LIST)
    assert (second["number"] in page.text, first["number"] in page.text) == (True, False)
    after = desk.get(page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&"))

    assert first["number"] in after.text


def test_a_policy_shows_terms_payments_and_history(api: People, client: str) -> None:
    made = sold(api.agent, client)
    desk = at_desk(api.agent).speaking("en")
    page = f"{LIST}/{made['id']}"

    terms = seen(desk.get(page))
    assert "VIN code XTAGFK330KY123456" in terms and "Sum insured" in terms
    assert "Policy issued" in seen(desk.get(f"{page}?tab=history"))
    assert "48,320.50" in seen(desk.get(f"{page}?tab=payments"))
    assert f"/console/clients/{client}" in desk.get(page).text


def test_another_agent_finds_no_policy(api: People, client: str) -> None:
    made = sold(api.agent, client)

    desk = at_desk(other_agent(api))

    assert desk.get(f"{LIST}/{made['id']}").status == 404
    assert desk.get(f"{LIST}/{made['id']}/cancel").status == 404


def test_an_instalment_is_noted_as_received_once(api: People, client: str) -> None:
    made = sold(api.agent, client, **term())
    desk, form = at_desk(api.agent).speaking("en"), {"number": "1", "version": "1"}

    done = desk.post(f"{LIST}/{made['id']}/received", form)
    again = desk.post(f"{LIST}/{made['id']}/received", form)

    assert [each.status for each in (done, again)] == [303, 303]
    shown = api.agent.get(f"/v1/policies/{made['id']}").json
    assert (shown["status"], shown["version"]) == ("in_force", 2)


def test_a_cancellation_shows_the_refund_first(api: People, client: str) -> None:
    made = sold(api.agent, client, **term(), paid_instalments=1)
    desk, page = at_desk(api.agent).speaking("en"), f"{LIST}/{made['id']}/cancel"
    last = (now().date() + timedelta(days=100)).isoformat()
    assert 'name="do" value="cancel"' not in desk.get(page).text

    counted = desk.post(page, {"version": "1", "effective": last, "reason": "the car is sold", "do": "count"})
    assert counted.status == 200
    assert "Refund:" in seen(counted) and 'value="cancel"' in counted.text
    assert api.agent.get(f"/v1/policies/{made['id']}").json["cancelled"] is None
    done = desk.post(page, {"version": "1", "effective": last, "reason": "the car is sold", "do": "cancel"})

    assert done.status == 303
    assert "the car is sold" in seen(desk.get(f"{LIST}/{made['id']}"))
    assert desk.get(page).status == 303


def test_a_cancellation_tells_all_that_is_wrong(api: People, client: str) -> None:
    made = sold(api.agent, client, **term())
    desk, page = at_desk(api.agent).speaking("en"), f"{LIST}/{made['id']}/cancel"

    empty = desk.post(page, {"version": "1"})
    past = desk.post(page, {"version": "1", "effective": "23.01.2020", "reason": "x", "do": "cancel"})
    stale = desk.post(page, {"version": "9", "effective": f"{date.max.year}-01-01", "reason": "x", "do": "count"})

    assert empty.status == 422 and 'id="effective-wrong"' in empty.text and 'id="reason-wrong"' in empty.text
    assert (past.status, 'id="effective-wrong"' in past.text) == (422, True)
    assert stale.status == 422


def test_a_clients_policies_are_a_tab_of_the_client(api: People, client: str) -> None:
    made = sold(api.agent, client)
    other = added(api.agent, named("Сидоров Иван"))
    desk = at_desk(api.agent).speaking("en")

    assert made["number"] in seen(desk.get(f"/console/clients/{client}?tab=policies"))
    assert "no policies" in seen(desk.get(f"/console/clients/{other}?tab=policies"))


def test_a_policy_that_was_sold_elsewhere_refunds_nothing_here(api: People, client: str) -> None:
    body = policy(client, source="external", number="EXT-1", **term())
    made = api.staff.post("/v1/policies", body).expect(201)
    desk = at_desk(api.staff).speaking("en")

    shown = seen(desk.post(f"{LIST}/{made['id']}/cancel", {"version": "1", "effective": term()["ends"], "reason": "x"}))

    assert "sold elsewhere: nothing is refunded" in shown
    assert "Received in cash" not in seen(desk.get(f"{LIST}/{made['id']}?tab=payments"))


def test_r18_a_client_can_be_sold_to_from_the_page(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)
    button = f"/console/quotes/new?client_id={mine}"

    assert button in at_desk(api.agent).get(f"/console/clients/{mine}").text
    assert button not in at_desk(api.viewer).get(f"/console/clients/{mine}").text
    sold(other_agent(api), theirs)
    assert button not in at_desk(api.agent).get(f"/console/clients/{mine}").text


def test_money_that_was_received_in_cash_is_to_be_returned_by_hand(api: People, client: str) -> None:
    made = sold(api.agent, client, **term(), premium={"amount": "36500.00"}, paid_instalments=1)
    path = f"/v1/policies/{made['id']}/cancel"
    ended = api.agent.post(path, {"effective": now().date().isoformat(), "reason": "x", "version": 1}).expect(200)

    shown = at_desk(api.agent).speaking("ru").get(f"{LIST}/{made['id']}")
    payments = at_desk(api.agent).speaking("ru").get(f"{LIST}/{made['id']}?tab=payments")

    assert [(each["payment_id"], each["state"]) for each in ended["refunds"]] == [(None, "by_hand")]
    assert "Вернуть 36 400,00 ₽ вручную." in seen(shown)
    assert "Вернуть вручную" in seen(payments)


def test_money_returned_by_hand_is_noted_on_the_page(api: People, client: str) -> None:
    made = sold(api.agent, client, paid_instalments=1, **term())
    path = f"/v1/policies/{made['id']}/cancel"
    ended = api.agent.post(path, {"effective": term()["begins"], "reason": "Sold", "version": 1}).expect(200)
    desk, page = at_desk(api.agent).speaking("ru"), f"{LIST}/{made['id']}"
    assert "вручную" in seen(desk.get(page))

    desk.post(f"{page}/returned", {"version": str(ended["version"])})

    assert "вручную" not in seen(desk.get(page))
    assert "Возвращено вручную" in seen(desk.get(f"{page}?tab=payments"))
