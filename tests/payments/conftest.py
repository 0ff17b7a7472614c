"""Fixtures of payments: the training bank, bills, and an account whose provider is the bank."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from chalicelib import features
from chalicelib.base.settings import settings
from chalicelib.features.payments import keys
from chalicelib.features.payments.model import ProviderCode
from chalicelib.features.payments.providers.stripe import StripeKeys
from chalicelib.features.payments.providers.yookassa import YooKassaKeys
from chalicelib.features.payments.settings import PaymentSettings
from chalicelib.tenancy import sections
from infra.local.bank.server import Bank
from tests.payments.banks import SIGNING_SECRET, Till, open_bank, till
from tests.payments.bills.feature import FEATURE
from tests.support.world import World


@pytest.fixture(scope="session")
def bank() -> Iterator[Bank]:
    """The training bank, one for all tests of a worker."""
    with open_bank() as bank:
        yield bank


@pytest.fixture
def _bills(monkeypatch: pytest.MonkeyPatch, bank: Bank) -> Iterator[None]:
    """Bills among the features, and the bank in place of the providers."""
    monkeypatch.setattr(features, "FEATURES", (*features.FEATURES, FEATURE))
    monkeypatch.setenv("PAYMENTS_TO_LOOPBACK", bank.url)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(params=["yookassa", "stripe"])
def shop(request: pytest.FixtureRequest, world: World, bank: Bank, _bills: None) -> Till:
    """The first account's shop at the bank."""
    return open_shop(world, bank, request.param)


@pytest.fixture
def yookassa(world: World, bank: Bank, _bills: None) -> Till:
    """The first account's shop of YooKassa."""
    return open_shop(world, bank, "yookassa")


def open_shop(world: World, bank: Bank, code: ProviderCode) -> Till:
    """Open a shop for the first account, and enter its keys."""
    found = till(bank, code)
    given: dict[str, Any] = {"secret_key": found.shop.secret_key}
    if code == "yookassa":
        entered: keys.Keys = YooKassaKeys(shop_id=found.shop.id, **given)
    else:
        entered = StripeKeys(signing_secret=SIGNING_SECRET, **given)
    keys.save_keys(world.account.id, code, entered)
    chosen = sections.show(world.account.id, PaymentSettings)
    sections.change(world.account.id, PaymentSettings(provider=cast("Any", code)), since=chosen.version)
    return found


@pytest.fixture
def bank_of_stripe(world: World, bank: Bank, _bills: None) -> Till:
    """The first account's shop of Stripe."""
    return open_shop(world, bank, "stripe")
