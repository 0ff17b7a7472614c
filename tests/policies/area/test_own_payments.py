"""Own payments in the client area: on the bank's page, and by one press of a saved method."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.settings import settings
from chalicelib.features.payments import table
from chalicelib.features.payments.links import page_url
from tests.cabinet.visitors import HOME, Visitor, sms_code
from tests.clients.bodies import PERSON, added, named
from tests.clients.texts import texts
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_payments import offered
from tests.policies.area.people import client_of_area, other_client
from tests.policies.sales import sold
from tests.support.api.client import Answer
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import open_area

bank, yookassa, bank_of_stripe, _bills = payments.bank, payments.yookassa, payments.bank_of_stripe, payments._bills
NO_METHOD = "pm_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client of the agent."""
    return added(api.agent, PERSON)


def policy_of(api: People, client_id: str, **changes: Any) -> dict[str, Any]:
    """Sell a policy in four instalments."""
    return sold(api.agent, client_id, **{"plan": "in_4", **changes})


def instalment(policy: dict[str, Any], number: int = 1) -> str:
    return f"inst#{policy['id']}#{number}"


def pay(visitor: Visitor, subject: str, **changes: Any) -> Answer:
    return visitor.call("POST", "/payments", {"subject": subject, **changes})


def with_method(visitor: Visitor, till: Till, policy: dict[str, Any], *, price_of: str = "") -> str:
    """Pay the first instalment on the bank's page, and return the id of the method that it saved."""
    started = pay(visitor, instalment(policy), save=True).expect(201)
    till.act(started["url"], "pay")
    visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)
    (method,) = visitor.call("GET", "/methods").expect(200)["items"]
    return str(method["id"])


def saved_before_the_session(api: People, client_id: str) -> None:
    """Make the saved method of a client a minute older."""
    (method,), tx = table.list_methods(api.account.id, client_id), Transaction()
    table.put_method(tx, method.model_copy(update={"created_at": method.created_at - timedelta(minutes=1)}))
    tx.commit()


def test_k15_the_first_time_leads_to_the_bank_and_saves_the_method(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id)
    choice = visitor.get(f"{HOME}/pay?subject={quote(instalment(policy), safe='')}")
    assert "12 080,13 ₽" in seen(choice).replace("\u00a0", " ")

    leaving = visitor.post(f"{HOME}/pay", {"subject": instalment(policy), "save": "yes"})
    found = re.fullmatch(r"0;url=(.+)", str(leaving.headers["refresh"]))
    assert leaving.status == 200 and found
    yookassa.act(found[1], "pay")
    (payment,) = table.list_of_subject(api.account.id, instalment(policy))
    page = visitor.get(f"{HOME}/payments/{payment.id}")

    assert "Оплачено" in seen(page)
    assert payment.actor.startswith("person:per_")
    shown = visitor.call("GET", f"/policies/{policy['id']}").expect(200)
    assert [each["state"] for each in shown["instalments"]] == ["paid", "later", "later", "later"]
    assert len(visitor.call("GET", "/methods").expect(200)["items"]) == 1


@pytest.mark.parametrize("shop", ["yookassa", "bank_of_stripe"])
def test_the_bank_leads_back_to_the_payment_in_the_area(
    api: People, client_id: str, shop: str, request: pytest.FixtureRequest
) -> None:
    till = request.getfixturevalue(shop)
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id)
    visitor.post(f"{HOME}/pay", {"subject": instalment(policy)})
    (payment,) = table.list_of_subject(api.account.id, instalment(policy))
    (charge,) = (each for each in till.bank.book.content.charges.values() if each.shop_id == till.shop.id)

    back = str(till.bank.act(charge, "pay").headers["Location"])

    assert back == f"{settings().public_base_url}{HOME}/payments/{payment.id}"
    assert "Оплачено" in seen(visitor.get(back.removeprefix(settings().public_base_url)))


