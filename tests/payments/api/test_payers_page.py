"""The page that a payer comes back to."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.payments.links import page_path
from tests.payments.api.test_payments import PAYMENTS, start
from tests.payments.banks import Till
from tests.payments.bills.payable import bill
from tests.support.api.people import People


def path_of(api: People, started: dict[str, object]) -> str:
    return page_path(api.account.id, str(started["id"]))


def show(api: People, started: dict[str, object], lang: str = "ru", n: int = 0) -> tuple[str, str]:
    """Return the page's text, and its header to look again."""
    answer = api.nobody.get(f"{path_of(api, started)}?lang={lang}&n={n}")
    assert answer.status == 200
    return answer.text, answer.headers.get("refresh", "")


def test_the_provider_leads_back_to_the_page(api: People, shop: Till) -> None:
    started = start(api)
    (charge,) = [
        each for each in shop.bank.book.content.charges.values() if each.metadata.get("payment_id") == started["id"]
    ]

    assert urlsplit(charge.return_url).path == path_of(api, started)


def test_case_36_the_page_itself_finds_the_money(api: People, shop: Till) -> None:
    started = start(api)
    before, again = show(api, started)
    shop.act(str(started["url"]), "close")

    after, then = show(api, started)

    assert "Платёж проверяется" in before
    assert again.startswith("3;url=?")
    assert "Оплачено" in after
    assert then == ""
    assert bill(api.account.id, str(started["subject"])).paid == 1


def test_the_page_stops_looking_by_itself_and_keeps_its_button(api: People, yookassa: Till) -> None:
    page, again = show(api, start(api), n=40)

    assert again == ""
    assert "Проверить сейчас" in page


def test_the_button_leads_back_to_the_page(api: People, yookassa: Till) -> None:
    path = path_of(api, start(api))

    answer = api.nobody.post(
        f"{path}?lang=es", raw="check=yes", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )

    assert (answer.status, answer.headers["location"]) == (303, f"{path.rpartition('/')[2]}?lang=es")


@pytest.mark.parametrize(
    ("action", "switches", "title"),
    [
        ("decline", {}, "Оплата не прошла"),
        ("pay", {"amount": "1.00"}, "Поступила другая сумма"),
    ],
)
def test_the_page_tells_the_truth_about_failures(
    api: People, yookassa: Till, action: str, switches: dict[str, str], title: str
) -> None:
    yookassa.switch(**switches)
    started = start(api)
    yookassa.act(str(started["url"]), action)

    page, again = show(api, started)

    assert title in page
    assert again == ""
    assert "недостаточно денег" in page if action == "decline" else True


def test_case_40_after_an_hour_the_page_says_that_the_time_is_over(api: People, shop: Till) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        started = start(api)
        clock.shift(timedelta(hours=1, seconds=1))

        page, again = show(api, started)

        assert "Время на оплату истекло" in page and again == ""
        assert api.staff.get(f"{PAYMENTS}/{started['id']}").expect(200)["state"] == "expired"
        anew = api.staff.post(PAYMENTS, {"subject": started["subject"]}).expect(201)
        assert anew["id"] != started["id"] and anew["url"]


@pytest.mark.parametrize(("lang", "title"), [("ru", "Деньги возвращены"), ("es", "devuelto"), ("en", "returned")])
def test_the_page_speaks_the_payers_language(api: People, yookassa: Till, lang: str, title: str) -> None:
    started = start(api)
    yookassa.act(str(started["url"]), "pay")
    api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)
    api.admin.post(f"{PAYMENTS}/{started['id']}/refund", {"reason": "x"}).expect(201)

    assert title in show(api, started, lang)[0]


def test_a_wrong_token_opens_nothing(api: People, yookassa: Till) -> None:
    started = start(api)
    path = path_of(api, started)

    for wrong in (path[:-1], f"{path}0", "/pay/x", page_path(api.account.id, "pay_01J9Z6X0000000000000000000")[:-3]):
        answer = api.nobody.get(wrong, headers={"Accept-Language": "ru"})
        assert answer.status == 404
        assert str(started["id"]) not in answer.text


def test_a_subject_without_a_public_page_gets_no_button(api: People, yookassa: Till) -> None:
    started = start(api)
    yookassa.act(str(started["url"]), "decline")

    page, _ = show(api, started)

    assert "там, где вы её начинали" in page
    assert "Начать оплату заново" not in page
