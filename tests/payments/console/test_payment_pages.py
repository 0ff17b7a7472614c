"""Pages of payments in the console."""

from tests.account.console.forms import filled_in
from tests.payments.api.test_payments import PAYMENTS, start
from tests.payments.banks import Till
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

LIST, SETTINGS = "/console/payments", "/console/settings/payments"
KEYS = {"shop_id": "123456", "yookassa_key": "test_abcdefgh12"}


def paid(api: People, shop: Till) -> str:
    """Return the id of a payment that was paid."""
    started = start(api)
    shop.act(str(started["url"]), "pay")
    api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)
    return str(started["id"])


def test_the_list_leads_to_a_payment(api: People, yookassa: Till) -> None:
    desk = at_desk(api.viewer).speaking("ru")
    payment_id = paid(api, yookassa)

    listed = desk.get(LIST)

    assert f"{LIST}/{payment_id}" in listed.text
    shown = seen(desk.get(f"{LIST}/{payment_id}"))
    assert "Деньги получены" in shown
    assert "24 160,25 ₽" in shown.replace("\xa0", " ").replace(" ", " ")
    assert "No payment began on this day." in seen(at_desk(api.admin).speaking("en").get(f"{LIST}?day=2026-01-01"))


def test_staff_ask_the_provider(api: People, yookassa: Till) -> None:
    started = start(api)
    yookassa.act(str(started["url"]), "pay")
    desk = at_desk(api.staff).speaking("en")

    assert desk.post(f"{LIST}/{started['id']}/check").status == 303

    shown = seen(desk.get(f"{LIST}/{started['id']}"))
    assert "Received: RUB 24,160.25" in shown.replace("\xa0", " ")


def test_administrators_return_money_and_others_see_no_form(api: People, yookassa: Till) -> None:
    payment_id = paid(api, yookassa)
    desk = at_desk(api.admin).speaking("en")
    here = f"{LIST}/{payment_id}"

    wrong = desk.post(f"{here}/refund", {"amount": "24160.26", "reason": "Cancelled"})
    without = desk.post(f"{here}/refund", {"amount": "", "reason": " "})
    done = desk.post(f"{here}/refund", {"amount": "160,25", "reason": "Cancelled"})

    assert (wrong.status, without.status, done.status) == (422, 422, 303)
    assert "At most 24160.25 RUB" in seen(wrong)
    assert "Write the reason." in seen(without)
    assert "160.25" in seen(desk.get(here))
    assert f"{payment_id}/refund" not in at_desk(api.staff).get(here).text


def test_keys_are_typed_and_never_shown(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    form = filled_in(desk.get(SETTINGS))

    assert desk.post(SETTINGS, {**form, "mode": "test", "provider": "yookassa", **KEYS}).status == 303

    shown = desk.get(SETTINGS)
    assert KEYS["yookassa_key"] not in shown.text
    assert "Keys are entered." in seen(shown)
    assert "/v1/payments/notices/yookassa/" in shown.text


def test_what_is_wrong_with_the_settings_is_told(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    form = filled_in(desk.get(SETTINGS))

    missing = desk.post(SETTINGS, {**form, "mode": "test", "provider": "stripe"})
    live = desk.post(SETTINGS, {**form, **KEYS, "mode": "live", "networks": "any"})

    assert (missing.status, live.status) == (422, 422)
    assert "Enter the keys of this provider, too." in seen(missing)
    assert "This is a key of the test mode" in seen(live)
    assert "Must be an address or a network" in seen(live)
    assert KEYS["yookassa_key"] not in live.text