def test_the_bank_leads_back_to_the_public_page_without_an_area(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id)
    started = api.agent.post("/v1/payments", {"subject": instalment(policy)}).expect(201)
    payment = table.get_payment(api.account.id, started["id"])
    (charge,) = (each for each in yookassa.bank.book.content.charges.values() if each.shop_id == yookassa.shop.id)

    assert payment is not None
    assert yookassa.bank.act(charge, "pay").headers["Location"] == page_url(payment)


@pytest.mark.parametrize("shop", ["yookassa", "bank_of_stripe"])
def test_case_42_a_saved_method_pays_by_one_press(
    api: People, client_id: str, shop: str, request: pytest.FixtureRequest
) -> None:
    till = request.getfixturevalue(shop)
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id)
    method = with_method(visitor, till, policy)
    home = visitor.get(HOME)
    assert f'name="method" value="{method}"' in home.text

    answer = visitor.post(f"{HOME}/pay", {"subject": instalment(policy, 2), "method": method})

    assert (answer.status, answer.text) == (303, "")
    assert "Оплачено" in seen(visitor.get(answer.headers["location"]))
    again = pay(visitor, instalment(policy, 2), method=method)
    assert (again.status, again.json["reason"]) == (409, "not-due")


def test_case_32_pressed_twice_is_one_payment(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id)
    method, before = with_method(visitor, yookassa, policy), yookassa.charges
    yookassa.switch(saved_method="confirm")

    first, second = (pay(visitor, instalment(policy, 2), method=method) for _ in range(2))

    assert (first.status, second.status, yookassa.charges) == (201, 200, before + 1)
    assert first.json["id"] == second.json["id"] and first.json["url"] == second.json["url"]


def test_case_42_a_removed_method_is_not_found(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id)
    method, before = with_method(visitor, yookassa, policy), yookassa.charges

    removed = visitor.post(f"{HOME}/methods/{method}/remove")

    assert removed.status == 303 and "Сохранённых способов нет" in seen(visitor.get(f"{HOME}/methods"))
    assert pay(visitor, instalment(policy, 2), method=method).status == 404
    assert visitor.call("DELETE", f"/methods/{method}").status == 404
    assert yookassa.charges == before


def test_case_42_a_large_sum_needs_a_code(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id, premium={"amount": "600000.00", "currency": "RUB"})
    visitor = client_of_area(api, client_id)
    method, before = with_method(visitor, yookassa, policy), yookassa.charges

    refused = pay(visitor, instalment(policy, 2), method=method)
    assert "150 000,00 ₽" in texts()[-1][1].replace("\u00a0", " ")
    code = sms_code()
    wrong = pay(visitor, instalment(policy, 2), method=method, code=f"{(int(code) + 1) % 10**6:06}")
    other = pay(visitor, instalment(policy, 3), method=method, code=code)
    assert yookassa.charges == before
    paid = pay(visitor, instalment(policy, 2), method=method, code=code)

    assert (refused.status, refused.json["reason"], refused.json["to"]) == (403, "code-needed", "+7 916 ***-**-67")
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/code")
    assert other.status == 410
    assert (paid.status, paid.json["state"]) == (201, "succeeded")


def test_case_42_the_page_asks_for_the_code_and_sends_another(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id)
    open_area(api.account.id)
    visitor = client_of_area(api, client_id)
    method = with_method(visitor, yookassa, policy)
    open_area(api.account.id, code_above=1000)
    form = {"subject": instalment(policy, 2), "method": method}

    asked = visitor.post(f"{HOME}/pay", form)
    code = sms_code()
    wrong = visitor.post(f"{HOME}/pay", {**form, "code": "12"})
    soon = visitor.post(f"{HOME}/pay", {**form, "again": "yes"})
    paid = visitor.post(f"{HOME}/pay", {**form, "code": code})

    assert asked.status == 200 and "+7 916 ***-**-67" in seen(asked)
    assert wrong.status == 422 and 'aria-invalid="true"' in wrong.text
    assert soon.status == 429
    assert paid.status == 303


