"""Payments of a person who is merged into another one, or erased."""

from chalicelib.features.payments import forgetting, moving, table
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.service import looking, starting
from chalicelib.features.payments.table.rows import PaymentRow
from tests.payments.banks import Till
from tests.payments.bills.payable import add_bill
from tests.support.world import World

OLD, NEW = "cli_01J9Z6X0000000000000000000", "cli_01J9Z6X0000000000000000001"


def saved(world: World, shop: Till) -> Payment:
    """Return a payment with an e-mail, whose method was saved."""
    subject = add_bill(world.account.id, "1", payer_id=OLD, email="vera@example.org")
    payment = starting.start(world.admin, subject, saves_method=True).payment
    shop.act(payment.url, "pay")
    found = looking.look_at(payment.account_id, payment.id)
    assert found is not None
    return found


def test_payments_and_methods_of_a_merged_payer_are_the_others(world: World, shop: Till) -> None:
    payment = saved(world, shop)

    moved = moving.move(world.account.id, OLD, NEW, limit=10)

    assert (moved, moving.move(world.account.id, OLD, NEW, limit=10)) == (2, 0)
    assert table.list_of_payer(world.account.id, OLD) == []
    assert table.list_methods(world.account.id, OLD) == []
    assert [each.id for each in table.list_of_payer(world.account.id, NEW)] == [payment.id]
    assert [each.payer_id for each in table.list_methods(world.account.id, NEW)] == [NEW]


def test_an_erased_payer_leaves_the_money_alone(world: World, shop: Till) -> None:
    payment = saved(world, shop)
    assert payment.email == "vera@example.org"

    for _ in range(2):
        forgetting.forget(world.account.id, OLD)

    (after,) = table.list_of_payer(world.account.id, OLD)
    assert (after.email, after.received, after.state) == ("", payment.received, payment.state)
    assert table.list_methods(world.account.id, OLD) == []
    assert after.version == payment.version + 1


def test_an_erasure_leaves_an_open_payment_to_the_janitor(world: World, shop: Till) -> None:
    subject = add_bill(world.account.id, "1", payer_id=OLD, email="vera@example.org")
    payment = starting.start(world.admin, subject).payment

    forgetting.forget(world.account.id, OLD)

    row = PaymentRow.get(f"{world.account.id}#{payment.id}", "payment")
    assert row.due_at is not None
