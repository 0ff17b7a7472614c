"""Moments of messages: own deadlines by day, a printed referral, refused documents all at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.features.claims.stages import Stage
from tests.claims import cases
from tests.claims.api.test_claim_deadlines import changed
from tests.claims.api.test_referrals import SUM, refer, to_repair
from tests.claims.cases import claimed, shown
from tests.claims.messages import LATER, mails, texts
from tests.claims.papers import filed
from tests.clients.bodies import added, person
from tests.printing import orders
from tests.support import outbox, pdfs
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender
from tests.support.sweeping import sweep_cases

#: By document, the size of its file: files that are alike are duplicates.
SIZES = {"identity": 3000, "police_report": 3001}
#: A Monday, 12:00 in Moscow.
START = datetime(2026, 12, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _sender(clock: time_machine.Traveller, api: People) -> None:
    verify_sender()


def client_of(api: People) -> str:
    return added(api.agent, person(language="ru"))


def waits() -> list[tuple[str, datetime]]:
    """Return the messages that wait to be dispatched: of which kind, and until when."""
    kinds = [(item.data["what"], item.due_at) for item in outbox.messages() if item.data.get("kind") == "claim_told"]
    return [each for each in kinds if each[0] in {"near", "missed"}]


def test_a_client_is_reminded_of_an_own_deadline_and_told_of_its_miss_by_day(
    api: People, clock: time_machine.Traveller
) -> None:
    loss = {"occurred_at": "2026-12-21T09:00:00+03:00"}
    claim_id = claimed(api.admin, "kasko", client_id=client_of(api), reference="У-17", loss=loss)
    changed(api, claim_id, facts={"declared_at": None})

    for _ in range(5 * 24):
        clock.shift(timedelta(hours=1))
        sweep_cases()

    assert [what for what, _ in waits()] == ["near", "near", "missed"]
    assert {5 <= at.hour < 17 for _, at in waits()} == {True}  # from 8:00 to 20:00 in Moscow
    (missed,) = mails("истёк срок")
    assert "Заявление" in missed.text
    assert "24.12.2026" in missed.text
    assert mails("скоро истекает") == []  # they are not true any more


def test_a_reminder_says_the_day_the_law_and_the_effect(api: People, clock: time_machine.Traveller) -> None:
    loss = {"occurred_at": "2026-12-21T09:00:00+03:00"}
    claim_id = claimed(api.admin, "kasko", client_id=client_of(api), reference="У-17", loss=loss)
    changed(api, claim_id, facts={"declared_at": None})
    clock.move_to(datetime(2026, 12, 23, 22, tzinfo=UTC))
    sweep_cases()
    clock.move_to(datetime(2026, 12, 24, 6, tzinfo=UTC))

    (mail,) = mails("скоро истекает")

    assert "24.12.2026 (Правила страхования; ГК РФ, ст. 961)." in mail.text
    assert "После этого срока страховщик вправе отказать, если задержка ему помешала." in mail.text


def test_case_d14_corrected_dates_are_told_once(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.admin, client_id=client_of(api), reference="У-17")
    changed(api, claim_id, facts={"complete_at": START})
    clock.shift(LATER)

    changed(api, claim_id, facts={"complete_at": START + timedelta(days=1)})
    changed(api, claim_id, facts={"complete_at": START + timedelta(days=2)})
    clock.shift(LATER)

    (mail,) = mails("изменились сроки")
    assert "Мы уточнили данные о нём, и теперь сроки такие." in mail.text
    assert "20.01.2027" in mail.text
    assert "19.01.2027" not in mail.text


def test_a_printed_referral_is_sent_and_a_replaced_one_is_not(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)
    claim_id = to_repair(api, client_id=client_of(api), reference="У-17")
    refer(api.staff, claim_id, deductible=SUM).expect(200)
    assert mails("направление") == []

    orders.work()
    south = {"name": "Юг", "address": "Южная, 2", "phone": "+7 495 765-43-21"}
    refer(api.staff, claim_id, workshop=south, deductible=SUM).expect(200)
    orders.work()

    (mail,) = mails("направление")
    assert "Сервис: Юг, Южная, 2, телефон +7 495 765-43-21." in mail.text
    assert "Ваша франшиза — 15 000,00 ₽." in mail.text


def test_refused_documents_are_told_together_while_the_claim_waits_for_them(
    api: People, clock: time_machine.Traveller
) -> None:
    claim_id = claimed(api.admin, client_id=client_of(api), reference="У-17")
    documents = {slot: filed(api.staff, claim_id, pdfs.of_bytes(size), slot) for slot, size in SIZES.items()}
    first = len(mails())
    clock.shift(LATER)

    for slot, reason in (("identity", "Нет страницы с адресом"), ("police_report", "Не видно печати")):
        path = f"/console/claims/{claim_id}/documents/{documents[slot]['id']}/refuse"
        answer = at_desk(api.admin).post(path, {"reason": reason})
        assert answer.status == 303, seen(answer)

    (mail,) = mails()[first:]
    assert "Паспорт. Не принято: Нет страницы с адресом" in mail.text
    assert "Документы ГИБДД. Не принято: Не видно печати" in mail.text


def test_a_document_that_is_refused_under_review_waits_for_the_request(
    api: People, clock: time_machine.Traveller
) -> None:
    claim_id = claimed(api.admin, client_id=client_of(api), reference="У-17")
    document = filed(api.staff, claim_id, pdfs.of_bytes(3000), "identity")
    first = len(mails())
    clock.shift(LATER)
    cases.changed(api, claim_id, stage=Stage.REVIEW)

    body = {"reason": "Не читается"}
    api.staff.post(f"/v1/claims/{claim_id}/documents/{document['id']}/refuse", body).expect(200)
    assert mails()[first:] == []
    wished = [{"slot": "identity", "reason": "Пришлите чёткое фото"}]
    version = shown(api.key, claim_id)["version"]
    api.staff.post(f"/v1/claims/{claim_id}/request-documents", {"version": version, "documents": wished}).expect(200)

    (mail,) = mails()[first:]
    assert "Паспорт. Не принято: Пришлите чёткое фото" in mail.text
    assert texts() == []


def test_a_claim_that_closes_at_midnight_wakes_nobody(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.admin, "osago", client_id=client_of(api), reference="У-17")
    version = cases.changed(api, claim_id, stage=Stage.REVIEW).version
    refused = {"version": version, "outcome": "refused", "reason": "Полис не действовал"}
    api.key.post(f"/v1/claims/{claim_id}/decide", refused).expect(200)
    clock.move_to(datetime(2027, 1, 20, 21, tzinfo=UTC))

    sweep_cases()

    assert shown(api.key, claim_id)["stage"] == "closed"
    (at,) = [item.due_at for item in outbox.messages() if item.data.get("what") == "closed"]
    assert at == datetime(2027, 1, 21, 5, tzinfo=UTC)  # 8:00 in Moscow
