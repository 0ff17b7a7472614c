"""Cancellations in the client area: the refund first, then a code, then the money goes back."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.recent import clear_recent
from chalicelib.features.policies.products import ProductSettings
from chalicelib.identity.area import people
from chalicelib.identity.table import area as table
from chalicelib.tenancy import sections
from tests.cabinet.visitors import HOME, mailed, sms_code
from tests.clients.bodies import PERSON, added, named
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_money_back import parts, returned
from tests.policies.api.test_payments import pay
from tests.policies.area.people import client_of_area, other_client
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
YEAR = {"premium": {"amount": "36500.00"}}
NO = "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def let_cancel(api: People, code: str = "kasko") -> None:
    """Allow policyholders to cancel policies of a product on line."""
    present = sections.show(api.account.id, ProductSettings)
    products = tuple(each.model_copy(update={"cancels_online": each.code == code}) for each in present.value.products)
    sections.change(api.account.id, present.value.with_products(products), since=present.version)
    clear_recent()


def path_of(policy: dict[str, Any]) -> str:
    return f"/policies/{policy['id']}/cancellation"


def page_of(policy: dict[str, Any], query: str = "") -> str:
    return f"{HOME}/policies/{policy['id']}/cancel{query}"


def said(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_case_42_of_policies_the_page_shows_the_refund_and_its_computation_first(api: People, yookassa: Till) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, **YEAR)
    pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    with time_machine.travel("2027-03-10T09:00:00+03:00", tick=False):
        visitor = client_of_area(api, client_id)
        page = said(seen(visitor.get(page_of(policy, "?on=2027-03-10"))))
        told = visitor.call("GET", f"{path_of(policy)}?on=2027-03-10").expect(200)

    for each in ("26 500,00 ₽", "36 500,00 ₽ × 100 дней из 365", "10 000,00 ₽", "закончился 15.12.2026"):
        assert each in page, each
    assert {name: told[name]["amount"] for name in ("refund", "paid", "earned", "kept")} == {
        "refund": "26500.00",
        "paid": "36500.00",
        "earned": "10000.00",
        "kept": "0.00",
    }
    assert (told["on"], told["online"], told["days_used"], told["days"]) == ("2027-03-10", True, 100, 365)


def test_case_43_of_policies_the_cooling_off_is_said_with_its_end(api: People) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1, begins="2026-12-20", ends="2027-12-19", **YEAR)
    visitor = client_of_area(api, client_id)

    page = said(seen(visitor.get(page_of(policy))))
    told = visitor.call("GET", path_of(policy)).expect(200)

    assert "36 500,00 ₽" in page and "период охлаждения, до 15.12.2026 включительно" in page
    assert "Полис не начнёт действовать." in page
    assert (told["refund"]["amount"], told["in_cooling_off"]) == ("36500.00", True)


def test_a_code_confirms_it_and_the_money_goes_back_and_all_are_told(api: People, yookassa: Till) -> None:
    verify_sender()
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, **YEAR)
    payment_id = pay(api.agent, yookassa, f"inst#{policy['id']}#1")
    with time_machine.travel("2027-03-10T09:00:00+03:00", tick=False):
        visitor = client_of_area(api, client_id)
        form = {"on": "2027-03-10", "reason": "Продал машину"}

        asked = visitor.post(page_of(policy), form)
        code = sms_code()
        before = api.key.get(f"/v1/policies/{policy['id']}").expect(200)
        done = visitor.post(page_of(policy), {**form, "code": code})
        shown = visitor.get(done.headers["location"])
        twice = visitor.post(page_of(policy), {**form, "code": code})
        after = api.key.get(f"/v1/policies/{policy['id']}").expect(200)
        subjects = mailed()

    assert asked.status == 200 and "+7 916 ***-**-67" in seen(asked) and "26 500,00 ₽" in said(seen(asked))
    assert before["cancelled"] is None
    assert done.status == 303 and "Полис расторгнут" in seen(shown)
    assert twice.status == 303 and twice.headers["location"].endswith(f"/policies/{policy['id']}")
    assert after["cancelled"]["reason"] == "Продал машину"
    assert parts(after) == [(payment_id, "26500.00", "succeeded")]
    assert returned(yookassa) == ["26500.00"]
    assert len(outbox.events("policy.cancelled")) == 1
    told = [to for to, text in subjects if text.startswith(f"Клиент расторг полис {policy['number']}")]
    assert told == ["agent@staff.example"]
    queued = [each.data for each in outbox.messages() if each.data.get("notice") == "policy_cancelled_by_client"]
    assert {each["params"]["refund"] for each in queued} == {"26\u00a0500,00\u00a0₽"}
    assert any(to == PERSON["email"] for to, _ in subjects)


def test_the_api_refuses_a_second_cancellation(api: People) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1, **YEAR)
    visitor = client_of_area(api, client_id)
    body = {"on": "2026-12-01"}

    needed = visitor.call("POST", path_of(policy), body)
    wrong = visitor.call("POST", path_of(policy), {**body, "code": "000000" if sms_code() != "000000" else "000001"})
    other = visitor.call("POST", path_of(policy), {"on": "2026-12-02", "code": sms_code()})
    done = visitor.call("POST", path_of(policy), {**body, "code": sms_code()}).expect(200)
    again = visitor.call("POST", path_of(policy), {**body, "code": sms_code()})

    assert (needed.status, needed.json["reason"], needed.json["to"]) == (403, "code-needed", "+7 916 ***-**-67")
    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/code")
    assert other.status == 410
    assert done["cancelled"]["refund"]["amount"] == "36400.00"
    assert (again.status, again.json["reason"]) == (409, "cancelled")
    assert visitor.call("GET", path_of(policy)).status == 409


def test_a_code_of_one_refund_confirms_no_other_one(api: People) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, plan="in_4", paid_instalments=1, **YEAR)
    visitor = client_of_area(api, client_id)
    visitor.call("POST", path_of(policy), {"on": "2026-12-01"})
    code = sms_code()
    received = {"instalments": [2], "version": 1}
    api.agent.post(f"/v1/policies/{policy['id']}/received", received).expect(200)

    answer = visitor.call("POST", path_of(policy), {"on": "2026-12-01", "code": code})

    assert answer.status == 410
    assert api.key.get(f"/v1/policies/{policy['id']}").json["cancelled"] is None


@pytest.mark.parametrize(
    ("paid", "day", "words"),
    [(0, "2026-12-01", "Ничего не было оплачено"), (1, "2027-06-01", "всё оплаченное приходится на дни действия")],
)
def test_a_refund_of_nothing_says_why(api: People, paid: int, day: str, words: str) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, plan="in_4", paid_instalments=paid, **YEAR)
    visitor = client_of_area(api, client_id)

    page = said(seen(visitor.get(page_of(policy, f"?on={day}"))))

    assert "0,00 ₽" in page and words in page
    assert "вернут наши сотрудники" not in page


def test_without_the_setting_the_page_leads_to_a_request(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1, **YEAR)
    visitor = client_of_area(api, client_id)

    page = visitor.get(page_of(policy))
    answer = visitor.call("POST", path_of(policy), {"on": "2026-12-01"})

    assert "36 400,00 ₽" in said(seen(page)) and 'name="reason"' not in page.text
    link = html.unescape(re.findall(r'href="([^"]*/messages/new[^"]*)"', page.text)[-1])
    request = visitor.get(link)
    assert f"Прошу расторгнуть полис {policy['number']}. Последний день действия: 01.12.2026." in request.text
    assert f"/messages/new?about={policy['id']}&amp;text=" in page.text
    assert (answer.status, answer.json["reason"]) == (409, "not-online")


@pytest.mark.parametrize(
    ("day", "message"),
    [("2026-11-30", "01.12.2026"), ("2027-12-01", "30.11.2027"), ("31.02.2027", "23.01.1986"), ("", "последний день")],
)
def test_a_wrong_day_is_said_at_its_field_and_nothing_is_lost(api: People, day: str, message: str) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1)
    visitor = client_of_area(api, client_id)

    answer = visitor.post(page_of(policy), {"on": day, "reason": "Продал"})

    assert answer.status == 422
    assert 'id="on-wrong"' in answer.text and message in seen(answer)
    assert f'value="{day}"' in answer.text
    if day:
        assert visitor.get(page_of(policy, f"?on={day}")).status == 422


def test_a_policy_of_others_or_of_before_is_not_cancelled(api: People) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1)
    former = sold(api.agent, client_id, number="К-0", begins="2025-12-01", ends="2026-11-30", paid_instalments=1)
    mine = client_of_area(api, client_id)
    visitor = other_client(api, added(api.agent, named("Сидоров Пётр")))

    for found in (policy, {"id": NO}):
        assert visitor.call("GET", path_of(found)).status == 404
        assert visitor.call("POST", path_of(found), {"on": "2026-12-01"}).status == 404
        assert visitor.get(page_of(found)).status == 404
        assert visitor.post(page_of(found), {"on": "2026-12-01"}).status == 404
    ended = mine.call("POST", path_of(former), {"on": "2026-12-01"})
    assert (ended.status, ended.json["reason"]) == (409, "ended")
    assert "/cancel" not in mine.get(f"{HOME}/policies/{former['id']}").text
    assert f"/policies/{policy['id']}/cancel" in mine.get(f"{HOME}/policies/{policy['id']}").text


def test_it_rests_after_a_change_of_contacts(api: People) -> None:
    let_cancel(api)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1)
    visitor = client_of_area(api, client_id)
    _restrict(api, client_id)

    answer = visitor.call("POST", path_of(policy), {"on": "2026-12-01"})
    page = visitor.post(page_of(policy), {"on": "2026-12-01"})

    assert (answer.status, answer.json["reason"]) == (409, "contacts-changed")
    assert page.status == 409 and "временно недоступно" in seen(page)


def test_the_page_tells_what_to_do_after_a_loss(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id)
    visitor = client_of_area(api, client_id)

    page = visitor.get(f"{HOME}/policies/{policy['id']}")
    told = visitor.call("GET", f"/policies/{policy['id']}").expect(200)["after_loss"]

    assert "Сфотографируйте место происшествия, повреждения и номера автомобилей." in seen(page)
    assert len(told) == 7 and told[-1] == "Do not have the vehicle repaired before the inspection."


def _restrict(api: People, client_id: str) -> None:
    (person_id,) = table.list_people_of_client(api.account.id, client_id)
    known = table.get_credentials(api.account.id, person_id)
    assert known is not None
    tx = Transaction()
    people.change(tx, known, {"restricted_until": now() + timedelta(hours=24)}, taken={})
    tx.commit()
