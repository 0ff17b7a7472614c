"""Instalments and quotes that clients pay at the training bank."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from chalicelib.base.money import Money
from chalicelib.features.payments.service import refunding
from chalicelib.features.policies import payables
from chalicelib.features.policies.model import Quote
from chalicelib.features.policies.table.quotes import get_quote
from chalicelib.features.printing import service as printing
from tests.clients.bodies import PERSON, added, other_agent
from tests.payments import conftest as payments
from tests.payments.api.test_notices import tell
from tests.payments.banks import Till, settled
from tests.policies.conftest import Rate
from tests.policies.sales import lines, quote, sold
from tests.support.api.client import Api
from tests.support.api.people import People, admin_of

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def pay(caller: Api, till: Till, subject: str) -> str:
    """Pay a subject at the bank, and return the id of the payment."""
    started = caller.post("/v1/payments", {"subject": subject}).expect(201)
    till.act(started["url"], "pay")
    caller.post(f"/v1/payments/{started['id']}/check", {}).expect(200)
    return str(started["id"])


def offered(caller: Api, client_id: str, **changes: Any) -> dict[str, Any]:
    """Return a quote that was priced and offered."""
    path = f"/v1/quotes/{caller.post('/v1/quotes', quote(client_id, **changes)).expect(201)['id']}"
    caller.post(f"{path}/price", {}).expect(200)
    shown: dict[str, Any] = caller.post(f"{path}/offer", {}).expect(200)
    return shown


def test_case_33_a_paid_instalment_accrues_once(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4")

    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    settled(api.account.id, payment_id)

    shown = api.agent.get(f"/v1/policies/{policy['id']}").expect(200)
    assert (shown["status"], shown["paid"]["amount"]) == ("in_force", "12080.13")
    assert [each["payment_id"] for each in shown["instalments"]] == [payment_id, None, None, None]
    assert lines(api.agent) == ["1812.02"]
    again = api.agent.post("/v1/payments", {"subject": f"inst#{policy['id']}#1"})
    assert (again.status, again.json["reason"]) == (409, "not-due")


def test_case_33_two_notices_are_one_paid_instalment_one_line_and_one_receipt(
    api: People, rate: Rate, yookassa: Till
) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_2")
    subject = f"inst#{policy['id']}#1"
    started = api.agent.post("/v1/payments", {"subject": subject}).expect(201)
    yookassa.act(started["url"], "pay")

    for _ in range(2):
        assert tell(api, yookassa, started).status == 200

    shown = api.agent.get(f"/v1/policies/{policy['id']}").expect(200)
    assert [each["payment_id"] for each in shown["instalments"]] == [started["id"], None]
    assert lines(api.agent) == ["3624.04"]
    assert [each.kind for each in printing.list_documents(api.account.id, f"{policy['id']}#1")] == ["receipt"]
    assert [each.kind for each in printing.list_documents(api.account.id, policy["id"])] == ["e_policy"]


@pytest.mark.parametrize("switches", [{"amount": "24160.24"}, {"currency": "EUR"}])
def test_case_37_a_kopeck_less_or_euros_leave_the_instalment_due_and_are_a_task(
    api: People, rate: Rate, yookassa: Till, switches: dict[str, str]
) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_2")
    assert policy["instalments"][0]["amount"]["amount"] == "24160.25"
    yookassa.switch(**switches)

    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    shown = api.agent.get(f"/v1/policies/{policy['id']}").expect(200)
    assert (shown["status"], shown["paid"]["amount"], lines(api.agent)) == ("awaiting_payment", "0.00", [])
    assert api.agent.get(f"/v1/payments/{payment_id}").expect(200)["state"] == "mismatch"
    (task,) = api.admin.get("/v1/tickets").expect(200)["items"]
    assert (task["topic"], task["kind"], task["state"]) == ("task_payment", "task", "open")


def test_a_paid_quote_issues_its_policy_binds_and_accrues(api: People, rate: Rate, yookassa: Till) -> None:
    rate("15")
    client_id = added(api.agent, PERSON)
    quoted = offered(api.agent, client_id, plan="in_4")

    pay(api.agent, yookassa, f"quo#{quoted['id']}")

    after = api.agent.get(f"/v1/quotes/{quoted['id']}").expect(200)
    policy = api.agent.get(f"/v1/policies/{after['policy_id']}").expect(200)
    assert after["status"] == "sold"
    assert (policy["channel"], policy["paid"]["amount"]) == ("agent", "13125.00")
    assert api.agent.get(f"/v1/clients/{client_id}").expect(200)["standing"] == "bound"
    assert lines(api.agent) == ["1968.75"]


def test_a_quote_that_is_not_offered_is_not_due(api: People, yookassa: Till) -> None:
    quoted = api.agent.post("/v1/quotes", quote(added(api.agent, PERSON))).expect(201)
    before = yookassa.charges

    unpriced = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"})
    api.agent.post(f"/v1/quotes/{quoted['id']}/price", {}).expect(200)
    priced = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"})

    assert (unpriced.status, priced.status, priced.json["reason"]) == (404, 409, "not-due")
    assert yookassa.charges == before


def test_money_under_way_issues_the_policy_of_a_client_who_was_bound_meanwhile(
    api: People, rate: Rate, yookassa: Till
) -> None:
    rate("15")
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)
    quoted = offered(api.agent, mine)
    started = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"}).expect(201)
    sold(other_agent(api), theirs, vehicle={"plate": "В001ОР 99"})

    yookassa.act(started["url"], "pay")
    settled(api.account.id, started["id"])

    policy_id = api.agent.get(f"/v1/quotes/{quoted['id']}").expect(200)["policy_id"]
    assert api.agent.get(f"/v1/policies/{policy_id}").expect(200)["status"] == "in_force"
    assert lines(api.agent) == ["7500.00"]
    assert api.agent.get(f"/v1/clients/{mine}").expect(200)["standing"] == "bound_elsewhere"
    assert other_agent(api).get(f"/v1/clients/{theirs}").expect(200)["standing"] == "bound"


def test_case_40_late_money_for_a_sold_quote_goes_back(api: People, yookassa: Till) -> None:
    quoted = offered(api.agent, added(api.agent, PERSON))
    started = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"}).expect(201)
    api.agent.post(f"/v1/quotes/{quoted['id']}/sell", {"paid_instalments": 1}).expect(201)

    yookassa.act(started["url"], "pay")
    settled(api.account.id, started["id"])

    shown = api.agent.get(f"/v1/payments/{started['id']}").expect(200)
    assert (shown["state"], shown["refunded"]["amount"]) == ("refunded", "50000.00")


@pytest.mark.parametrize(
    ("amounts", "status", "paid", "right"),
    [
        ((None,), "awaiting_payment", "0.00", ["7248.08", "-7248.08"]),
        (("320.50",), "in_force", "48000.00", ["7248.08", "-48.08"]),
        (("320.50", None), "awaiting_payment", "0.00", ["7248.08", "-48.08", "-7200.00"]),
    ],
)
def test_a_refund_takes_commission_back(
    api: People, rate: Rate, yookassa: Till, amounts: tuple[str | None, ...], status: str, paid: str, right: list[str]
) -> None:
    rate("15")
    policy = sold(api.agent, added(api.agent, PERSON))
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    for amount in amounts:
        money = Money(amount=Decimal(amount), currency="RUB") if amount else None
        refunding.refund(admin_of(api), payment_id, money=money, reason="Mistake")

    shown = api.agent.get(f"/v1/policies/{policy['id']}").expect(200)
    assert (shown["status"], shown["paid"]["amount"], lines(api.agent)) == (status, paid, right)


def test_case_43_another_agents_instalment_is_not_there(api: People, yookassa: Till) -> None:
    theirs = sold(other_agent(api), added(other_agent(api), PERSON))
    before = yookassa.charges

    for subject in (f"inst#{theirs['id']}#1", f"inst#{theirs['id']}#9", "inst#none", "quo#none", "other#1"):
        assert api.agent.post("/v1/payments", {"subject": subject}).status == 404
    assert yookassa.charges == before


@pytest.mark.parametrize("written", ["01", "1#2", "1#"])
def test_an_instalment_has_one_name_so_that_two_payments_are_not_open_at_once(
    api: People, yookassa: Till, written: str
) -> None:
    policy = sold(api.agent, added(api.agent, PERSON))
    api.agent.post("/v1/payments", {"subject": f"inst#{policy['id']}#1"}).expect(201)
    before = yookassa.charges

    assert api.agent.post("/v1/payments", {"subject": f"inst#{policy['id']}#{written}"}).status == 404
    assert yookassa.charges == before


def test_money_for_the_renewal_of_a_policy_that_was_renewed_meanwhile_goes_back(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    first = sold(api.agent, client_id)
    following = {"begins": "2027-12-01", "ends": "2028-11-30", "predecessor_id": first["id"]}
    quoted = offered(api.agent, client_id, **following)
    started = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"}).expect(201)
    sold(api.agent, client_id, **following)

    yookassa.act(started["url"], "pay")
    settled(api.account.id, started["id"])

    shown = api.agent.get(f"/v1/payments/{started['id']}").expect(200)
    assert (shown["state"], shown["refunded"]["amount"]) == ("refunded", "50000.00")
    again = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"})
    assert (again.status, again.json["reason"]) == (409, "not-due")


def test_a_policy_that_was_sold_elsewhere_is_not_paid_on_line(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), source="external", number="K-1")
    before = yookassa.charges

    refused = api.agent.post("/v1/payments", {"subject": f"inst#{policy['id']}#1"})

    assert (refused.status, refused.json["reason"], yookassa.charges) == (409, "not-due", before)


def test_a_quote_that_is_priced_anew_while_its_money_arrives_is_not_sold_for_it(
    api: People, yookassa: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted = offered(api.agent, added(api.agent, PERSON))
    started = api.agent.post("/v1/payments", {"subject": f"quo#{quoted['id']}"}).expect(201)
    yookassa.act(started["url"], "pay")
    read, times = get_quote, list[Quote | None]()

    def reprice(account_id: str, quote_id: str) -> Quote | None:
        """Read the quote; between the first reading and the second somebody has priced it anew."""
        found = read(account_id, quote_id)
        times.append(found)
        if found is None or found.price is None or len(times) == 1:
            return found
        dearer = found.price.model_copy(update={"instalments": (Decimal(60_000),), "premium": Decimal(60_000)})
        return found.model_copy(update={"price": dearer})

    monkeypatch.setattr(payables, "get_quote", reprice)
    settled(api.account.id, started["id"])
    monkeypatch.undo()

    assert len(times) > 2
    assert api.agent.get(f"/v1/quotes/{quoted['id']}").expect(200)["policy_id"] is None
