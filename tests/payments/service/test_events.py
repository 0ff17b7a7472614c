"""Events of payments, as the contract with back-ends has them."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from chalicelib.features.conversations.service import reading
from chalicelib.features.payments.contract import EVENTS
from chalicelib.features.payments.service import looking, recording, refunding, starting
from chalicelib.outbox.contract import any_event, event_model
from tests.payments.banks import Till, settled
from tests.payments.bills.payable import add_bill
from tests.payments.tasks import tasks_of
from tests.support import outbox
from tests.support.world import World


def test_every_event_of_payments_is_told_as_the_contract_says(world: World, yookassa: Till) -> None:
    def pay(number: str, action: str) -> str:
        payment = starting.start(world.admin, add_bill(world.account.id, number)).payment
        yookassa.act(payment.url, action)
        looking.look_at(payment.account_id, payment.id)
        return payment.id

    refunding.refund(world.admin, pay("1", "pay"), money=None, reason="Расторжение")
    pay("2", "decline")
    yookassa.switch(amount="1.00")
    pay("3", "pay")

    told = [each for each in outbox.events() if each["type"] in EVENTS]
    assert {each["type"] for each in told} == set(EVENTS)
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
        assert type(any_event().validate_python(event)) is event_model(event["type"])
        assert event["data"]["console_url"].endswith(f"/console/payments/{event['data']['payment_id']}")


def test_case_37_a_wrong_sum_is_a_task_of_a_desk_once(world: World, yookassa: Till) -> None:
    yookassa.switch(amount="1.00")
    payment = starting.start(world.admin, add_bill(world.account.id, "1")).payment
    yookassa.act(payment.url, "pay")
    for _ in range(2):
        settled(payment.account_id, payment.id)

    (ticket,) = tasks_of(world)
    shown = reading.show_ticket(world.admin, ticket.id)
    assert (ticket.topic, ticket.kind, ticket.page) == ("task_payment", "task", f"/console/payments/{payment.id}")
    assert ticket.last_day > ticket.opened_at.date()
    assert "1.00 RUB" in shown.messages[0].text


def test_administrators_are_told_where_no_feature_keeps_tasks(
    world: World, yookassa: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "find_tasks", lambda: None)
    yookassa.switch(amount="1.00")
    payment = starting.start(world.admin, add_bill(world.account.id, "1")).payment
    yookassa.act(payment.url, "pay")
    looking.look_at(payment.account_id, payment.id)

    letters = [each.data for each in outbox.messages() if each.data.get("notice") == "payment_mismatch"]
    assert [each["params"]["payment_id"] for each in letters] == [payment.id]
    assert letters[0]["params"]["received"] == "1.00 RUB"
    assert tasks_of(world) == []
