"""Own claims in the client area: the list, a claim, its deadlines and moves; nothing of anybody else's."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.aws.clients import client as aws
from chalicelib.features.claims.stages import Stage
from tests.cabinet.visitors import HOME, Visitor, mail_code
from tests.claims.area.holders import company_user_without, holder_of, other_holder, with_claim
from tests.claims.cases import changed, claimed, complete, shown
from tests.clients.bodies import PERSON, added
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

NO = "claim_01J9Z6X0000000000000000000"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-21T09:00:00+03:00", tick=False):
        yield


def said(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ")


def test_k11_the_list_says_the_stage_whose_turn_it_is_and_what_comes_next(api: People) -> None:
    visitor, claim_id = with_claim(api, reference="У-17")

    page = said(seen(visitor.get(f"{HOME}/claims")))

    for each in ("У-17 · LADA Vesta", "Ждём документы", "Ваша очередь действовать", "Добавьте недостающие документы"):
        assert each in page, each
    (item,) = visitor.call("GET", "/claims").expect(200)["items"]
    assert (item["id"], item["number"], item["stage"], item["turn"]) == (claim_id, "У-17", "documents", "client")


def test_p3_a_claim_says_what_lacks_why_and_what_each_deadline_waits_for(api: People) -> None:
    visitor, claim_id = with_claim(api)

    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))

    for each in (
        "Паспорт",
        "По нему видно, кто просит о выплате.",
        "Например: Разворот с фотографией",
        "ещё нет",
        "ждём: все документы",
        "40-ФЗ",
    ):
        assert each in page, each
    found = visitor.call("GET", f"/claims/{claim_id}").expect(200)
    assert {each["code"] for each in found["slots"] if each["missing"]} >= {"identity"}
    waiting = [each for each in found["deadlines"] if each["waits_for"]]
    assert waiting
    assert {each["last_day"] for each in waiting} == {None}


def test_case_23_once_sent_the_decision_has_a_date_and_a_countdown(api: People) -> None:
    visitor, claim_id = with_claim(api)
    complete(api, claim_id)

    visitor.post(f"{HOME}/claims/{claim_id}/moves/send", {"version": "2"})
    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))

    assert shown(api.staff, claim_id)["stage"] == "review"
    for each in ("На рассмотрении", "Документы отправлены", "18.01.2027", "осталось 28 дней"):
        assert each in page, each


def test_case_24_the_own_workshop_makes_the_decision_later(api: People) -> None:
    visitor, claim_id = with_claim(api)
    complete(api, claim_id)
    body = {"version": shown(api.key, claim_id)["version"], "facts": {"own_workshop": True}}
    version = api.key.patch(f"/v1/claims/{claim_id}", body).expect(200)["version"]

    visitor.call("POST", f"/claims/{claim_id}/moves", {"move": "send", "version": version}).expect(200)

    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))
    assert "28.01.2027" in page and "18.01.2027" not in page


def test_case_26_without_a_document_the_decision_has_no_date(api: People) -> None:
    visitor, claim_id = with_claim(api)
    body = {"move": "send", "version": 1}

    refused = visitor.call("POST", f"/claims/{claim_id}/moves", body).expect(409)
    found = visitor.call("GET", f"/claims/{claim_id}").expect(200)["deadlines"]
    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))

    (decision,) = [each for each in found if each["code"] == "decision"]
    assert "identity" in refused["missing"]
    assert (decision["last_day"], decision["waits_for"]) == (None, "complete_at")
    assert "ждём: все документы" in page and "18.01.2027" not in page


def test_p11_deadlines_come_as_a_calendar_file(api: People) -> None:
    visitor, claim_id = with_claim(api)
    complete(api, claim_id)
    visitor.call("POST", f"/claims/{claim_id}/moves", {"move": "send", "version": 2}).expect(200)

    answer = visitor.get(f"{HOME}/claims/{claim_id}/deadlines.ics")

    assert answer.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20270118" in answer.text


def decided(api: People, claim_id: str, **body: Any) -> int:
    """Decide a claim; return its version then."""
    before = changed(api, claim_id, stage=Stage.REVIEW)
    found = api.key.post(f"/v1/claims/{claim_id}/decide", {"version": before.version, **body}).expect(200)
    return int(found["version"])


def test_a_decision_is_shown_with_its_calculation(api: People) -> None:
    visitor, claim_id = with_claim(api, "kasko")
    lines = [
        {"kind": "item", "label": "Бампер", "amount": "8400", "wear": "10"},
        {"kind": "deductible", "amount": "3000"},
    ]
    decided(api, claim_id, outcome="payment", currency="RUB", lines=lines)

    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))

    for each in ("Мы оплатим убыток.", "Бампер 8 400,00 ₽", "минус износ: Бампер -840,00 ₽", "Итого: 4 560,00 ₽"):
        assert each in page, each
    found = visitor.call("GET", f"/claims/{claim_id}").expect(200)["decision"]
    assert (found["number"], found["total"]["amount"], len(found["lines"])) == (1, "4560.00", 3)


def test_a_client_disputes_a_decision_with_a_reason_once(api: People) -> None:
    visitor, claim_id = with_claim(api)
    version = decided(api, claim_id, outcome="refused", reason="Не страховой случай")
    path = f"{HOME}/claims/{claim_id}/moves/dispute"

    empty = visitor.post(path, {"version": str(version)})
    done = visitor.post(path, {"version": str(version), "reason": "Осмотрели не ту машину."})
    again = visitor.call("POST", f"/claims/{claim_id}/moves", {"move": "dispute", "version": version, "reason": "x"})

    assert (empty.status, done.status, again.status) == (422, 303, 409)
    assert "Напишите в нескольких словах" in empty.text
    assert shown(api.staff, claim_id)["stage"] == "review"
    history = api.staff.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    assert history[0]["type"] == "claim.disputed"
    assert history[0]["actor"].startswith("person:per_")
    assert history[0]["data"]["reason"] == "Осмотрели не ту машину."


def test_c4_payouts_rest_after_a_contact_was_changed(api: People) -> None:
    visitor, claim_id = with_claim(api, "kasko")
    line = {"kind": "item", "label": "Бампер", "amount": "8400"}
    version = decided(api, claim_id, outcome="payment", currency="RUB", lines=[line])
    accept = {"move": "accept", "version": version}
    change_email(visitor)

    refused = visitor.call("POST", f"/claims/{claim_id}/moves", accept)

    assert refused.expect(409)["reason"] == "restricted"
    assert shown(api.staff, claim_id)["version"] == version


def change_email(visitor: Visitor) -> None:
    """Change the own e-mail by the code that comes to the new one."""
    verify_sender()
    visitor.call("POST", "/me/contacts", {"email": "new@mail.example"}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "email", "code": mail_code()}).expect(200)


def test_moves_of_staff_are_no_moves_of_clients(api: People) -> None:
    visitor, claim_id = with_claim(api)

    assert visitor.call("POST", f"/claims/{claim_id}/moves", {"move": "review", "version": 1}).status == 422
    assert visitor.get(f"{HOME}/claims/{claim_id}/moves/review").status == 404
    assert visitor.call("POST", f"/claims/{claim_id}/moves", {"move": "send", "version": 1}).status == 409


def _paths(claim_id: str) -> list[tuple[str, str, object]]:
    document = f"/claims/{claim_id}/documents/01J9Z6X0000000000000000000"
    return [
        ("GET", f"/claims/{claim_id}", None),
        ("POST", f"/claims/{claim_id}/moves", {"move": "send", "version": 1}),
        ("GET", f"/claims/{claim_id}/documents", None),
        ("GET", document, None),
        ("DELETE", document, None),
    ]


def test_case_54_claims_of_others_are_answered_like_those_that_nobody_has(api: People) -> None:
    _, claim_id = with_claim(api)
    visitor = other_holder(api)

    foreign = [visitor.call(*each) for each in _paths(claim_id)]
    nobodys = [visitor.call(*each) for each in _paths(NO)]

    assert {each.status for each in foreign} == {404}
    assert [each.json["detail"] for each in foreign] == [each.json["detail"] for each in nobodys]
    pages = ("", "/moves/send", "/deadlines.ics", "/documents/01J9Z6X0000000000000000000")
    assert {visitor.get(f"{HOME}/claims/{claim_id}{each}").status for each in pages} == {404}
    assert visitor.call("GET", "/claims").expect(200)["items"] == []
    assert shown(api.staff, claim_id)["version"] == 1


def test_case_54_a_user_of_a_company_without_the_right_sees_no_claims(api: People) -> None:
    _, claim_id = with_claim(api)
    visitor = company_user_without(api)

    assert visitor.call("GET", f"/claims/{claim_id}").status == 404
    assert "/claims" not in visitor.get(HOME).text


def test_the_home_page_says_which_papers_lack(api: People) -> None:
    visitor, claim_id = with_claim(api)

    page = said(seen(visitor.get(HOME)))

    assert "Не хватает: " in page
    assert f"/claims/{claim_id}" in visitor.get(HOME).text


def test_the_list_reads_as_much_for_many_claims_as_for_one(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, claim_id = with_claim(api)
    client_id = shown(api.staff, claim_id)["client_id"]
    visitor.get(f"{HOME}/claims")
    called: list[str] = []
    dynamodb = aws("dynamodb")
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        called.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)
    visitor.get(f"{HOME}/claims")
    one = list(called)
    for _ in range(3):
        claimed(api.admin, "osago", client_id=client_id)
    called.clear()
    visitor.get(f"{HOME}/claims")

    assert one == called == ["GetItem", "GetItem", "Query", "BatchGetItem", "BatchGetItem", "Query"]


def referred(api: People, claim_id: str, until: str) -> None:
    """Refer the vehicle of a claim that a repair was decided for."""
    lines = [{"kind": "item", "label": "Бампер", "amount": "8400"}]
    version = decided(api, claim_id, outcome="repair", currency="RUB", lines=lines)
    workshop = {"name": "Север", "address": "Москва, Летниковская, 10", "phone": "+7 495 123-45-67"}
    deductible = {"amount": "15000.00", "currency": "RUB"}
    body = {"version": version, "workshop": workshop, "until": until, "deductible": deductible}
    api.key.post(f"/v1/claims/{claim_id}/referral", body).expect(200)


def test_k13_a_referral_tells_whom_to_call_the_way_and_the_deductible(api: People) -> None:
    visitor, claim_id = with_claim(api, "kasko")
    referred(api, claim_id, "2026-12-31")

    answer = visitor.get(f"{HOME}/claims/{claim_id}")
    page = said(seen(answer))

    for each in ("Север", "Позвонить: +7 495 123-45-67", "Маршрут", "действует до 31.12.2026", "15 000,00 ₽"):
        assert each in page, each
    assert 'href="tel:+74951234567"' in answer.text
    assert 'href="geo:0,0?q=' in answer.text
    found = visitor.call("GET", f"/claims/{claim_id}").expect(200)["referral"]
    assert (found["expired"], found["subject"]) == (False, f"ded#{claim_id.replace('claim_', 'case_')}")


def test_case_29_after_its_last_day_a_referral_has_expired(api: People) -> None:
    client_id = added(api.key, PERSON)
    with time_machine.travel("2026-12-20T23:30:00+03:00", tick=False):
        claim_id = claimed(api.key, "kasko", client_id=client_id)
        referred(api, claim_id, "2026-12-20")
    visitor = holder_of(api, client_id)

    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))

    assert "Направление истекло 20.12.2026" in page
    assert visitor.call("GET", f"/claims/{claim_id}").expect(200)["referral"]["expired"] is True
