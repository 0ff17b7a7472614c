"""Refunds: never more than was paid, once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.money import Money
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, Refund, State
from chalicelib.features.payments.providers.model import OutcomeUnknown
from chalicelib.features.payments.providers.yookassa import YooKassa
from chalicelib.features.payments.schedule import REPEATABLE
from chalicelib.features.payments.service import looking, refunding, starting
from chalicelib.outbox import due_rows
from tests.payments.banks import Till
from tests.payments.bills.payable import add_bill, bill
from tests.payments.tasks import tasks_of
from tests.support.world import World


def money(amount: str, currency: str = "RUB") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def paid(world: World, shop: Till, amount: str = "100.00") -> Payment:
    """Return a payment that has settled its bill."""
    payment = starting.start(world.admin, add_bill(world.account.id, "1", amount)).payment
    shop.act(payment.url, "pay")
    found = looking.look_at(payment.account_id, payment.id)
    assert found is not None
    return found


def refund(world: World, payment: Payment, amount: str | None = None, currency: str = "RUB") -> Refund:
    given = money(amount, currency) if amount else None
    return refunding.refund(world.admin, payment.id, money=given, reason="Расторжение")


def now_of(payment: Payment) -> Payment:
    found = table.get_payment(payment.account_id, payment.id)
    assert found is not None
    return found


def test_a_part_and_then_the_rest(world: World, shop: Till) -> None:
    payment = paid(world, shop)

    first = refund(world, payment, "60.00")
    between = now_of(payment)
    rest = refund(world, payment)

    assert (first.state, rest.state, rest.money) == ("succeeded", "succeeded", money("40.00"))
    assert (between.state, between.refundable) == (State.SUCCEEDED, Decimal("40.00"))
    assert now_of(payment).state is State.REFUNDED
    assert bill(world.account.id, payment.subject).returned == "100.00"


@pytest.mark.parametrize(
    ("amount", "currency", "place"),
    [("100.01", "RUB", "/money/amount"), ("0", "RUB", "/money/amount"), ("1.00", "EUR", "/money/currency")],
)
def test_more_than_paid_or_another_currency_is_refused(
    world: World, shop: Till, amount: str, currency: str, place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        refund(world, paid(world, shop), amount, currency)

    assert [each.pointer for each in refused.value.errors] == [place]


def test_at_once_no_more_than_paid_goes_back(world: World, yookassa: Till) -> None:
    payment = paid(world, yookassa)

    def attempt(_: int) -> str:
        try:
            return refund(world, payment, "60.00").state
        except Invalid:
            return "refused"

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(pool.map(attempt, range(3)))

    assert outcomes == ["refused", "refused", "succeeded"]
    assert now_of(payment).refunded == Decimal("60.00")


def test_a_pending_refund_is_looked_at_again(world: World, shop: Till) -> None:
    payment = paid(world, shop)
    shop.switch(refunds="pending")
    asked = refund(world, payment)
    assert (asked.state, now_of(payment).refunding) == ("pending", Decimal("100.00"))

    shop.bank.book.content.refunds[asked.provider_id].state = "succeeded"
    after = refunding.look_at_refund(world.account.id, payment.id, asked.id)

    assert after is not None
    assert after.state == "succeeded"
    assert now_of(payment).state is State.REFUNDED


def test_a_refused_refund_can_be_asked_for_again(world: World, shop: Till) -> None:
    payment = paid(world, shop)
    shop.switch(refunds="canceled")

    failed = refund(world, payment)
    shop.switch()
    again = refund(world, payment)

    assert (failed.state, again.state) == ("canceled", "succeeded")


def test_money_of_a_wrong_sum_goes_back_and_the_subject_can_be_paid(world: World, shop: Till) -> None:
    shop.switch(amount="99.00")
    payment = paid(world, shop)
    assert payment.state is State.MISMATCH

    returned = refund(world, payment)
    shop.switch()

    assert returned.money == money("99.00")
    assert now_of(payment).state is State.REFUNDED
    assert table.list_mismatches(world.account.id) == []
    assert starting.start(world.admin, payment.subject).is_new
    assert bill(world.account.id, payment.subject).returned == "0"


def test_without_money_nothing_goes_back(world: World, shop: Till) -> None:
    payment = starting.start(world.admin, add_bill(world.account.id, "1")).payment

    with pytest.raises(Conflict):
        refund(world, payment)


def test_a_payment_of_others_is_not_found(world: World, shop: Till) -> None:
    payment = paid(world, shop)

    with pytest.raises(NotFound):
        refunding.refund(world.stranger, payment.id, money=None, reason="x")


def test_a_refund_without_an_answer_is_not_made_again_after_a_day(
    world: World, yookassa: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment, asked = paid(world, yookassa), []

    def silent(_self: object, provider_id: str, _money: Money, *, key: str) -> None:
        asked.append((provider_id, key))
        raise OutcomeUnknown

    monkeypatch.setattr(YooKassa, "refund", silent)
    made = refund(world, payment, "60.00")
    assert (made.state, len(asked)) == ("created", 1)

    with time_machine.travel(now() + REPEATABLE + timedelta(minutes=1), tick=False):
        refunding.look_at_refund(world.account.id, payment.id, made.id)
        assert [source for source in due_rows.due_rows() if list(source.found)] == []

    assert len(asked) == 1
    assert [each.page for each in tasks_of(world)] == [f"/console/payments/{payment.id}"]
    assert now_of(payment).refundable == Decimal("40.00")


def test_a_refund_waits_while_the_keys_are_missing(
    world: World, yookassa: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = paid(world, yookassa)

    with monkeypatch.context() as without:
        without.setattr(refunding, "provider_of", lambda *_: (_ for _ in ()).throw(Conflict("no keys")))
        made = refund(world, payment, "60.00")
    after = refunding.look_at_refund(world.account.id, payment.id, made.id)

    assert (made.state, after.state if after else "") == ("created", "succeeded")
