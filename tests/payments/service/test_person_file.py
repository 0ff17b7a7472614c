"""Payments in the export of a client's data."""

import json
from types import SimpleNamespace
from typing import Any, cast

from chalicelib.features.payments import person_file
from chalicelib.features.payments.service import refunding, starting
from chalicelib.features.payments.service.looking import look_at
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import ApiClient
from tests.payments.banks import Till
from tests.payments.bills.payable import add_bill
from tests.support.world import World

CLIENT = "cli_01J9Z6X0000000000000000000"


def held(world: World, caller: Caller) -> dict[str, str]:
    """Return the files of the client by name."""
    client: Any = SimpleNamespace(account_id=world.account.id, id=CLIENT)
    return {each.name: each.content.decode() for each in person_file.files(caller, cast("Any", client), "en")}


def test_payments_refunds_and_methods_of_a_client_are_exported_without_tokens(world: World, shop: Till) -> None:
    subject = add_bill(world.account.id, "1", payer_id=CLIENT)
    payment = starting.start(world.admin, subject, saves_method=True).payment
    shop.act(payment.url, "pay")
    look_at(payment.account_id, payment.id)
    refunding.refund(world.admin, payment.id, money=None, reason="Расторжение")

    (name, content), *others = held(world, world.admin).items()
    read = json.loads(content)

    assert (name, others) == ("payments.json", [])
    assert [each["id"] for each in read["payments"]] == [payment.id]
    assert [each["reason"] for each in read["payments"][0]["refunds"]] == ["Расторжение"]
    assert [each["label"][-4:] in {"4477", "4242"} for each in read["saved_methods"]] == [True]
    assert "pm_" not in content.replace(payment.id, "")


def test_a_caller_who_sees_no_payments_gets_a_note(world: World, yookassa: Till) -> None:
    starting.start(world.admin, add_bill(world.account.id, "1", payer_id=CLIENT))
    key = Caller(account_id=world.account.id, principal=ApiClient("key_1"), role=None, scopes=frozenset())

    assert list(held(world, key)) == ["payments.txt"]


def test_a_client_without_payments_has_no_file(world: World, yookassa: Till) -> None:
    assert held(world, world.admin) == {}
