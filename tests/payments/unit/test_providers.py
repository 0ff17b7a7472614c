"""Both adapters against the training bank, which speaks as YooKassa and as Stripe do."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib.base.clock import now
from chalicelib.base.money import Money
from chalicelib.features.payments.providers import calls
from chalicelib.features.payments.providers.model import OutcomeUnknown, ProviderRefused, WrongNotice
from chalicelib.features.payments.providers.stripe import session_request
from chalicelib.features.payments.providers.stripe_money import money_of, units_of
from chalicelib.features.payments.providers.stripe_signatures import sign
from chalicelib.features.payments.providers.yookassa import amount_of
from infra.local.bank.notices import message
from infra.local.bank.server import Bank
from tests.payments.banks import SIGNING_SECRET, Till, adapter, open_bank, order, till
from tests.support.receiver import hang, listening, raw, status

BOTH = ("yookassa", "stripe")


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with open_bank() as bank:
        yield bank


@pytest.fixture(params=BOTH)
def shop(bank: Bank, request: pytest.FixtureRequest) -> Till:
    return till(bank, request.param)


def roubles(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="RUB")


def test_a_payment_is_made_paid_and_read(shop: Till) -> None:
    wanted = order()

    made = shop.provider.create(wanted)
    shop.act(made.url, "pay")
    read = shop.provider.read(made.provider_id)

    assert (made.state, made.money, made.payment_id) == ("pending", wanted.money, wanted.payment_id)
    assert not made.is_live
    assert made.url.startswith(shop.bank.url)
    assert (read.state, read.money, read.payment_id, read.url) == ("succeeded", wanted.money, wanted.payment_id, "")


def test_the_same_key_makes_no_second_payment(shop: Till) -> None:
    wanted = order()
    before = shop.charges

    first, second = shop.provider.create(wanted), shop.provider.create(wanted)

    assert (first.provider_id, first.url) == (second.provider_id, second.url)
    assert shop.charges == before + 1


def test_another_order_by_the_same_key_is_refused(shop: Till) -> None:
    wanted = order()
    shop.provider.create(wanted)

    with pytest.raises(ProviderRefused):
        shop.provider.create(wanted.model_copy(update={"money": roubles("1.00")}))


def test_case_39_a_failure_after_creation_ends_in_one_payment(shop: Till) -> None:
    shop.switch(fails_after_creation=True)
    wanted = order()
    before = shop.charges

    with pytest.raises(OutcomeUnknown):
        shop.provider.create(wanted)
    again = shop.provider.create(wanted)

    assert (again.state, again.payment_id) == ("pending", wanted.payment_id)
    assert shop.charges == before + 1


def test_wrong_keys_are_told_apart(shop: Till) -> None:
    wrong = adapter(shop.bank, shop.shop.model_copy(update={"secret_key": "other"}))

    with pytest.raises(ProviderRefused) as refused:
        wrong.create(order())

    assert refused.value.is_about_keys


def test_an_unknown_payment_is_refused(shop: Till) -> None:
    with pytest.raises(ProviderRefused) as refused:
        shop.provider.read("unknown")

    assert (refused.value.status, refused.value.is_about_keys) == (404, False)


@pytest.mark.parametrize("switches", [{"amount": "24160.24"}, {"currency": "EUR"}])
def test_case_37_the_reading_has_what_was_charged(shop: Till, switches: dict[str, str]) -> None:
    shop.switch(**switches)
    wanted = order()
    made = shop.provider.create(wanted)

    shop.act(made.url, "pay")

    assert shop.provider.read(made.provider_id).money != wanted.money


def test_a_declined_payment_has_a_reason(bank: Bank) -> None:
    shop = till(bank, "yookassa")
    made = shop.provider.create(order())

    shop.act(made.url, "decline")
    read = shop.provider.read(made.provider_id)

    assert (read.state, read.reason) == ("canceled", "insufficient_funds")


def test_case_40_a_payment_expires_at_the_provider(shop: Till) -> None:
    made = shop.provider.create(order())
    shop.bank.book.content.charges[made.provider_id].expires = now().timestamp()

    read = shop.provider.read(made.provider_id)

    assert (read.state, read.reason, read.url) == ("expired", "expired", "")


def test_a_refund_is_once_for_a_key_and_never_more_than_paid(shop: Till) -> None:
    made = shop.provider.create(order("100.00"))
    shop.act(made.url, "pay")

    first = shop.provider.refund(made.provider_id, roubles("60.00"), key="ref_1")
    again = shop.provider.refund(made.provider_id, roubles("60.00"), key="ref_1")

    assert first == again
    assert (first.state, first.money) == ("succeeded", roubles("60.00"))
    assert shop.provider.read_refund(first.provider_id) == first
    with pytest.raises(ProviderRefused):
        shop.provider.refund(made.provider_id, roubles("40.01"), key="ref_2")


def test_a_payment_without_money_is_not_refunded(shop: Till) -> None:
    made = shop.provider.create(order())

    with pytest.raises(ProviderRefused):
        shop.provider.refund(made.provider_id, roubles("1.00"), key="ref_3")


def test_a_refused_refund_has_a_state(shop: Till) -> None:
    made = shop.provider.create(order())
    shop.act(made.url, "pay")
    shop.switch(refunds="canceled")

    refund = shop.provider.refund(made.provider_id, roubles("1.00"), key="ref_4")

    assert refund.state == "canceled"
    assert refund.reason == {"stripe": "declined", "yookassa": "insufficient_funds"}[shop.shop.protocol]


def test_case_42_a_saved_method_pays_without_the_payer(shop: Till) -> None:
    made = shop.provider.create(order(saves_method=True))
    shop.act(made.url, "pay")
    method = shop.provider.read(made.provider_id).method
    assert method is not None
    assert method.label in {"Mir •••• 4477", "Visa •••• 4242"}

    paid = shop.provider.create(order(method=method.token))

    assert (paid.state, paid.url) == ("succeeded", "")


def test_a_method_is_saved_only_if_the_payer_agreed(shop: Till) -> None:
    made = shop.provider.create(order())
    shop.act(made.url, "pay")

    assert shop.provider.read(made.provider_id).method is None


def test_a_saved_method_may_ask_the_payer_to_confirm(shop: Till) -> None:
    shop.switch(saved_method="confirm")
    wanted = order(method="cus_1:pm_1")

    made = shop.provider.create(wanted)
    shop.act(made.url, "pay")

    assert made.state == "pending"
    assert shop.provider.read(made.provider_id).state == "succeeded"
    assert shop.provider.create(wanted).provider_id == made.provider_id


def test_a_saved_method_may_be_declined(shop: Till) -> None:
    shop.switch(saved_method="declines")

    made = shop.provider.create(order(method="cus_1:pm_1"))

    assert (made.state, made.reason) == ("canceled", "insufficient_funds")
    assert shop.provider.read(made.provider_id).state == "canceled"


def test_a_notice_names_the_payment_at_the_provider_and_ours(shop: Till) -> None:
    wanted = order()
    made = shop.provider.create(wanted)
    shop.act(made.url, "pay")

    headers, body = message(shop.bank.book, shop.bank.book.content.charges[made.provider_id], base=shop.bank.url)
    notice = shop.provider.read_notice({name.lower(): value for name, value in headers.items()}, body)

    assert (notice.provider_id, notice.payment_id) == (made.provider_id, wanted.payment_id)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', b"\xff", b'{"event": "x", "object": 1}', b'{"data": []}'])
def test_an_unreadable_notice_is_refused(shop: Till, body: bytes) -> None:
    with pytest.raises(WrongNotice):
        shop.provider.read_notice({"stripe-signature": sign(SIGNING_SECRET, body, moment=now())}, body)


BODY = json.dumps({"data": {"object": {"id": "cs_1", "object": "checkout.session"}}}).encode()


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (sign("whsec_other", BODY, moment=now()), BODY),
        (sign(SIGNING_SECRET, BODY, moment=now() - timedelta(seconds=302)), BODY),
        (sign(SIGNING_SECRET, BODY, moment=now() + timedelta(hours=9)), BODY + b" "),
        ("", BODY),
        ("t=,v1=", BODY),
        ("t=1²,v1=é", BODY),
        ("v1=abc", BODY),
    ],
    ids=["forged", "old", "changed", "none", "empty", "no digits", "no time"],
)
def test_case_38_a_notice_of_stripe_is_forged_old_or_changed(bank: Bank, header: str, body: bytes) -> None:
    with pytest.raises(WrongNotice):
        till(bank, "stripe").provider.read_notice({"stripe-signature": header}, body)


@pytest.mark.parametrize(
    ("amount", "currency", "text", "units"),
    [
        ("48320.50", "RUB", "48320.50", 4832050),
        ("48320.50", "EUR", "48320.50", 4832050),
        ("15000", "CLP", "15000", 15000),
        ("1.500", "KWD", "1.500", 1500),
        ("500", "ISK", "500", 50000),
        ("500.00", "MGA", "500.00", 500),
    ],
)
def test_case_44_amounts_in_the_notation_of_each_provider(amount: str, currency: str, text: str, units: int) -> None:
    money = Money(amount=Decimal(amount), currency=currency)

    assert amount_of(money) == {"value": text, "currency": currency}
    assert units_of(money) == units
    assert money_of(units, currency.lower()) == money


def test_a_part_of_a_unit_is_no_amount() -> None:
    with pytest.raises(ValueError, match="smallest unit"):
        units_of(Money(amount=Decimal("0.5"), currency="CLP"))


def test_the_request_of_a_session_is_the_same_each_time() -> None:
    wanted = order(saves_method=True, email="vera@example.com")

    assert session_request(wanted) == session_request(wanted)


@pytest.mark.parametrize(
    "behave",
    [hang, status(503), status(200, body=b"<html>"), status(200, body=b"[]"), raw(b"x")],
    ids=["hangs", "fails", "HTML", "list", "no HTTP"],
)
def test_no_usable_answer_leaves_the_outcome_unknown(
    behave: object, monkeypatch: pytest.MonkeyPatch, bank: Bank
) -> None:
    monkeypatch.setattr(calls, "TOTAL", 0.5)
    for protocol in BOTH:
        with listening(answer=behave) as receiver:  # type: ignore[arg-type]
            provider = adapter(bank, till(bank, protocol).shop)  # type: ignore[arg-type]
            url = receiver.url.removesuffix("/hooks")
            provider._base = f"{url}/x"  # type: ignore[attr-defined]
            with pytest.raises(OutcomeUnknown):
                provider.create(order())


def test_nobody_listening_leaves_the_outcome_unknown(bank: Bank) -> None:
    provider = adapter(bank, till(bank, "yookassa").shop)
    provider._base = "http://127.0.0.1:9/v3"  # type: ignore[attr-defined]

    with pytest.raises(OutcomeUnknown):
        provider.create(order())


def test_an_answer_without_its_fields_leaves_the_outcome_unknown(bank: Bank) -> None:
    for protocol in BOTH:
        body = b'{"id": "x", "status": "novel", "amount": {"value": "x", "currency": "RUB"}}'
        with listening(answer=status(200, body=body)) as receiver:
            provider = adapter(bank, till(bank, protocol).shop)  # type: ignore[arg-type]
            provider._base = receiver.url  # type: ignore[attr-defined]
            with pytest.raises(OutcomeUnknown):
                provider.read("x")


def test_the_bank_keeps_its_book(tmp_path_factory: pytest.TempPathFactory) -> None:
    from infra.local.bank.server import running_bank  # noqa: PLC0415

    file = tmp_path_factory.mktemp("bank") / "bank.json"
    with running_bank(file=file) as first:
        shop = till(first, "yookassa")
        made = shop.provider.create(order())
    with running_bank(file=file) as second:
        again = adapter(second, second.book.content.shops[shop.shop.id])

        assert again.read(made.provider_id).provider_id == made.provider_id