def test_f10_a_device_that_is_new_since_this_session_needs_a_code_for_a_method_of_before(
    api: People, client_id: str, yookassa: Till
) -> None:
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id, known=False)
    method = with_method(visitor, yookassa, policy)
    saved_before_the_session(api, client_id)

    answer = pay(visitor, instalment(policy, 2), method=method)

    assert (answer.status, answer.json["reason"]) == (403, "code-needed")
    assert pay(visitor, instalment(policy, 2), method=method, code=sms_code()).status == 201


def test_k15_a_method_saved_on_a_new_device_pays_by_one_press_in_the_same_session(
    api: People, client_id: str, yookassa: Till
) -> None:
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id, known=False)
    method = with_method(visitor, yookassa, policy)

    assert pay(visitor, instalment(policy, 2), method=method).expect(201)["state"] == "succeeded"


def test_case_41_a_declined_charge_says_why_and_can_be_repeated(api: People, client_id: str, yookassa: Till) -> None:
    policy = policy_of(api, client_id)
    visitor = client_of_area(api, client_id)
    method = with_method(visitor, yookassa, policy)
    yookassa.switch(saved_method="declines")

    answer = visitor.post(f"{HOME}/pay", {"subject": instalment(policy, 2), "method": method})
    page = visitor.get(answer.headers["location"])

    assert "Оплата не прошла" in seen(page)
    assert f"{HOME}/pay?subject=" in page.text
    assert visitor.call("GET", f"/policies/{policy['id']}").json["instalments"][1]["paid_at"] is None


def test_an_offered_quote_is_paid_in_the_area(api: People, client_id: str, yookassa: Till) -> None:
    made = offered(api.agent, client_id, plan="in_4")
    visitor = client_of_area(api, client_id)

    started = pay(visitor, f"quo#{made['id']}").expect(201)
    yookassa.act(started["url"], "pay")
    after = visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)

    assert after["state"] == "succeeded"
    assert len(visitor.call("GET", "/policies").json["items"]) == 1


@pytest.mark.parametrize("subject", ["inst#", "inst#pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA#1", "none#1", "quo#x", "x"])
def test_case_43_what_is_not_there_cannot_be_paid(api: People, client_id: str, yookassa: Till, subject: str) -> None:
    visitor = client_of_area(api, client_id)

    assert visitor.get(f"{HOME}/pay?subject={quote(subject, safe='')}").status == 404
    assert visitor.post(f"{HOME}/pay", {"subject": subject}).status == 404


def test_case_43_anothers_instalment_payment_and_method_are_not_found(
    api: People, client_id: str, yookassa: Till
) -> None:
    policy = policy_of(api, client_id)
    mine = client_of_area(api, client_id)
    method = with_method(mine, yookassa, policy)
    (payment,) = table.list_of_subject(api.account.id, instalment(policy))
    visitor, before = other_client(api, added(api.agent, named("Сидоров Пётр"))), yookassa.charges
    own = policy_of(api, visitor_client(visitor), number="К-9", vehicle={"plate": "В001ОР 99"})

    for subject, chosen in (
        (instalment(policy, 2), "hosted"),
        (instalment(policy, 2), method),
        (instalment(own), method),
    ):
        assert pay(visitor, subject, method=chosen).status == 404
    for path in (f"/payments/{payment.id}", f"/payments/{payment.id}/check", f"/methods/{method}"):
        verb = "DELETE" if path.startswith("/methods") else "POST" if path.endswith("check") else "GET"
        assert visitor.call(verb, path, {} if verb == "POST" else None).status == 404
    assert visitor.get(f"{HOME}/payments/{payment.id}").status == 404
    assert visitor.post(f"{HOME}/methods/{method}/remove").status == 404
    assert visitor.call("GET", "/methods").json["items"] == []
    assert yookassa.charges == before


def visitor_client(visitor: Visitor) -> str:
    """Return the client that a person acts for."""
    return str(visitor.call("GET", "/me").expect(200)["memberships"][0]["client_id"])
