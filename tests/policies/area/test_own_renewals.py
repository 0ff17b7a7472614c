"""Renewals in the client area: the choice without a script, the payment, the policy that follows."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import time_machine

from tests.cabinet.visitors import HOME
from tests.clients.bodies import PERSON, added, named
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_payments import offered
from tests.policies.api.test_renewal import CHOICES, options_of, premium
from tests.policies.area.people import client_again, client_of_area, other_client
from tests.policies.sales import quote as quote_body
from tests.policies.sales import sold
from tests.support.api.desk import seen
from tests.support.api.people import People

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-29T09:00:00+03:00", tick=False):
        yield


def renewable(api: People, client_id: str) -> dict[str, Any]:
    """Sell a policy of 1,250,000 at 4 %, with two years without losses (0.90)."""
    return sold(api.agent, client_id, options=CHOICES, paid_instalments=1)


def test_case_46_the_page_says_what_each_choice_saves(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    visitor = client_of_area(api, client_id)

    page = visitor.get(f"{HOME}/policies/{policy['id']}/renewal")
    shown = visitor.call("GET", f"/policies/{policy['id']}/renewal").expect(200)

    words = seen(page).replace("\u00a0", " ")
    for each in ("45 000,00 ₽", "экономия 6 750,00 ₽", "экономия 11 700,00 ₽", "01.12.2027 – 30.11.2028"):
        assert each in words, each
    assert premium(options_of(shown, "deductible")["d15000"]) == "38250.00"
    assert f"/policies/{policy['id']}/renewal" in visitor.get(f"{HOME}/policies/{policy['id']}").text


def test_case_48_a_choice_is_paid_and_begins_the_day_after_and_only_once(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    visitor = client_of_area(api, client_id)
    path = f"/policies/{policy['id']}/renewal"

    led = visitor.post(f"{HOME}{path}", {"factor-cover": "full", "factor-deductible": "d15000", "plan": "in_2"})
    assert led.status == 303, led.text
    choice = seen(visitor.get(led.headers["location"])).replace("\u00a0", " ")
    again = visitor.call("POST", path, {}).expect(201)
    started = visitor.call("POST", "/payments", {"subject": again["subject"]}).expect(201)
    yookassa.act(started["url"], "pay")
    visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)

    assert "19 698,75 ₽" in choice
    latest = visitor.call("GET", "/policies").expect(200)["items"][0]
    assert (latest["begins"], latest["last_day"]) == ("2027-12-01", "2028-11-30")
    assert visitor.call("POST", path, {}).json["reason"] == "renewed"


def test_facts_are_no_choices(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    visitor = client_of_area(api, client_id)

    answer = visitor.call(
        "POST", f"/policies/{policy['id']}/renewal", {"options": {"losses": "first", "cover": "nothing"}}
    )

    assert answer.status == 422
    assert {each["pointer"] for each in answer.json["errors"]} == {"/options/losses", "/options/cover"}


def test_case_19_anothers_policy_is_not_renewed(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    client_of_area(api, client_id)
    visitor = other_client(api, added(api.agent, named("Сидоров Пётр")))

    assert visitor.call("GET", f"/policies/{policy['id']}/renewal").status == 404
    assert visitor.call("POST", f"/policies/{policy['id']}/renewal", {}).status == 404
    assert visitor.post(f"{HOME}/policies/{policy['id']}/renewal").status == 404


def test_case_47_an_open_renewal_is_chosen_anew_until_it_is_paid(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    visitor = client_of_area(api, client_id)
    path = f"/policies/{policy['id']}/renewal"
    first = visitor.call("POST", path, {"options": {"deductible": "d30000"}}).expect(201)

    page = visitor.get(f"{HOME}{path}")
    led = visitor.post(f"{HOME}{path}", {"factor-deductible": "d15000", "plan": "in_4"})
    again = visitor.call("POST", path, {}).expect(201)
    quote = api.agent.get(f"/v1/quotes/{again['quote_id']}").expect(200)

    assert "33 300,00 ₽" in plain(seen(page)) and "Выбрать другой вариант" in seen(page)
    assert led.status == 303 and "10 040,63 ₽" in plain(seen(visitor.get(led.headers["location"])))
    assert again["quote_id"] == first["quote_id"]
    assert [each["amount"] for each in quote["price"]["instalments"]] == [
        "10040.63",
        "10040.63",
        "10040.62",
        "10040.62",
    ]
    assert (quote["price"]["premium"]["amount"], quote["status"]) == ("40162.50", "offered")
    assert visitor.call("GET", path).expect(200)["base"]["premium"]["amount"] == "40162.50"
    in_2 = visitor.call("POST", path, {"plan": "in_2"}).expect(201)
    started = visitor.call("POST", "/payments", {"subject": in_2["subject"]}).expect(201)
    assert started["amount"]["amount"] == "19698.75"


def test_a_renewal_that_is_being_paid_stays_as_it_is(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    visitor = client_of_area(api, client_id)
    path = f"/policies/{policy['id']}/renewal"
    made = visitor.call("POST", path, {}).expect(201)
    started = visitor.call("POST", "/payments", {"subject": made["subject"]}).expect(201)

    refused = visitor.call("POST", path, {"options": {"deductible": "d15000"}})
    page = visitor.post(f"{HOME}{path}", {"factor-deductible": "d15000"})
    same = visitor.call("POST", path, {})

    assert (refused.status, refused.json["reason"]) == (409, "payment-open")
    assert page.status == 409 and "Продление уже оплачивается" in seen(page)
    assert same.status == 201
    yookassa.act(started["url"], "pay")
    visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)
    late = visitor.call("POST", path, {"options": {"deductible": "d15000"}})
    assert (late.status, late.json["reason"]) == (409, "renewed")


def test_a_client_finishes_the_renewal_that_an_agent_began(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    begun = api.agent.post(f"/v1/policies/{policy['id']}/renew", {"version": policy["version"]}).expect(201)
    visitor = client_of_area(api, client_id)

    made = visitor.call("POST", f"/policies/{policy['id']}/renewal", {"options": {"deductible": "d15000"}}).expect(201)
    started = visitor.call("POST", "/payments", {"subject": made["subject"]}).expect(201)
    yookassa.act(started["url"], "pay")
    visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)

    assert made["quote_id"] == begun["id"]
    latest = visitor.call("GET", "/policies").expect(200)["items"][0]
    sold_by = api.agent.get(f"/v1/policies/{latest['id']}").expect(200)
    assert (latest["begins"], sold_by["channel"], sold_by["predecessor_id"]) == ("2027-12-01", "agent", policy["id"])


def test_the_renewal_of_a_policy_that_was_cancelled_since_is_not_paid(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    visitor = client_of_area(api, client_id)
    made = visitor.call("POST", f"/policies/{policy['id']}/renewal", {}).expect(201)
    started = visitor.call("POST", "/payments", {"subject": made["subject"]}).expect(201)
    version = api.agent.get(f"/v1/policies/{policy['id']}").expect(200)["version"]
    body = {"effective": "2026-12-05", "reason": "Автомобиль продан", "version": version}
    api.agent.post(f"/v1/policies/{policy['id']}/cancel", body).expect(200)

    yookassa.act(started["url"], "pay")
    paid = visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)
    listed = visitor.call("GET", "/policies").expect(200)
    again = visitor.call("POST", "/payments", {"subject": made["subject"]})
    by_hand = api.agent.post(f"/v1/quotes/{made['quote_id']}/sell", {})

    assert paid["title"] == "The money goes back to you"
    assert (listed["offers"], [each["id"] for each in listed["items"]]) == ([], [policy["id"]])
    assert (again.status, again.json["reason"]) == (409, "not-due")
    assert (by_hand.status, by_hand.json["reason"]) == (409, "cancelled")


def test_open_offers_are_listed_with_their_payment(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = renewable(api, client_id)
    made = offered(api.agent, client_id, plan="in_4", vehicle={"plate": "В001ОР 99"})
    api.agent.post("/v1/quotes", quote_body(client_id)).expect(201)
    visitor = client_of_area(api, client_id)
    renewal = visitor.call("POST", f"/policies/{policy['id']}/renewal", {}).expect(201)

    page = visitor.get(f"{HOME}/policies")
    listed = visitor.call("GET", "/policies").expect(200)["offers"]

    assert {(each["quote_id"], each["renews"]) for each in listed} == {
        (made["id"], None),
        (renewal["quote_id"], policy["id"]),
    }
    for each in listed:
        assert f"{HOME}/pay?subject={quote(each['subject'], safe='')}" in page.text
    assert "Продление к оплате" in seen(page) and "Предложение к оплате" in seen(page)
    started = visitor.call("POST", "/payments", {"subject": renewal["subject"]}).expect(201)
    yookassa.act(started["url"], "pay")
    visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)
    assert [each["quote_id"] for each in visitor.call("GET", "/policies").json["offers"]] == [made["id"]]
    with time_machine.travel("2027-01-15T09:00:00+03:00", tick=False):
        later = client_again(api, client_id).call("GET", "/policies").expect(200)
    assert later["offers"] == []


def test_offers_to_others_are_not_listed(api: People) -> None:
    client_id = added(api.agent, PERSON)
    offered(api.agent, client_id)
    client_of_area(api, client_id)
    visitor = other_client(api, added(api.agent, named("Сидоров Пётр")))

    assert visitor.call("GET", "/policies").expect(200)["offers"] == []


def plain(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ")
