"""Clients hear of their claims once, while it is true, by e-mail, else by SMS, with a link."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims.stages import Ending, Outcome, Stage
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import suppress
from tests.cabinet.visitors import HOME, at_area, nobody
from tests.claims.cases import changed, claimed, complete, opened, shown
from tests.claims.messages import LATER, mails, texts
from tests.clients.bodies import added, person
from tests.policies.mail import without_email
from tests.support import outbox
from tests.support.api.people import People
from tests.support.area import holder, open_area, registered
from tests.support.mailboxes import verify_sender

VEHICLE = {"make": "LADA", "model": "Vesta", "plate": "А123ВС777"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-21T12:00:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _sender(clock: time_machine.Traveller, api: People) -> None:
    verify_sender()


def claim_of(api: People, process: str = "osago", **changes: Any) -> str:
    """Return the id of a claim of a client."""
    client_id = added(api.agent, person(**{"language": "ru", **changes}))
    return claimed(api.admin, process, client_id=client_id, reference="У-17", vehicle=VEHICLE)


def by_phone(api: People) -> str:
    """Return the id of a claim of a client without an e-mail."""
    client_id = without_email(api, added(api.agent, person(language="ru")))
    return claimed(api.admin, client_id=client_id, reference="У-17", vehicle=VEHICLE)


def moved(api: People, claim_id: str, move: str, **body: Any) -> None:
    version = shown(api.key, claim_id)["version"]
    api.key.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body}).expect(200)


def history(api: People, claim_id: str) -> list[Any]:
    items = api.admin.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    return [(each["type"], each["data"]) for each in items if "client" in each["type"]]


def test_documents_are_asked_for_some_minutes_after_the_claim_began(api: People) -> None:
    open_area(api.account.id)

    claim_id = claim_of(api)

    (mail,) = mails()
    assert (mail.to, mail.subject) == ("vera@example.org", "Страхование: документы по убытку У-17")
    for each in (
        "Мы урегулируем ваш убыток У-17 (LADA Vesta А123ВС777).",
        "Паспорт. По нему видно, кто просит о выплате.",
        "Документы ГИБДД. Подтверждают ДТП и его виновника.",
        "Добавить документы",
    ):
        assert each in mail.text, each
    assert "Банковские реквизиты" not in mail.text
    assert f"/area/ingos/claims/{claim_id}" in mail.html


def test_the_link_leads_through_the_sign_in_to_the_claim(api: People) -> None:
    open_area(api.account.id)
    claim_id = claim_of(api)
    visitor = nobody(language="ru")

    answer = visitor.get(f"{HOME}/claims/{claim_id}")

    assert answer.status == 303
    assert answer.headers["location"].endswith(f"{HOME}/sign-in?next={HOME}/claims/{claim_id}")


def test_the_client_is_noted_as_told_with_a_masked_address(api: People) -> None:
    claim_id = claim_of(api)

    mails()

    ((kind, data),) = history(api, claim_id)
    assert (kind, data["what"], data["channel"]) == ("claim.client_told", "papers", "email")
    assert data["address"].startswith("v***@")
    page = api.admin.get(f"/v1/cases/{shown(api.key, claim_id)['case_id']}").expect(200)
    assert [each["data"]["what"] for each in page["timeline"] if each["type"] == "claim.client_told"] == ["papers"]


def test_nothing_is_asked_if_all_documents_came_within_the_minutes(api: People) -> None:
    claim_id = claim_of(api)

    complete(api, claim_id)

    assert mails() == []
    assert history(api, claim_id) == []


def test_a_client_who_becomes_known_later_is_asked_then(api: People) -> None:
    case_id = opened(api.admin, reference="У-18")
    claim_id = claimed(api.admin, reference="У-19")
    assert mails() == []

    client_id = added(api.agent, person(language="ru"))
    for each in (case_id, claim_id.replace("claim_", "case_")):
        api.admin.call("PATCH", f"/v1/cases/{each}", body={"client_id": client_id}).expect(200)

    (mail,) = mails()
    assert "У-19" in mail.subject


def test_all_that_is_asked_for_again_is_one_message_with_the_reasons(
    api: People, clock: time_machine.Traveller
) -> None:
    claim_id = claim_of(api)
    complete(api, claim_id)
    moved(api, claim_id, "review")
    before = len(mails())
    clock.shift(LATER)

    wished = [
        {"slot": "identity", "reason": "Не видно страницы с регистрацией"},
        {"slot": "police_report", "reason": "Нет второй страницы"},
    ]
    moved(api, claim_id, "request-documents", documents=wished)

    (mail,) = mails()[before:]
    assert mail.subject.endswith("пришлите документы по убытку У-17 ещё раз")
    assert "Паспорт. Не принято: Не видно страницы с регистрацией" in mail.text
    assert "Документы ГИБДД. Не принято: Нет второй страницы" in mail.text
    assert "Доверенность" not in mail.text


def test_facts_that_are_corrected_tell_nothing_unless_more_documents_are_needed(
    api: People, clock: time_machine.Traveller
) -> None:
    claim_id = claim_of(api)
    first = len(mails())
    clock.shift(LATER)

    def correct(**facts: Any) -> None:
        body = {"version": shown(api.key, claim_id)["version"], "facts": facts}
        api.key.call("PATCH", f"/v1/claims/{claim_id}", body=body).expect(200)

    correct(place="Тверь", description="Иначе")
    assert len(mails()) == first
    correct(injured=True)
    assert "Медицинские документы. По ним считают выплату за вред здоровью." in mails()[-1].text
    clock.shift(LATER)
    correct(injured=False)
    assert len(mails()) == first + 1


def test_once_all_came_the_day_of_the_decision_is_told(api: People) -> None:
    claim_id = claim_of(api)
    complete(api, claim_id)

    moved(api, claim_id, "review")

    (mail,) = mails("получены")
    assert "Решение примем не позднее 18.01.2027." in mail.text


def decide(api: People, claim_id: str, **body: Any) -> None:
    changed(api, claim_id, stage=Stage.REVIEW)
    moved(api, claim_id, "decide", **body)


SUM = {"amount": "15000.00", "currency": "RUB"}


def test_a_refusal_says_why_and_until_when_it_can_be_disputed(api: People) -> None:
    claim_id = claim_of(api)

    decide(api, claim_id, outcome="refused", reason="Полис не действовал в этот день")

    (mail,) = mails("решение")
    for each in (
        "Мы не можем оплатить этот убыток.",
        "Причина: Полис не действовал в этот день",
        "можно оспорить до 20.01.2027",
    ):
        assert each in mail.text, each


def test_an_sms_about_a_decision_has_no_sum_and_no_name(api: People) -> None:
    open_area(api.account.id)
    claim_id = by_phone(api)

    decide(
        api,
        claim_id,
        outcome="payment",
        currency="RUB",
        lines=[{"kind": "item", "label": "Бампер", "amount": "15000.00"}],
    )

    (text,) = texts("решение")
    assert text == f"Страхование: принято решение по убытку У-17. https://photos.example/area/ingos/claims/{claim_id}"
    assert "15" not in text.replace(claim_id, "").replace("У-17", "")
    assert "Гевердава" not in text


def test_a_decision_that_was_reopened_meanwhile_is_not_told(api: People) -> None:
    claim_id = claim_of(api)
    decide(api, claim_id, outcome="refused", reason="Нет")

    moved(api, claim_id, "dispute", reason="Не согласен")

    assert mails("решение") == []


def test_an_end_is_told_with_the_sum_that_was_paid(api: People) -> None:
    claim_id = claim_of(api)
    changed(api, claim_id, stage=Stage.PAYMENT, outcome=Outcome.PAYMENT, awarded=None, decisions=1)

    moved(api, claim_id, "pay", day="2026-12-20", amount=SUM, reference="П-1", reason="По соглашению")

    (mail,) = mails("закрыт")
    assert "Мы выплатили 15 000,00 ₽, дата выплаты — 20.12.2026." in mail.text
    assert "Убыток закрыт: выплата сделана." in mail.text


def test_a_reopened_claim_is_told(api: People) -> None:
    claim_id = claim_of(api)
    changed(api, claim_id, stage=Stage.CLOSED, ending=Ending.REFUSED, outcome=Outcome.REFUSED)

    moved(api, claim_id, "reopen", reason="Новые документы")

    (mail,) = mails("снова открыт")
    assert "Мы рассматриваем его заново." in mail.text


def test_a_process_that_tells_no_clients_tells_none(api: People) -> None:
    settings = api.admin.get("/v1/account/claims").expect(200)
    quiet = [{**each, "tells_client": False} for each in settings["processes"]]
    body = {"version": settings["version"], "processes": quiet}
    saved = api.admin.call("PATCH", "/v1/account/claims", body=body).expect(200)
    assert {each["tells_client"] for each in saved["processes"]} == {False}

    claim_id = claim_of(api)
    decide(api, claim_id, outcome="refused", reason="Нет")

    assert mails() == []
    assert [each for each in outbox.messages() if each.data.get("kind") == "claim_told"] == []


def test_a_suppressed_address_gives_way_to_the_phone(api: People) -> None:
    claim_id = claim_of(api)
    suppress_email(api, "vera@example.org")

    (text,) = texts()

    assert "нужны документы по убытку У-17." in text
    assert mails() == []
    ((kind, data),) = history(api, claim_id)
    assert (kind, data["channel"]) == ("claim.client_told", "sms")


def test_a_client_whom_nothing_reaches_is_noted_for_staff(api: People) -> None:
    claim_id = claim_of(api, phone=None)
    suppress_email(api, "vera@example.org")

    assert mails() == []
    assert texts() == []

    assert [kind for kind, _ in history(api, claim_id)] == ["claim.client_not_told"]


def suppress_email(api: People, address: str) -> None:
    tx = Transaction()
    suppress(tx, account_id=api.account.id, channel="email", address=address, reason=FailureReason.NO_MAILBOX)
    tx.commit()


def test_a_policyholder_without_an_account_gets_words_without_a_link(api: People) -> None:
    claim_of(api)

    (mail,) = mails()

    assert "/area/" not in mail.html
    assert "Принесите или пришлите их нам." in mail.text


def test_a_person_of_the_area_sends_documents_and_gets_the_receipt(api: People) -> None:
    open_area(api.account.id)
    client_id = added(api.agent, person(language="en"))
    claim_id = claimed(api.admin, client_id=client_id, reference="C-1")
    visitor = at_area(registered(api.account.id, holder(client_id)), language="ru")
    complete(api, claim_id)
    visitor.call("POST", f"/claims/{claim_id}/moves", {"move": "send", "version": 2}).expect(200)

    (mail,) = mails("received")

    assert "We decide by 18 Jan 2027." in mail.text
