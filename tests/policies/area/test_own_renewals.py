"""Renewals in the client area: the choice without a script, the payment, the policy that follows."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.cabinet.visitors import HOME
from tests.clients.bodies import PERSON, added, named
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_renewal import CHOICES, options_of, premium
from tests.policies.area.people import client_of_area, other_client
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
