"""Settings of feedback in the console: desks, topics and terms, without a script."""

import pytest

from tests.account.console.forms import ROOT, filled_in, problem_at, saved, sent
from tests.conversations.requests import SETTINGS, registered, with_desks
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

HERE = "feedback"
DESKS, TOPICS = f"{HERE}/desks", f"{HERE}/topics"


def of(api: People, name: str, code: str) -> dict[str, object]:
    found: list[dict[str, object]] = api.admin.get(SETTINGS).expect(200)[name]
    return next(each for each in found if each["code"] == code)


def topic_sent(at: Desk, section: str, /, **changes: str | list[str]) -> Answer:
    """Send the form of a topic with some fields changed."""
    path = f"{ROOT}/{TOPICS}/{section}"
    return at.post(path, filled_in(at.get(path)) | changes)


@pytest.fixture
def desk(api: People) -> Desk:
    return at_desk(api.admin).speaking("ru")


def test_a_desk_gets_people_of_the_staff_and_addresses(api: People, desk: Desk) -> None:
    user = f"sub-staff-{api.account.id}"

    saved(desk, f"{DESKS}/new-desk", label_ru="Выплаты", people=[user], emails="a@mail.example\r\n\r\n b@mail.example")

    found = of(api, "desks", "vyplaty")
    assert (found["people"], found["emails"]) == ([user], ["a@mail.example", "b@mail.example"])
    assert "1 сотрудник" in seen(desk.get(f"{ROOT}/{DESKS}")).replace("\u00a0", " ")
    assert sent(desk, f"{DESKS}/vyplaty").status == 303
    assert of(api, "desks", "vyplaty") == found


def test_all_that_a_desk_has_wrong_is_told_and_nothing_typed_is_lost(api: People, desk: Desk) -> None:
    answer = sent(desk, f"{DESKS}/new-desk", label_ru="", code="general", emails="nobody")

    assert answer.status == 422
    assert problem_at(answer, "code") == "Такой отдел уже есть. Выберите другой код или не указывайте его."
    assert problem_at(answer, "emails").startswith("Нужен адрес")
    assert problem_at(answer, "label_ru") == "Укажите название хотя бы на одном языке."
    assert filled_in(answer)["emails"] == "nobody"


def test_a_topic_has_a_kind_a_desk_and_a_term_of_its_own(api: People, desk: Desk) -> None:
    answer = topic_sent(
        desk,
        "new-topic",
        label_ru="Выплата",
        kind="complaint",
        desk="general",
        days="30",
        count="calendar",
        law="LCS 18",
    )

    assert answer.status == 303
    topic = of(api, "topics", "vyplata")
    assert topic["term"] == {"days": 30, "extension": 0, "count": "calendar", "law": "LCS 18"}
    assert topic["offered"] is True
    ticket = registered(api.staff, "vyplata")
    assert api.staff.post(f"/v1/tickets/{ticket['id']}/extend", {"text": "Ещё"}).expect(409)["reason"] == (
        "not-extendable"
    )


def test_all_that_a_topic_has_wrong_is_told(api: People, desk: Desk) -> None:
    answer = topic_sent(
        desk, "new-topic", label_ru="", desk="gone", days="много", extension="61", law="x" * 121, count="moon"
    )

    assert answer.status == 422
    assert all(problem_at(answer, field) for field in ("label_ru", "days", "extension", "law", "count"))
    lost = topic_sent(desk, "new-topic", label_ru="Тема", desk="gone")
    assert problem_at(lost, "desk") == "Отдела «gone» нет. Добавьте его к отделам или выберите другой."


def test_a_topic_and_a_desk_with_waiting_requests_stay(api: People, desk: Desk) -> None:
    with_desks(api.admin, claims=[], sales=[])
    ticket = registered(api.staff, "claims")

    kept = desk.post(f"{ROOT}/{TOPICS}/claims/remove")
    led_to = desk.get(f"{ROOT}/{DESKS}/claims/remove")
    withdrawn = topic_sent(desk, "claims", offered=[], desk="sales")
    waiting = desk.post(f"{ROOT}/{DESKS}/claims/remove")

    assert kept.status == 422
    assert "По теме «claims» есть незакрытые обращения." in seen(kept)
    assert "В этот отдел ведут темы: “claims”." in seen(led_to)
    assert withdrawn.status == 303
    assert "В отделе «claims» есть незакрытые обращения." in seen(waiting)
    refused = api.staff.post("/v1/tickets", {"topic": "claims", "text": "Ещё"}).expect(422)
    assert [each["pointer"] for each in refused["errors"]] == ["/topic"]
    api.admin.post(f"/v1/tickets/{ticket['id']}/close", {"text": "Готово"}).expect(200)
    assert desk.post(f"{ROOT}/{DESKS}/claims/remove").status == 303
    assert desk.post(f"{ROOT}/{TOPICS}/claims/remove").status == 303


def test_the_last_desk_and_the_last_offered_topic_stay(api: People, desk: Desk) -> None:
    with_desks(api.admin, claims=[])

    assert desk.get(f"{ROOT}/{TOPICS}/claims/remove").status == 409
    assert problem_at(topic_sent(desk, "claims", offered=[]), "offered").startswith("Предложите хотя бы одну тему")
    assert of(api, "topics", "claims")["offered"] is True


def test_terms_are_saved_and_a_change_meanwhile_is_told(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{ROOT}/{HERE}"))
    saved(desk, HERE, question_days="3", question_count="calendar", complaint_law="442-ФЗ", alarm_percent="50")

    late = desk.post(f"{ROOT}/{HERE}", {**typed, "question_days": "4"})

    assert late.status == 409
    assert 'value="4"' in late.text
    now = api.admin.get(SETTINGS).expect(200)
    assert now["terms"]["question"] == {"days": 3, "extension": 0, "count": "calendar", "law": ""}
    assert (now["terms"]["complaint"]["law"], now["alarm_percent"], now["task_desk"]) == ("442-ФЗ", 50, "general")


def test_all_that_terms_have_wrong_is_told(desk: Desk) -> None:
    answer = sent(desk, HERE, question_days="0", complaint_extension="х", alarm_percent="100", task_desk="gone")

    assert answer.status == 422
    fields = ("question_days", "complaint_extension", "alarm_percent", "task_desk")
    assert all(problem_at(answer, field) for field in fields)
