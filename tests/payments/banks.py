"""The training bank in tests: two shops, their adapters, and orders."""

import secrets
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import app
from chalicelib.base.clock import now
from chalicelib.base.money import Money
from chalicelib.features.payments.providers.model import Order, PaymentProvider
from chalicelib.features.payments.providers.stripe import Stripe, StripeKeys
from chalicelib.features.payments.providers.yookassa import YooKassa, YooKassaKeys
from chalicelib.features.payments.service.looking import Look
from infra.local.bank.book import Protocol, Shop, Switches
from infra.local.bank.server import Bank, running_bank
from tests.support.lambda_events import queue_event

SECRET = {"yookassa": "test_secret", "stripe": "sk_test_secret"}
SIGNING_SECRET = "whsec_training"


class Till(NamedTuple):
    """A shop at the bank, with its adapter."""

    bank: Bank
    shop: Shop
    provider: PaymentProvider

    def switch(self, **switches: Any) -> None:
        """Choose faults of the shop's payments."""
        chosen = self.shop.model_copy(update={"switches": Switches(**switches)})
        self.bank.book.open_shop(chosen)

    def act(self, url: str, action: str) -> None:
        """Press a button on the bank's page of a payment."""
        charge_id = urllib.parse.urlsplit(url).path.rpartition("/")[2]
        self.bank.act(self.bank.book.content.charges[charge_id], action)

    @property
    def charges(self) -> int:
        """The number of payments at the bank."""
        return len(self.bank.book.content.charges)


def settled(account_id: str, payment_id: str) -> None:
    """Look at a payment as the Lambda function does, with that function's grants."""
    answer = app.settle_payment(queue_event(Look(account_id=account_id, payment_id=payment_id).model_dump_json()), None)
    assert answer == {"batchItemFailures": []}


@contextmanager
def open_bank() -> Iterator[Bank]:
    """Run the bank for the time of the block."""
    with running_bank() as bank:
        yield bank


def till(bank: Bank, protocol: Protocol) -> Till:
    """Open a shop of its own at the bank."""
    shop = Shop(
        id=secrets.token_hex(4),
        protocol=protocol,
        secret_key=f"{SECRET[protocol]}_{secrets.token_hex(4)}",
        signing_secret=SIGNING_SECRET,
    )
    bank.book.open_shop(shop)
    return Till(bank, shop, adapter(bank, shop))


def adapter(bank: Bank, shop: Shop) -> PaymentProvider:
    """Return the adapter that speaks as the shop to this bank."""
    if shop.protocol == "yookassa":
        return YooKassa(YooKassaKeys(shop_id=shop.id, secret_key=shop.secret_key), base=bank.url)
    return Stripe(StripeKeys(secret_key=shop.secret_key, signing_secret=shop.signing_secret), base=bank.url)


def order(amount: str = "24160.25", currency: str = "RUB", **changes: Any) -> Order:
    """Return an order of a payment."""
    payment_id = changes.pop("payment_id", f"pay_{secrets.token_hex(4)}")
    moment = now()
    values: dict[str, Any] = {
        "payment_id": payment_id,
        "account_id": "acc_1",
        "key": payment_id,
        "money": Money(amount=Decimal(amount), currency=currency),
        "description": "Полис ХХХ 0123456789, взнос 2 из 4",
        "return_url": "https://photos.example/pay/back",
        "created_at": moment,
        "expires_at": moment + timedelta(hours=1),
    }
    return Order(**values | changes)
