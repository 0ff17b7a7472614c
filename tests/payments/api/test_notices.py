"""Notices of providers: hints that are verified, and prove nothing."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.payments import table
from chalicelib.features.payments.links import page_path
from chalicelib.features.payments.providers.stripe_signatures import sign
from infra.local.bank.notices import message
from tests.payments.api.test_payments import PAYMENTS, start
from tests.payments.banks import SIGNING_SECRET, Till
from tests.payments.bills.payable import bill
from tests.support.api.client import Answer, Api
from tests.support.api.people import People

SETTINGS = "/v1/account/payments"


def address(api: People, code: str) -> str:
    """Return the path that a provider sends the account's notices to."""
    providers = api.admin.get(SETTINGS).expect(200)["providers"]
    (url,) = [str(each["notice_url"]) for each in providers if each["code"] == code]
    return urlsplit(url).path


def told(shop: Till, started: dict[str, object]) -> tuple[dict[str, str], str]:
    """Return headers and body of the notice of a payment."""
    (charge,) = [
        each for each in shop.bank.book.content.charges.values() if each.metadata["payment_id"] == started["id"]
    ]
    headers, body = message(shop.bank.book, charge, base=shop.bank.url)
    return headers, body.decode()


def tell(api: People, shop: Till, started: dict[str, object], path: str = "") -> Answer:
    headers, body = told(shop, started)
    return api.nobody.post(path or address(api, shop.shop.protocol), raw=body, headers=headers)


def settled(api: People, started: dict[str, object]) -> int:
    return int(bill(api.account.id, str(started["subject"])).paid)


def test_case_33_a_notice_settles_and_twice_is_once(api: People, shop: Till) -> None:
    started = start(api)
    shop.act(str(started["url"]), "pay")

    answers = [tell(api, shop, started).status for _ in range(2)]

    assert answers == [200, 200]
    assert settled(api, started) == 1


def test_case_34_a_notice_before_the_payer_is_back_has_settled_it(api: People, shop: Till) -> None:
    started = start(api)
    shop.act(str(started["url"]), "pay")

    assert tell(api, shop, started).status == 200

    assert settled(api, started) == 1
    back = api.nobody.get(f"{page_path(api.account.id, str(started['id']))}?lang=ru")
    assert "Оплачено" in back.text and "refresh" not in back.headers


def test_case_35_a_check_settles_before_a_late_notice_which_then_changes_nothing(api: People, shop: Till) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        started = start(api)
        shop.act(str(started["url"]), "pay")

        checked = api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)
        after = table.get_payment(api.account.id, str(started["id"]))
        clock.shift(timedelta(seconds=60))
        late = tell(api, shop, started).status

        assert (checked["state"], checked["is_settled"], late) == ("succeeded", True, 200)
        assert table.get_payment(api.account.id, str(started["id"])) == after
        assert settled(api, started) == 1


def test_case_45_a_notice_is_settled_by_its_metadata_before_our_row_knows_the_providers_id(
    api: People, shop: Till
) -> None:
    shop.switch(fails_after_creation=True)
    started = start(api)
    shop.switch()
    (charge,) = [
        each for each in shop.bank.book.content.charges.values() if each.metadata["payment_id"] == started["id"]
    ]
    shop.bank.book.pay(charge)
    known = table.get_payment(api.account.id, str(started["id"]))
    assert known is not None and not known.provider_id

    assert tell(api, shop, started).status == 200

    assert settled(api, started) == 1


def test_case_38_a_true_notice_of_a_payment_that_is_pending_settles_nothing(api: People, shop: Till) -> None:
    started = start(api)

    assert tell(api, shop, started).status == 200
    assert settled(api, started) == 0


def test_case_38_a_wrong_key_is_404(api: People, shop: Till) -> None:
    started = start(api)
    shop.act(str(started["url"]), "pay")
    path = address(api, shop.shop.protocol)

    for wrong in (path[:-1], f"{path}0", path.replace(shop.shop.protocol, "paypal"), f"{path.rpartition('/')[0]}/x"):
        assert tell(api, shop, started, wrong).status == 404
    assert settled(api, started) == 0


@pytest.mark.parametrize(
    ("age", "secret", "more"), [(0, "whsec_forged", ""), (301, SIGNING_SECRET, ""), (0, SIGNING_SECRET, " ")]
)
def test_case_38_stripes_notices_are_refused_if_forged_old_or_changed(
    api: People, bank_of_stripe: Till, age: int, secret: str, more: str
) -> None:
    shop = bank_of_stripe
    started = start(api)
    shop.act(str(started["url"]), "pay")
    _, body = told(shop, started)
    header = sign(secret, body.encode(), moment=now() - timedelta(seconds=age + 1 if age else 0))

    answer = api.nobody.post(address(api, "stripe"), raw=body + more, headers={"Stripe-Signature": header})

    assert answer.status == 401
    assert settled(api, started) == 0


def test_yookassas_notices_may_be_bound_to_its_networks(api: People, yookassa: Till) -> None:
    started = start(api)
    yookassa.act(str(started["url"]), "pay")
    version = api.admin.get(SETTINGS).expect(200)["version"]
    api.admin.patch(SETTINGS, {"version": version, "networks": ["185.71.76.0/27", "2a02:5180::/32"]}).expect(200)
    path = address(api, "yookassa")
    _, body = told(yookassa, started)

    addresses = ("192.0.2.1", "2001:db8::1", "185.71.76.5", "2a02:5180::7")
    statuses = [Api(address=each).post(path, raw=body).status for each in addresses]

    assert statuses == [404, 404, 200, 200]


def test_a_notice_of_another_payment_of_the_shop_is_dropped(api: People, yookassa: Till) -> None:
    body = '{"type": "notification", "event": "payment.succeeded", "object": {"id": "x", "metadata": {}}}'

    assert api.nobody.post(address(api, "yookassa"), raw=body).status == 200


@pytest.mark.parametrize("body", ["{}", '{"event": 1, "object": []}'])
def test_an_unreadable_notice_is_refused(api: People, yookassa: Till, body: str) -> None:
    assert api.nobody.post(address(api, "yookassa"), raw=body).status == 401
