"""Saved methods of payment: tokens alone, of one payer alone, removable."""

import pytest

from chalicelib.base.errors import Invalid, NotFound
from chalicelib.features.payments.model import SavedMethod, State
from chalicelib.features.payments.service import methods, starting
from chalicelib.features.payments.service.looking import look_at
from tests.payments.banks import Till
from tests.payments.bills.payable import add_bill
from tests.support.world import World


def saved(world: World, shop: Till, payer: str = "cli_1") -> SavedMethod:
    """Return the method that a first payment of a payer saved."""
    payment = starting.start(
        world.admin, add_bill(world.account.id, f"first-{payer}", payer_id=payer), saves_method=True
    ).payment
    shop.act(payment.url, "pay")
    look_at(payment.account_id, payment.id)
    (method,) = methods.list_methods(world.account.id, payer)
    return method


def pay_by(world: World, method_id: str, payer: str = "cli_1", number: str = "2") -> State:
    subject = add_bill(world.account.id, number, payer_id=payer)
    return starting.start(world.admin, subject, method_id=method_id).payment.state


def test_case_42_a_removed_method_pays_no_more(world: World, shop: Till) -> None:
    method = saved(world, shop)
    assert pay_by(world, method.id) is State.SUCCEEDED

    methods.remove_method(world.account.id, "cli_1", method.id)

    with pytest.raises(Invalid):
        pay_by(world, method.id, number="3")
    with pytest.raises(NotFound):
        methods.remove_method(world.account.id, "cli_1", method.id)


def test_a_card_that_is_saved_again_is_one_method(world: World, shop: Till) -> None:
    first = saved(world, shop)

    subject = add_bill(world.account.id, "again", payer_id="cli_1")
    payment = starting.start(world.admin, subject, saves_method=True).payment
    shop.act(payment.url, "pay")
    look_at(payment.account_id, payment.id)

    (method,) = methods.list_methods(world.account.id, "cli_1")
    assert (method.label, method.id == first.id) == (first.label, False)
    assert pay_by(world, method.id) is State.SUCCEEDED


def test_a_method_is_of_its_payer_alone(world: World, yookassa: Till) -> None:
    method = saved(world, yookassa)

    with pytest.raises(Invalid):
        pay_by(world, method.id, payer="cli_2")
    with pytest.raises(NotFound):
        methods.find_method(world.other_account.id, "cli_1", method.id)


def test_a_method_that_asks_to_confirm_leads_to_the_providers_page(world: World, shop: Till) -> None:
    method = saved(world, shop)
    shop.switch(saved_method="confirm")

    payment = starting.start(
        world.admin, add_bill(world.account.id, "2", payer_id="cli_1"), method_id=method.id
    ).payment
    shop.act(payment.url, "pay")

    assert payment.state is State.PENDING
    found = look_at(payment.account_id, payment.id)
    assert found is not None
    assert found.is_settled


def test_a_declined_method_says_why_and_leaves_its_subject_due(world: World, shop: Till) -> None:
    method = saved(world, shop)
    shop.switch(saved_method="declines")
    subject = add_bill(world.account.id, "2", payer_id="cli_1")

    declined = starting.start(world.admin, subject, method_id=method.id).payment
    shop.switch()

    assert (declined.state, declined.reason) == (State.CANCELED, "insufficient_funds")
    assert starting.start(world.admin, subject).payment.id != declined.id


def test_money_that_is_there_at_the_creation_settles_at_once(world: World, shop: Till) -> None:
    shop.switch(notices="early")

    payment = starting.start(world.admin, add_bill(world.account.id, "1")).payment

    assert (payment.state, payment.is_settled) == (State.SUCCEEDED, True)
