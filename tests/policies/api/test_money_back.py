"""Money of cancelled policies goes back through the provider that took it."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.payments.service import looking, refunding
from tests.clients.bodies import PERSON, added
from tests.payments import conftest as payments
from tests.payments.banks import Till, settled
from tests.policies.api.test_payments import pay
from tests.policies.conftest import Rate
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.client import Api
from tests.support.api.desk import at_desk
from tests.support.api.people import People
from tests.support.faults import counted
from tests.support.sweeping import sweep_cases

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
YEAR = {"premium": {"amount": "36500.00"}}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def cancelled(caller: Api, policy_id: str, day: str = "2026-12-01") -> dict[str, Any]:
    """Cancel a policy on a day, and return it as it is then."""
    path = f"/v1/policies/{policy_id}"
    version = caller.get(path).expect(200)["version"]
    with time_machine.travel(f"{day}T09:00:00+03:00", tick=False):
        caller.post(f"{path}/cancel", {"effective": day, "reason": "Sold", "version": version}).expect(200)
    shown: dict[str, Any] = caller.get(path).expect(200)
    return shown


def parts(policy: dict[str, Any]) -> list[tuple[str | None, str, str]]:
    return [(each["payment_id"], each["amount"]["amount"], each["state"]) for each in policy["refunds"]]


def returned(till: Till) -> list[str]:
    """Return the sums that the bank has sent back from this shop."""
    content = till.bank.book.content
    mine = {each.id for each in content.charges.values() if each.shop_id == till.shop.id}
    return [each.amount for each in content.refunds.values() if each.charge_id in mine and each.state == "succeeded"]


def test_case_42_the_bank_returns_the_unused_premium(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    after = cancelled(api.key, policy["id"], "2027-03-10")

    assert after["cancelled"]["refund"]["amount"] == "26500.00"
    assert parts(after) == [(payment_id, "26500.00", "succeeded")]
    assert returned(yookassa) == ["26500.00"]
    assert api.key.get(f"/v1/payments/{payment_id}").expect(200)["refunded"]["amount"] == "26500.00"
    assert after["paid"]["amount"] == "10000.00"
    assert [each["data"]["amount"] for each in outbox.events("commission.accrued")] == ["5475.00", "-3975.00"]


@pytest.mark.parametrize(
    ("begins", "ends", "back"),
    [("2026-12-20", "2027-12-19", "36500.00"), ("2026-12-01", "2027-11-30", "35500.00")],
)
def test_case_43_the_bank_returns_the_premium_in_the_cooling_off_period(
    api: People, yookassa: Till, begins: str, ends: str, back: str
) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), begins=begins, ends=ends, **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    after = cancelled(api.key, policy["id"], "2026-12-10")

    assert parts(after) == [(payment_id, back, "succeeded")]
    assert returned(yookassa) == [back]


def test_of_several_payments_the_newest_goes_back_first(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4", **YEAR)
    first, second = (pay(api.agent, yookassa, f"inst#{policy['id']}#{number}") for number in (1, 2))

    after = cancelled(api.key, policy["id"], "2027-03-10")

    assert after["cancelled"]["refund"]["amount"] == "8250.00"
    assert parts(after) == [(second, "8250.00", "succeeded")]
    assert api.key.get(f"/v1/payments/{first}").expect(200)["refunded"]["amount"] == "0"


def test_more_than_the_newest_payment_takes_the_one_before(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4", **YEAR)
    first, second = (pay(api.agent, yookassa, f"inst#{policy['id']}#{number}") for number in (1, 2))

    after = cancelled(api.key, policy["id"], "2026-12-10")

    assert parts(after) == [(second, "9125.00", "succeeded"), (first, "8125.00", "succeeded")]


def test_money_that_was_received_by_hand_is_a_persons_task(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4", paid_instalments=1, **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#2")

    after = cancelled(api.key, policy["id"], "2026-12-10")

    assert parts(after) == [(payment_id, "9125.00", "succeeded"), (None, "8125.00", "by_hand")]


def test_a_refund_that_was_made_before_is_not_made_again(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    body = {"reason": "x", "money": {"amount": "500.00", "currency": "RUB"}}
    api.admin.post(f"/v1/payments/{payment_id}/refund", body).expect(201)

    after = cancelled(api.key, policy["id"], "2026-12-10")

    assert parts(after) == [(payment_id, "35000.00", "succeeded")]
    assert sorted(returned(yookassa)) == ["35000.00", "500.00"]
    assert after["paid"]["amount"] == "1000.00"


def test_a_cancellation_that_died_after_its_commit_returns_the_money_once(
    api: People, yookassa: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    with monkeypatch.context() as patch:
        patch.setattr(looking, "hasten", lambda _look: None)
        before = cancelled(api.key, policy["id"])
    assert parts(before) == [(payment_id, "36400.00", "created")]

    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        for _ in range(2):
            sweep_cases()
        settled(api.account.id, payment_id)

    assert parts(api.key.get(f"/v1/policies/{policy['id']}").expect(200)) == [(payment_id, "36400.00", "succeeded")]
    assert returned(yookassa) == ["36400.00"]


def test_a_refused_refund_is_a_task_of_a_desk_and_on_the_page(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    yookassa.switch(refunds="canceled")

    after = cancelled(api.key, policy["id"])

    assert parts(after) == [(payment_id, "36400.00", "canceled")]
    assert returned(yookassa) == []
    (task,) = api.admin.get("/v1/tickets").expect(200)["items"]
    assert task["topic"] == "task_payment"
    assert f"/console/payments/{payment_id}" in at_desk(api.admin).get(f"/console/tickets/{task['id']}").text


def refund(api: People, payment_id: str, amount: str) -> str:
    """Return a part of a payment, and the state of the refund."""
    body = {"reason": "x", "money": {"amount": amount, "currency": "RUB"}}
    return str(api.admin.post(f"/v1/payments/{payment_id}/refund", body).expect(201)["state"])


def ended_well(till: Till, api: People, payment_id: str) -> None:
    """Carry out all refunds at the bank, and look at them."""
    for each in till.bank.book.content.refunds.values():
        each.state = "succeeded"
    for each in api.key.get(f"/v1/payments/{payment_id}").expect(200)["refunds"]:
        refunding.look_at_refund(api.account.id, payment_id, each["id"])


def test_a_refund_under_way_is_a_part_of_the_cancellations_refund(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    yookassa.switch(refunds="pending")
    assert refund(api, payment_id, "10000.00") == "pending"

    after = cancelled(api.key, policy["id"], "2027-03-10")
    ended_well(yookassa, api, payment_id)

    assert parts(after) == [(payment_id, "10000.00", "pending"), (payment_id, "16500.00", "pending")]
    assert sorted(returned(yookassa)) == ["10000.00", "16500.00"]
    shown = api.key.get(f"/v1/policies/{policy['id']}").expect(200)
    assert [each[2] for each in parts(shown)] == ["succeeded", "succeeded"]
    assert shown["paid"]["amount"] == "10000.00"
    assert [each["data"]["amount"] for each in outbox.events("commission.accrued")] == ["5475.00", "-3975.00"]


def test_more_under_way_than_the_cancellation_owes_is_counted(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    yookassa.switch(refunds="pending")
    refund(api, payment_id, "30000.00")

    after = cancelled(api.key, policy["id"], "2027-03-10")
    ended_well(yookassa, api, payment_id)

    assert parts(after) == [(payment_id, "26500.00", "pending")]
    assert api.key.get(f"/v1/policies/{policy['id']}").expect(200)["paid"]["amount"] == "6500.00"
    accrued = {each["data"]["amount"] for each in outbox.events("commission.accrued")}
    assert accrued == {"5475.00", "-3975.00", "-525.00"}


def test_money_returned_after_the_cancellation_takes_commission_back(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    cancelled(api.key, policy["id"], "2027-03-10")

    assert refund(api, payment_id, "10000.00") == "succeeded"

    assert api.key.get(f"/v1/policies/{policy['id']}").expect(200)["paid"]["amount"] == "0.00"
    accrued = {each["data"]["amount"] for each in outbox.events("commission.accrued")}
    assert accrued == {"5475.00", "-3975.00", "-1500.00"}


def test_a_refused_part_that_is_returned_again_is_counted_once(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    yookassa.switch(refunds="canceled")
    cancelled(api.key, policy["id"], "2027-03-10")
    yookassa.switch()

    assert refund(api, payment_id, "20000.00") == "succeeded"

    shown = api.key.get(f"/v1/policies/{policy['id']}").expect(200)
    assert parts(shown) == [(payment_id, "20000.00", "succeeded"), (payment_id, "6500.00", "canceled")]
    assert shown["paid"]["amount"] == "10000.00"
    assert [each["data"]["amount"] for each in outbox.events("commission.accrued")] == ["5475.00", "-3975.00"]


def test_money_that_a_person_returns_is_noted_once(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), paid_instalments=1, **YEAR)
    path = f"/v1/policies/{policy['id']}/returned"
    after = cancelled(api.key, policy["id"], "2027-03-10")
    assert parts(after) == [(None, "26500.00", "by_hand")]

    noted = api.agent.post(path, {"version": after["version"]}).expect(200)
    again = api.agent.post(path, {"version": noted["version"]})

    assert parts(noted) == [(None, "26500.00", "returned")]
    assert noted["paid"] == after["paid"]
    assert (again.status, again.json["reason"]) == (409, "nothing-to-return")
    assert api.key.get("/v1/policies").expect(200)["items"][0]["refunds"] == noted["refunds"]


def test_refunds_of_a_list_are_read_at_once(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    for _ in range(3):
        policy = sold(api.agent, client_id, **YEAR)
        pay(api.agent, yookassa, f"inst#{policy['id']}#1")
        cancelled(api.key, policy["id"])

    api.key.get("/v1/policies").expect(200)
    with counted() as calls:
        items = api.key.get("/v1/policies").expect(200)["items"]

    assert [each["refunds"][0]["state"] for each in items] == ["succeeded"] * 3
    assert Counter(calls)["BatchGetItem"] == 2


def test_money_returned_by_a_person_and_by_the_provider_is_counted_twice(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    yookassa.switch(refunds="canceled")
    after = cancelled(api.key, policy["id"], "2027-03-10")
    yookassa.switch()
    api.key.post(f"/v1/policies/{policy['id']}/returned", {"version": after["version"]}).expect(200)

    assert refund(api, payment_id, "4000.00") == "succeeded"

    shown = api.key.get(f"/v1/policies/{policy['id']}").expect(200)
    assert parts(shown) == [(payment_id, "26500.00", "returned")]
    assert shown["paid"]["amount"] == "6000.00"
