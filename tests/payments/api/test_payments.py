"""Payments by the API."""

import pytest

from tests.payments.banks import Till
from tests.payments.bills.payable import add_bill, bill
from tests.support.api.people import People

PAYMENTS = "/v1/payments"


def start(api: People, number: str = "1", **more: object) -> dict[str, object]:
    subject = add_bill(api.account.id, number)
    started: dict[str, object] = api.staff.post(PAYMENTS, {"subject": subject, **more}).expect(201)
    return started


def test_a_payment_is_started_paid_checked_and_shown(api: People, shop: Till) -> None:
    started = start(api)
    again = api.staff.post(PAYMENTS, {"subject": started["subject"]}).expect(200)
    shop.act(str(started["url"]), "pay")

    checked = api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)

    assert again["id"] == started["id"]
    assert (checked["state"], checked["is_settled"], checked["url"]) == ("succeeded", True, None)
    assert checked["received"] == {"amount": "24160.25", "currency": "RUB"}
    assert api.viewer.get(f"{PAYMENTS}/{started['id']}").expect(200)["state"] == "succeeded"
    assert bill(api.account.id, str(started["subject"])).paid == 1


def test_lists_are_of_a_subject_or_of_a_day_with_wrong_sums_first(api: People, yookassa: Till) -> None:
    yookassa.switch(amount="1.00")
    wrong = start(api, "1")
    yookassa.act(str(wrong["url"]), "pay")
    api.staff.post(f"{PAYMENTS}/{wrong['id']}/check").expect(200)
    yookassa.switch()
    fine = start(api, "2")

    today = api.staff.get(PAYMENTS).expect(200)["items"]
    of_subject = api.staff.get(f"{PAYMENTS}?subject={str(fine['subject']).replace('#', '%23')}").expect(200)["items"]

    assert [each["id"] for each in today] == [wrong["id"], fine["id"]]
    assert [each["id"] for each in of_subject] == [fine["id"]]
    assert api.staff.get(f"{PAYMENTS}?day=2026-01-01").expect(200)["items"][0]["id"] == wrong["id"]


def test_case_43_an_agent_sees_and_pays_what_is_its_own(api: People, yookassa: Till) -> None:
    others, own = start(api, "1"), add_bill(api.account.id, "2-agent")

    assert api.agent.get(f"{PAYMENTS}/{others['id']}").status == 404
    assert api.agent.post(PAYMENTS, {"subject": others["subject"]}).status == 404
    assert api.agent.get(f"{PAYMENTS}?subject={str(others['subject']).replace('#', '%23')}").status == 404
    mine = api.agent.post(PAYMENTS, {"subject": own}).expect(201)
    assert [each["id"] for each in api.agent.get(PAYMENTS).expect(200)["items"]] == [mine["id"]]


def test_a_refund_is_the_administrators(api: People, shop: Till) -> None:
    started = start(api)
    shop.act(str(started["url"]), "pay")
    api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)
    asked = {"money": {"amount": "160.25", "currency": "RUB"}, "reason": "Расторжение"}

    assert api.staff.post(f"{PAYMENTS}/{started['id']}/refund", asked).status == 403
    refund = api.admin.post(f"{PAYMENTS}/{started['id']}/refund", asked).expect(201)

    assert (refund["state"], refund["money"]) == ("succeeded", asked["money"])
    shown = api.admin.get(f"{PAYMENTS}/{started['id']}").expect(200)
    assert (shown["state"], shown["refunded"]["amount"]) == ("succeeded", "160.25")
    assert [each["id"] for each in shown["refunds"]] == [refund["id"]]


@pytest.mark.parametrize(
    ("money", "pointers"),
    [
        ({"amount": "1.005", "currency": "RUB"}, ["/money/amount"]),
        ({"amount": "24160.26", "currency": "RUB"}, ["/money/amount"]),
        ({"amount": "1.00", "currency": "EUR"}, ["/money/currency"]),
    ],
)
def test_a_refund_of_a_wrong_sum_is_refused_at_its_field(
    api: People, yookassa: Till, money: dict[str, str], pointers: list[str]
) -> None:
    started = start(api)
    yookassa.act(str(started["url"]), "pay")
    api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)

    answer = api.admin.post(f"{PAYMENTS}/{started['id']}/refund", {"money": money, "reason": "x"})

    assert (answer.status, answer.pointers) == (422, pointers)


def test_a_provider_that_fails_gives_a_payment_without_a_page(api: People, shop: Till) -> None:
    shop.switch(fails_after_creation=True)

    started = start(api)

    assert (started["state"], started["url"]) == ("unknown", None)
    assert api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)["url"]


def test_reasons_of_refusals_are_told(api: People, yookassa: Till) -> None:
    started = start(api)
    yookassa.act(str(started["url"]), "pay")
    api.staff.post(f"{PAYMENTS}/{started['id']}/check").expect(200)

    paid = api.staff.post(PAYMENTS, {"subject": started["subject"]}, headers={"Accept-Language": "ru"})

    assert (paid.status, paid.json["reason"]) == (409, "not-due")
    assert "уже оплачено" in paid.json["detail"]
