"""Events of payments, as the contract with back-ends has them."""

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from chalicelib.features.payments.contract import EVENTS
from chalicelib.features.payments.service import looking, refunding, starting
from chalicelib.outbox.contract import any_event, event_model
from tests.payments.banks import Till
from tests.payments.bills.payable import add_bill
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
    wrong = pay("3", "pay")

    told = [each for each in outbox.events() if each["type"] in EVENTS]
    assert {each["type"] for each in told} == set(EVENTS)
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
        assert type(any_event().validate_python(event)) is event_model(event["type"])
        assert event["data"]["console_url"].endswith(f"/console/payments/{event['data']['payment_id']}")
    letters = [each.data for each in outbox.messages() if each.data.get("notice") == "payment_mismatch"]
    assert [each["params"]["payment_id"] for each in letters] == [wrong]
    assert letters[0]["params"]["received"] == "1.00 RUB"
