"""Own policies in the client area: the list, a policy, its documents; nothing of anybody else's."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.aws.clients import client as aws
from chalicelib.features.printing import service as printing
from tests.cabinet.visitors import HOME
from tests.clients.bodies import PERSON, added, named
from tests.policies.api.test_documents_by_mail import print_all
from tests.policies.area.people import client_again, client_of_area, company_user_of, other_client
from tests.policies.investments import life_policy
from tests.policies.sales import VIN, sold
from tests.printing import orders
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

NO = "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def said(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ")


def test_k10_the_list_says_what_is_insured_until_when_and_what_is_next(api: People) -> None:
    client_id = added(api.agent, PERSON)
    present = sold(api.agent, client_id, number="К-1")
    former = sold(api.agent, client_id, number="К-0", begins="2025-12-01", ends="2026-11-30", paid_instalments=1)
    visitor = client_of_area(api, client_id)

    page = said(seen(visitor.get(f"{HOME}/policies")))

    for each in ("КАСКО К-1", "LADA Vesta А123ВС 777", "01.12.2026 – 30.11.2027", "Следующий взнос: 48 320,50 ₽"):
        assert each in page, each
    assert page.index("К-1") < page.index("Завершённые") < page.index("К-0")
    items = visitor.call("GET", "/policies").expect(200)["items"]
    assert [each["id"] for each in items] == [present["id"], former["id"]]
    assert items[0]["next_instalment"]["subject"] == f"inst#{present['id']}#1"
    assert items[1]["next_instalment"] is None


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        ("ru", "1 250 000,00 ₽", "30.11.2027"),
        ("es", "1.250.000,00 RUB", "30/11/2027"),
        ("en", "RUB 1,250,000.00", "30 Nov 2027"),
    ],
)
def test_case_20_a_policy_is_shown_in_the_readers_language(api: People, language: str, amount: str, day: str) -> None:
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, drivers=[{"name": "Петров Иван", "birth_date": "1990-05-01"}])
    visitor = client_of_area(api, client_id, language=language)

    page = said(seen(visitor.get(f"{HOME}/policies/{policy['id']}")))

    for each in (amount, day, VIN, "Петров Иван", policy["number"]):
        assert each in page, each


def test_k10_documents_are_downloaded_by_a_short_lived_address(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    verify_sender()
    orders.open_queue(monkeypatch)
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, paid_instalments=1)
    print_all(api, policy["id"])
    visitor = client_of_area(api, client_id)

    shown = visitor.call("GET", f"/policies/{policy['id']}").expect(200)
    kinds = {each["kind"] for each in shown["documents"]}
    document = shown["documents"][0]["id"]
    page = visitor.get(f"{HOME}/policies/{policy['id']}")
    for answer in (
        visitor.get(f"{HOME}/policies/{policy['id']}/documents/{document}"),
        visitor.call("GET", f"/policies/{policy['id']}/documents/{document}"),
    ):
        assert answer.status == 302
        assert "X-Amz-Expires=300" in answer.headers["location"]

    assert kinds == {"e_policy", "receipt"}
    assert f"/policies/{policy['id']}/documents/{document}" in page.text


def test_case_50_a_life_policy_says_the_days_left_and_the_payout_with_its_formula(api: People) -> None:
    client_id = added(api.key, PERSON)
    with time_machine.travel("2026-11-27T12:00:00+03:00", tick=False):
        policy_id = api.key.post("/v1/policies", life_policy(client_id)).expect(201)["id"]
        api.key.put("/v1/underlyings/moex/levels/2026-11-27", {"level": "1138.95345"}).expect(200)
        visitor = client_of_area(api, client_id)
        page = said(seen(visitor.get(f"{HOME}/policies/{policy_id}")))
        told = visitor.call("GET", f"/policies/{policy_id}").expect(200)["life"]
    with time_machine.travel("2026-12-04T12:00:00+03:00", tick=False):
        late = said(seen(client_again(api, client_id).get(f"{HOME}/policies/{policy_id}")))

    for each in ("142 дня", "5 000 232,42 ₽", "гарантированная сумма 4 500 000,00 ₽"):
        assert each in page, each
    assert (told["days_left"], told["payout"]["amount"]) == (142, "5000232.42")
    assert "Данных нет с" in late or "данных нет с" in late
    assert "5 000 232,42" not in late


def _paths(policy_id: str, document_id: str) -> list[str]:
    return [f"/policies/{policy_id}", f"/policies/{policy_id}/documents/{document_id}"]


def test_case_19_policies_of_others_are_answered_like_those_that_nobody_has(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), paid_instalments=1)
    document = printing.list_documents(api.account.id, policy["id"])[0].id
    other = added(api.agent, named("Сидоров Пётр"))
    client_of_area(api, other)
    visitor = other_client(api, other)

    foreign = [visitor.call("GET", each) for each in _paths(policy["id"], document)]
    nobodys = [visitor.call("GET", each) for each in _paths(NO, document)]

    assert [each.status for each in foreign] == [404, 404]
    assert [each.json["detail"] for each in foreign] == [each.json["detail"] for each in nobodys]
    assert [visitor.get(f"{HOME}{each}").status for each in _paths(policy["id"], document)] == [404, 404]
    assert visitor.call("GET", "/policies").expect(200)["items"] == []


def test_case_54_a_user_of_a_company_without_the_right_sees_no_policies(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id)
    client_of_area(api, client_id)
    visitor = company_user_of(api, client_id)

    assert visitor.call("GET", f"/policies/{policy['id']}").status == 404
    assert "/policies" not in visitor.get(HOME).text


def test_the_list_reads_as_much_for_many_policies_as_for_one(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = added(api.agent, PERSON)
    sold(api.agent, client_id, number="К-0")
    visitor = client_of_area(api, client_id)
    visitor.get(f"{HOME}/policies")
    called: list[str] = []
    dynamodb = aws("dynamodb")
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        called.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)
    visitor.get(f"{HOME}/policies")
    one = list(called)
    called.clear()
    for number in range(1, 4):
        sold(api.agent, client_id, number=f"К-{number}", vehicle={"plate": f"А12{number}ВС 777"})
    called.clear()
    visitor.get(f"{HOME}/policies")

    assert one == called == ["GetItem", "GetItem", "Query", "BatchGetItem", "Query"]
