"""The official SDKs as oracles: they call the training bank, so that it stands for the real providers."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from chalicelib.base.clock import now
from chalicelib.features.payments.providers.stripe import session_request
from chalicelib.features.payments.providers.stripe_signatures import is_signed, sign
from chalicelib.features.payments.providers.yookassa import payment_request
from infra.local.bank.notices import message
from infra.local.bank.server import Bank
from tests.payments.banks import SIGNING_SECRET, Till, open_bank, order, till

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with open_bank() as bank:
        yield bank


@pytest.fixture
def yookassa(bank: Bank) -> Till:
    from yookassa import Configuration  # noqa: PLC0415 - slow, and these tests alone need it

    found = till(bank, "yookassa")
    Configuration.configure(found.shop.id, found.shop.secret_key)
    Configuration.api_url = f"{bank.url}/v3"
    return found


@pytest.fixture
def stripe(bank: Bank) -> tuple[Till, Any]:
    from stripe import StripeClient  # noqa: PLC0415

    found = till(bank, "stripe")
    return found, StripeClient(found.shop.secret_key, base_addresses={"api": bank.url}, max_network_retries=0)


def test_yookassa_makes_our_request_and_reads_the_answer(yookassa: Till) -> None:
    from yookassa import Payment  # noqa: PLC0415

    wanted = order()

    made = Payment.create(payment_request(wanted), wanted.key)
    ours = yookassa.provider.create(wanted.model_copy(update={"key": "another"}))
    yookassa.act(made.confirmation.confirmation_url, "pay")
    read = Payment.find_one(made.id)

    assert (read.status, read.amount.value, read.amount.currency) == ("succeeded", wanted.money.amount, "RUB")
    assert read.metadata["payment_id"] == wanted.payment_id
    assert ours.provider_id != made.id
    assert yookassa.provider.read(made.id).state == "succeeded"


def test_yookassa_refunds(yookassa: Till) -> None:
    from yookassa import Refund  # noqa: PLC0415

    made = yookassa.provider.create(order("100.00"))
    yookassa.act(made.url, "pay")

    refund = Refund.create({"payment_id": made.provider_id, "amount": {"value": "40.00", "currency": "RUB"}}, "key")

    assert refund.status == "succeeded"
    assert yookassa.provider.read_refund(refund.id).state == "succeeded"


def test_yookassa_reads_errors(yookassa: Till) -> None:
    from yookassa import Payment  # noqa: PLC0415
    from yookassa.domain.exceptions import NotFoundError  # noqa: PLC0415

    with pytest.raises(NotFoundError):
        Payment.find_one("2d1e0f1a-000f-5000-9000-1b2c3d4e5f60")


def test_yookassa_reads_notices(yookassa: Till) -> None:
    from yookassa.domain.notification import WebhookNotificationFactory  # noqa: PLC0415

    made = yookassa.provider.create(order())
    yookassa.act(made.url, "pay")
    _, body = message(yookassa.bank.book, yookassa.bank.book.content.charges[made.provider_id], base="http://bank")

    notice = WebhookNotificationFactory().create(json.loads(body))

    assert (notice.event, notice.object.id) == ("payment.succeeded", made.provider_id)
    assert yookassa.provider.read_notice({}, body).provider_id == notice.object.id


def test_stripe_makes_a_session_and_reads_it(stripe: tuple[Till, Any]) -> None:
    shop, client = stripe
    wanted = order("48320.50", "EUR")
    item = {
        "quantity": 1,
        "price_data": {"currency": "eur", "unit_amount": 4832050, "product_data": {"name": wanted.description}},
    }
    params = {
        "mode": "payment",
        "line_items": [item],
        "success_url": wanted.return_url,
        "client_reference_id": wanted.payment_id,
        "metadata": {"payment_id": wanted.payment_id},
    }

    made = client.v1.checkout.sessions.create(params, {"idempotency_key": wanted.key})
    again = client.v1.checkout.sessions.create(params, {"idempotency_key": wanted.key})
    shop.act(made.url, "pay")
    read = client.v1.checkout.sessions.retrieve(made.id)

    assert made.id == again.id
    assert (read.status, read.payment_status, read.amount_total) == ("complete", "paid", 4832050)
    ours = shop.provider.read(made.id)
    assert (ours.state, ours.money, ours.payment_id) == ("succeeded", wanted.money, wanted.payment_id)


def test_stripe_writes_the_form_as_we_do(stripe: tuple[Till, Any]) -> None:
    shop, client = stripe
    wanted = order("48320.50", "EUR", email="vera@example.com", saves_method=True)
    metadata = {"payment_id": wanted.payment_id, "account_id": wanted.account_id}
    params = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {"currency": "eur", "unit_amount": 4832050, "product_data": {"name": wanted.description}},
            }
        ],
        "client_reference_id": wanted.payment_id,
        "success_url": wanted.return_url,
        "cancel_url": wanted.return_url,
        "expires_at": int(wanted.expires_at.timestamp()),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "setup_future_usage": "off_session"},
        "customer_email": wanted.email,
        "customer_creation": "always",
    }

    client.v1.checkout.sessions.create(params, {"idempotency_key": wanted.key})
    sent = shop.bank.book.content.kept[f"{shop.shop.id} {wanted.key}"].call.partition(" ")[2]

    assert dict(parse_qsl(sent)) == session_request(wanted)


def test_stripe_refunds(stripe: tuple[Till, Any]) -> None:
    shop, client = stripe
    made = shop.provider.create(order("100.00", "EUR"))
    shop.act(made.url, "pay")
    intent = client.v1.checkout.sessions.retrieve(made.provider_id).payment_intent

    refund = client.v1.refunds.create({"payment_intent": intent, "amount": 4000})

    assert (refund.status, refund.amount) == ("succeeded", 4000)
    assert str(shop.provider.read_refund(refund.id).money.amount) == "40.00"


def test_stripe_reads_errors(stripe: tuple[Till, Any]) -> None:
    from stripe import AuthenticationError, InvalidRequestError, StripeClient  # noqa: PLC0415

    shop, client = stripe
    wrong = StripeClient("sk_test_wrong", base_addresses={"api": shop.bank.url})

    with pytest.raises(InvalidRequestError):
        client.v1.checkout.sessions.retrieve("cs_test_unknown")
    with pytest.raises(AuthenticationError):
        wrong.v1.checkout.sessions.retrieve("cs_test_unknown")


@pytest.mark.parametrize(
    ("age", "secret", "changed", "good"),
    [
        (0, SIGNING_SECRET, False, True),
        (295, SIGNING_SECRET, False, True),
        (302, SIGNING_SECRET, False, False),
        (0, "whsec_forged", False, False),
        (0, SIGNING_SECRET, True, False),
    ],
)
def test_case_38_stripe_verifies_signatures_as_we_do(
    stripe: tuple[Till, Any], age: int, secret: str, changed: bool, good: bool
) -> None:
    from stripe import SignatureVerificationError, Webhook  # noqa: PLC0415

    shop, _ = stripe
    made = shop.provider.create(order())
    _, body = message(shop.bank.book, shop.bank.book.content.charges[made.provider_id], base="http://bank")
    header = sign(secret, body, moment=now() - timedelta(seconds=age))
    sent = body + b" " if changed else body

    assert is_signed(SIGNING_SECRET, header, sent, moment=now()) is good
    if good:
        assert Webhook.construct_event(sent, header, SIGNING_SECRET)["object"] == "event"
    else:
        with pytest.raises(SignatureVerificationError):
            Webhook.construct_event(sent, header, SIGNING_SECRET)
