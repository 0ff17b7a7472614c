"""A payment from its start to its end, at both providers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

import app
from chalicelib.aws import look_queue
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, State
from chalicelib.features.payments.service import looking, reading, settling, starting
from chalicelib.features.payments.service.looking import Look
from chalicelib.features.payments.settings import PaymentSettings
from chalicelib.features.payments.table.rows import PaymentRow
from chalicelib.tenancy import sections
from tests.payments.banks import Till
from tests.payments.bills.payable import BILLS, add_bill, bill
from tests.payments.tasks import tasks_of
from tests.support.lambda_events import queue_event
from tests.support.sweeping import sweep_cases
from tests.support.world import World


def paid(world: World, payment: Payment) -> int:
    """Return the number of times that the subject of a payment was settled."""
    return int(bill(world.account.id, payment.subject).paid)


def start(world: World, subject: str = "", **more: object) -> Payment:
    subject = subject or add_bill(world.account.id, "1")
    return starting.start(world.admin, subject, **more).payment  # type: ignore[arg-type]


def look(payment: Payment) -> Payment:
    found = looking.look_at(payment.account_id, payment.id)
    assert found is not None
    return found


def test_a_payment_settles_its_subject_once(world: World, shop: Till) -> None:
    payment = start(world)
    shop.act(payment.url, "pay")

    after, again = look(payment), look(payment)

    assert (payment.state, after.state, again.state) == (State.PENDING, State.SUCCEEDED, State.SUCCEEDED)
    assert after.is_settled
    assert paid(world, payment) == 1
    assert table.find_open(world.account.id, payment.subject) is None


def test_case_32_pressed_twice_it_is_one_payment_with_one_page(world: World, shop: Till) -> None:
    subject = add_bill(world.account.id, "1")
    before = shop.charges

    first, second = start(world, subject), start(world, subject)

    assert (first.id, first.url) == (second.id, second.url)
    assert shop.charges == before + 1


def test_case_32_pressed_at_the_same_moment_too(world: World, shop: Till) -> None:
    subject = add_bill(world.account.id, "1")
    before = shop.charges

    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda _: starting.start(world.admin, subject), range(4)))

    assert len({each.payment.id for each in started}) == 1
    assert [each.is_new for each in started].count(True) == 1
    assert shop.charges == before + 1


def test_case_33_two_notices_settle_once(world: World, shop: Till) -> None:
    payment = start(world)
    shop.act(payment.url, "pay")

    for _ in range(2):
        looking.take_notice(world.account.id, payment.provider, payment_id=payment.id, provider_id=payment.provider_id)

    assert paid(world, payment) == 1


def test_two_looks_at_once_settle_once(world: World, shop: Till) -> None:
    payment = start(world)
    shop.act(payment.url, "pay")

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: look(payment), range(4)))

    assert {each.state for each in found} == {State.SUCCEEDED}
    assert paid(world, payment) == 1


def test_case_36_without_a_notice_the_janitor_finds_the_money(world: World, shop: Till) -> None:
    payment = start(world)
    shop.act(payment.url, "close")

    looking.do(Look(account_id=world.account.id, payment_id=payment.id, is_counted=True))

    assert paid(world, payment) == 1


def test_case_36_a_closed_tab_without_a_notice_is_looked_at_within_two_minutes(
    world: World, shop: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[tuple[str, timedelta]]()
    monkeypatch.setattr(look_queue, "send", lambda look, *, account_id, delay=timedelta(): asked.append((look, delay)))
    payment = start(world)
    shop.act(payment.url, "close")
    assert paid(world, payment) == 0

    ((look_later, delay),) = asked
    app.settle_payment(queue_event(look_later), None)

    assert delay <= timedelta(minutes=2)
    assert paid(world, payment) == 1


@pytest.mark.parametrize("switches", [{"amount": "24160.24"}, {"currency": "EUR"}])
def test_case_37_another_sum_or_currency_settles_nothing(world: World, shop: Till, switches: dict[str, str]) -> None:
    shop.switch(**switches)
    payment = start(world)
    shop.act(payment.url, "pay")

    after = look(payment)

    assert (after.state, after.is_settled) == (State.MISMATCH, False)
    assert paid(world, payment) == 0
    assert [each.id for each in table.list_mismatches(world.account.id)] == [payment.id]
    with pytest.raises(Conflict) as refused:
        start(world, payment.subject)
    assert refused.value.extra["reason"] == "payment-mismatch"


def test_case_38_a_notice_of_a_pending_payment_changes_nothing(world: World, shop: Till) -> None:
    payment = start(world)

    looking.take_notice(world.account.id, payment.provider, payment_id=payment.id, provider_id=payment.provider_id)

    found = table.get_payment(world.account.id, payment.id)
    assert found is not None
    assert (found.state, found.version) == (State.PENDING, payment.version)


def test_case_39_a_failure_after_creation_is_repeated_with_the_same_key(world: World, shop: Till) -> None:
    shop.switch(fails_after_creation=True)
    before = shop.charges
    payment = start(world)
    assert (payment.state, payment.url) == (State.UNKNOWN, "")

    after = look(payment)

    assert after.state is State.PENDING
    assert after.url
    assert shop.charges == before + 1


def test_case_39_a_second_press_repeats_it_too(world: World, shop: Till) -> None:
    shop.switch(fails_after_creation=True)
    payment = start(world)

    again = start(world, payment.subject)

    assert (again.id, again.state) == (payment.id, State.PENDING)


def test_case_39_a_second_press_is_no_second_charge_if_the_first_was_paid_meanwhile(world: World, shop: Till) -> None:
    shop.switch(fails_after_creation=True, notices="early")
    payment, before = start(world), shop.charges

    with pytest.raises(Conflict) as refused:
        start(world, payment.subject)

    assert refused.value.extra["reason"] == "not-due"
    assert shop.charges == before
    assert paid(world, payment) == 1


def test_case_40_an_expired_payment_makes_room_and_its_late_money_goes_back(world: World, shop: Till) -> None:
    first = start(world)
    charge = shop.bank.book.content.charges[first.provider_id]
    charge.expires = now().timestamp()
    assert look(first).state is State.EXPIRED

    second = start(world, first.subject)
    shop.act(second.url, "pay")
    assert look(second).is_settled
    shop.bank.book.pay(charge)
    after = look(first)

    assert second.id != first.id
    assert (after.state, after.is_settled) == (State.SUCCEEDED, False)
    refunds = table.list_refunds(world.account.id, first.id)
    assert [(each.state, each.money, each.reason) for each in refunds] == [("succeeded", first.money, "late")]
    kept = table.get_payment(world.account.id, first.id)
    assert kept is not None
    assert (kept.state, kept.refunding) == (State.REFUNDED, Decimal(0))
    assert paid(world, first) == 1


def test_late_money_is_taken_while_its_subject_is_still_due(world: World, shop: Till) -> None:
    payment = start(world)
    charge = shop.bank.book.content.charges[payment.provider_id]
    charge.expires = now().timestamp()
    look(payment)

    shop.bank.book.pay(charge)

    assert look(payment).is_settled
    assert paid(world, payment) == 1


def expired(payment: Payment, shop: Till) -> Any:
    """Return the charge of a payment that expires at its provider."""
    charge = shop.bank.book.content.charges[payment.provider_id]
    charge.expires = now().timestamp()
    assert look(payment).state is State.EXPIRED
    return charge


def test_case_40_the_janitor_finds_late_money_without_a_notice(world: World, shop: Till) -> None:
    payment = start(world)
    shop.bank.book.pay(expired(payment, shop))

    with time_machine.travel(now() + timedelta(hours=1, minutes=5), tick=True):
        sweep_cases()

    assert paid(world, payment) == 1


def test_the_janitor_leaves_an_expired_payment_alone_in_the_end(world: World, shop: Till) -> None:
    moment = now()
    with time_machine.travel(moment, tick=False) as clock:
        payment = start(world)
        expired(payment, shop)
        pauses = []
        while (due := PaymentRow.get(f"{world.account.id}#{payment.id}", "payment").due_at) is not None:
            pauses.append((datetime.fromisoformat(due) - now()) // timedelta(hours=1))
            clock.move_to(datetime.fromisoformat(due))
            looking.do(Look(account_id=world.account.id, payment_id=payment.id, is_counted=True))
        found = table.get_payment(world.account.id, payment.id)

    assert pauses == [1, 4, 12, 24, 24, 24]
    assert found is not None
    assert (found.state, found.is_stuck) == (State.EXPIRED, False)


def test_case_41_a_declined_payment_leaves_its_subject_due(world: World, yookassa: Till) -> None:
    payment = start(world)
    yookassa.act(payment.url, "decline")

    after = look(payment)

    assert (after.state, after.reason) == (State.CANCELED, "insufficient_funds")
    assert start(world, payment.subject).id != payment.id


def test_case_42_a_saved_method_pays_at_once(world: World, shop: Till) -> None:
    first = start(world, add_bill(world.account.id, "1", payer_id="cli_1"), saves_method=True)
    shop.act(first.url, "pay")
    look(first)
    (method,) = table.list_methods(world.account.id, "cli_1")

    second = start(world, add_bill(world.account.id, "2", payer_id="cli_1"), method_id=method.id)

    assert (second.state, second.is_settled) == (State.SUCCEEDED, True)


def test_case_45_a_notice_before_our_row_has_the_providers_id(world: World, shop: Till) -> None:
    shop.switch(fails_after_creation=True)
    payment = start(world)
    (charge,) = [
        each for each in shop.bank.book.content.charges.values() if each.metadata.get("payment_id") == payment.id
    ]
    shop.bank.book.pay(charge)

    looking.take_notice(world.account.id, payment.provider, payment_id=payment.id, provider_id=charge.id)

    assert paid(world, payment) == 1


def test_a_notice_that_names_another_payment_settles_nothing(world: World, shop: Till) -> None:
    shop.switch(fails_after_creation=True)
    victim = start(world, add_bill(world.account.id, "1"))
    shop.switch()
    cheap = start(world, add_bill(world.account.id, "2", amount="1.00"))
    shop.act(cheap.url, "pay")

    looking.take_notice(world.account.id, victim.provider, payment_id=victim.id, provider_id=cheap.provider_id)

    assert paid(world, victim) == 0


def test_the_janitor_looks_rarer_and_asks_a_person_in_the_end(world: World, shop: Till) -> None:
    moment = now()
    with time_machine.travel(moment, tick=False) as clock:
        payment = start(world)
        shop.bank.book.content.charges[payment.provider_id].expires = moment.timestamp() + 900_000
        seen = []
        for minutes in (1, 5, 15, 60, 60):
            clock.shift(timedelta(minutes=minutes))
            looking.do(Look(account_id=world.account.id, payment_id=payment.id, is_counted=True))
            found = table.get_payment(world.account.id, payment.id)
            assert found is not None
            seen.append(found.looks)
        clock.shift(timedelta(days=3))
        looking.do(Look(account_id=world.account.id, payment_id=payment.id, is_counted=True))
        looking.do(Look(account_id=world.account.id, payment_id=payment.id, is_counted=True))
        found = table.get_payment(world.account.id, payment.id)

    assert seen == [1, 2, 3, 4, 5]
    assert found is not None
    assert found.is_stuck
    assert [each.page for each in tasks_of(world)] == [f"/console/payments/{payment.id}"]


def test_without_a_provider_nothing_is_written(world: World, yookassa: Till) -> None:
    chosen = sections.show(world.account.id, PaymentSettings)
    sections.change(world.account.id, PaymentSettings(), since=chosen.version)

    with pytest.raises(Conflict) as refused:
        start(world)

    assert refused.value.extra["reason"] == "payments-off"


def test_wrong_keys_end_the_payment(world: World, shop: Till) -> None:
    known = shop.bank.book.content.shops.pop(shop.shop.id)

    with pytest.raises(Conflict) as refused:
        start(world)

    assert refused.value.extra["reason"] == "provider-refused"
    shop.bank.book.open_shop(known)
    assert start(world, "bill#1").state is State.PENDING


def test_a_paid_subject_is_not_due(world: World, shop: Till) -> None:
    payment = start(world)
    shop.act(payment.url, "pay")
    look(payment)

    with pytest.raises(Conflict) as refused:
        start(world, payment.subject)

    assert refused.value.extra["reason"] == "not-due"


def test_case_43_a_subject_of_others_is_not_found(world: World, shop: Till) -> None:
    payment = start(world, add_bill(world.account.id, "1"))

    for name in ("bill#2", "novel#1", "bill"):
        with pytest.raises(NotFound):
            starting.start(world.admin, name)
    with pytest.raises(NotFound):
        reading.find(world.stranger, payment.id)
    assert reading.list_of_subject(world.stranger, payment.subject) == []


def test_money_that_its_subject_refuses_goes_back(world: World, shop: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = start(world)
    shop.act(payment.url, "pay")

    def refuse(*_: object) -> None:
        raise Conflict("Refused.")

    monkeypatch.setattr(settling, "payable_of", lambda _: BILLS._replace(settle=refuse))
    look(payment)

    after = table.get_payment(world.account.id, payment.id)
    assert after is not None
    assert (after.state, after.is_settled, paid(world, payment)) == (State.REFUNDED, False, 0)
