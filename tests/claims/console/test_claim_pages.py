"""The claim's tab on the page of its case, pages of its moves, the list of claims."""

import re
from typing import Any

import pytest

from chalicelib.base.money import Money
from chalicelib.features.claims.model import NextDue
from chalicelib.features.claims.stages import Outcome, Stage
from tests.claims.cases import changed, claimed, complete, opened, shown
from tests.claims.papers import filed
from tests.clients.bodies import PERSON, added
from tests.conversations.chats import asked, in_area
from tests.support import pdfs
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

AWARDED = Money(amount="48320.50", currency="RUB")


def tab_of(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"


def moved(api: People, claim_id: str, move: str, **typed: Any) -> Answer:
    version = str(shown(api.staff, claim_id)["version"])
    return at_desk(api.staff).post(f"/console/claims/{claim_id}/moves/{move}", {"version": version, **typed})


def decided(api: People, outcome: Outcome = Outcome.PAYMENT) -> str:
    claim_id = claimed(api.staff)
    changed(api, claim_id, stage=Stage.DECIDED, outcome=outcome, awarded=AWARDED, decisions=1)
    return claim_id


def test_a_case_that_was_not_converted_says_how_it_gets_a_claim(api: People) -> None:
    case_id = opened(api.staff)

    page = at_desk(api.staff).get(f"/console/cases/{case_id}?tab=claim")

    assert "This case has no claim yet" in seen(page)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Ждём документы", "Ждём клиента", "Паспорт", "Рассмотреть без недостающих документов")),
        ("es", ("Documentación", "Pendiente del cliente", "Documento de identidad", "Estudiar sin los documentos")),
        ("en", ("Documents", "Waits for the client", "Identity document", "Review without the missing documents")),
    ],
)
def test_the_tab_says_stage_turn_documents_and_moves(api: People, language: Any, words: tuple[str, ...]) -> None:
    claim_id = claimed(api.staff)

    page = seen(at_desk(api.staff).speaking(language).get(tab_of(claim_id)))

    assert [each for each in words if each not in page] == []


def test_a_viewer_sees_no_moves(api: People) -> None:
    claim_id = claimed(api.staff)

    page = at_desk(api.viewer).get(tab_of(claim_id))

    assert "Identity document" in seen(page)
    assert "/moves/" not in page.text


def test_each_move_that_is_offered_has_a_page(api: People) -> None:
    claim_id = decided(api)
    page = at_desk(api.staff).get(tab_of(claim_id)).text
    offered = {part.partition('"')[0] for part in page.split("/moves/")[1:]}

    assert offered == {"pay", "accept", "dispute", "withdraw"}
    for each in offered:
        assert at_desk(api.staff).get(f"/console/claims/{claim_id}/moves/{each}").status == 200


def test_a_claim_is_reviewed_in_the_console(api: People) -> None:
    claim_id = claimed(api.staff)
    complete(api, claim_id)

    answer = moved(api, claim_id, "send")

    assert (answer.status, answer.headers["location"].endswith("?tab=claim")) == (303, True)
    assert shown(api.staff, claim_id)["stage"] == "review"


def test_documents_are_asked_for_again_with_reasons(api: People) -> None:
    claim_id = claimed(api.staff)
    changed(api, claim_id, stage=Stage.REVIEW)

    none = moved(api, claim_id, "request-documents")
    assert (none.status, "beside at least one document" in seen(none)) == (422, True)
    assert moved(api, claim_id, "request-documents", reason_identity="Не видно номера").status == 303

    assert "Asked for again: Не видно номера" in seen(at_desk(api.staff).get(tab_of(claim_id)))


def test_errors_of_a_payment_stand_at_their_fields_and_keep_what_was_typed(api: People) -> None:
    claim_id = decided(api)
    typed = {"day": "x", "amount": "48 000", "currency": "RUB", "reference": ""}

    answer = moved(api, claim_id, "pay", **typed)

    assert answer.status == 422
    assert [each for each in ("day-wrong", "reference-wrong") if f'id="{each}"' not in answer.text] == []
    assert 'value="48 000"' in answer.text
    less = {"day": "2026-12-20", "amount": "48 000,00", "currency": "RUB", "reference": "ПП-1"}
    assert 'id="reason-wrong"' in moved(api, claim_id, "pay", **less).text
    assert moved(api, claim_id, "pay", **less, reason="Зачёт взноса").status == 303
    assert shown(api.staff, claim_id)["paid"]["amount"] == {"amount": "48000.00", "currency": "RUB"}


def test_a_move_that_is_impossible_by_now_says_so(api: People) -> None:
    claim_id = claimed(api.staff)
    changed(api, claim_id, stage=Stage.CLOSED)

    answer = moved(api, claim_id, "review")

    assert (answer.status, "reopen the claim first" in seen(answer)) == (409, True)


def test_a_stale_form_is_refused(api: People) -> None:
    claim_id = claimed(api.staff)
    changed(api, claim_id)

    answer = at_desk(api.staff).post(f"/console/claims/{claim_id}/moves/review", {"version": "1"})

    assert (answer.status, "Someone else changed this" in seen(answer)) == (409, True)


def test_a_claim_is_assigned_in_the_console(api: People) -> None:
    claim_id = claimed(api.staff)
    desk, page = at_desk(api.staff), f"/console/claims/{claim_id}/handler"

    assert desk.post(page, {"version": "1", "handler": ""}).status == 303

    assert shown(api.staff, claim_id)["handler"] is None
    desk.post(page, {"version": "1", "handler": "nobody-here"})
    assert "The claim was not assigned" in seen(desk.get(tab_of(claim_id)))


def test_claims_are_listed_by_tab_and_stage(api: People) -> None:
    first, second = (claimed(api.staff, owner={"name": name}) for name in ("Анна Котова", "Борис Белов"))
    changed(api, second, handler=None, stage=Stage.REVIEW, next_due=NextDue(code="x", ends_at="2026-12-20T21:00:00Z"))
    desk = at_desk(api.staff)

    def listed(query: str) -> list[str]:
        page = seen(desk.get(f"/console/claims{query}"))
        return [name for name in ("Анна Котова", "Борис Белов") if name in page]

    assert listed("") == ["Анна Котова", "Борис Белов"]
    assert listed("?show=mine") == ["Анна Котова"]
    assert listed("?show=due") == ["Борис Белов"]
    assert listed("?stage=review") == ["Борис Белов"]
    assert "No claim on this page fits the filter." in seen(desk.get("/console/claims?stage=closed"))
    assert tab_of(first).split("/")[-1].replace("?", "") in desk.get("/console/claims").text.replace("?", "")


def test_the_history_of_the_case_tells_the_claims_moves(api: People) -> None:
    claim_id = claimed(api.staff)
    moved(api, claim_id, "withdraw", reason="Передумал")

    page = seen(at_desk(api.staff).speaking("ru").get(tab_of(claim_id).replace("tab=claim", "tab=history")))

    assert "Убыток закрыт" in page
    assert "Передумал" in page


def test_facts_are_changed_in_the_console_and_choose_documents(api: People) -> None:
    claim_id = claimed(api.staff, "kasko")
    desk, page = at_desk(api.staff), f"/console/claims/{claim_id}/facts"
    assert 'name="kind"' in desk.get(page).text
    typed = {"version": "1", "kind": "theft", "place": "Химки", "third_party": "yes", "complete_at": "2026-11-20"}

    assert desk.post(page, typed).status == 303

    claim = shown(api.staff, claim_id)
    assert (claim["facts"]["kind"], claim["facts"]["third_party"], claim["facts"]["place"]) == ("theft", True, "Химки")
    assert claim["facts"]["complete_at"] == "2026-11-20T09:00:00Z"
    assert {"keys", "power_of_attorney"} <= {each["code"] for each in claim["slots"]}
    again = {**typed, "version": str(claim["version"]), "kind": ""}
    assert desk.post(page, again).status == 303
    assert shown(api.staff, claim_id)["facts"]["complete_at"] == "2026-11-20T09:00:00Z"


def test_a_wrong_day_is_told_at_its_field(api: People) -> None:
    claim_id = claimed(api.staff)
    typed = {"version": "1", "complete_at": "вчера", "driver": "x" * 300}

    answer = at_desk(api.staff).post(f"/console/claims/{claim_id}/facts", typed)

    assert answer.status == 422
    assert [name for name in ("complete_at-wrong", "driver-wrong") if f'id="{name}"' not in answer.text] == []


def test_claims_of_a_client_and_of_a_stage_are_one_press_away(api: People) -> None:
    client_id = added(api.key, PERSON)
    own = claimed(api.staff, client_id=client_id)
    claimed(api.staff, owner={"name": "Борис Белов"})
    changed(api, own, stage=Stage.ANNOUNCED)
    desk = at_desk(api.staff).speaking("es")

    def links(query: str) -> list[str]:
        return re.findall(r'href="[^"]*/console/claims\?([^"]*)"', desk.get(f"/console/claims{query}").text)

    assert {f"client={client_id}", "stage=announced", "stage=review", "show=due"} <= set(links(""))
    listed = desk.get(f"/console/claims?client={client_id}")
    assert ("Siniestros de" in seen(listed), "Борис Белов" in seen(listed)) == (True, False)
    assert f"stage=announced&amp;client={client_id}" in listed.text
    assert f"show=due&amp;client={client_id}" in listed.text
    assert "Борис Белов" in seen(desk.get("/console/claims?client=cli_unknown"))
    assert f"/console/claims?client={client_id}" in desk.get(f"/console/clients/{client_id}").text


def test_claims_are_narrowed_to_the_last_day_of_their_deadline(api: People) -> None:
    client_id = added(api.key, PERSON)
    own = claimed(api.staff, client_id=client_id)
    other, later = (claimed(api.staff, owner={"name": name}) for name in ("Борис Белов", "Вера Львова"))
    # A last day ends at midnight in Moscow.
    changed(api, own, next_due=NextDue(code="decision", ends_at="2026-12-20T21:00:00Z"))
    changed(api, other, handler=None, next_due=NextDue(code="decision", ends_at="2026-12-19T21:00:00Z"))
    changed(api, later, next_due=NextDue(code="decision", ends_at="2026-12-21T21:00:00Z"))
    desk = at_desk(api.staff)

    def listed(query: str) -> list[str]:
        page = desk.get(f"/console/claims?{query}").text
        return [each for each in re.findall(r"/cases/case_(\w+)", page) if f"claim_{each}" in {own, other, later}]

    def ulids(*claims: str) -> list[str]:
        return [each.removeprefix("claim_") for each in claims]

    assert listed("due=2026-12-20") == ulids(other, own)
    assert listed("due=19.12.2026") == ulids(other)
    assert listed("due=2026-12-20&show=mine") == ulids(own)
    assert listed(f"due=2026-12-20&client={client_id}") == ulids(own)
    assert listed(f"show=due&client={client_id}&stage=documents") == ulids(own)
    assert listed(f"show=mine&client={client_id}") == ulids(own)
    assert listed("due=2026-12-18") == []
    page = desk.speaking("es").get(f"/console/claims?due=2026-12-20&client={client_id}")
    assert ("20/12/2026" in seen(page), re.search(r"quedan \d+ días", seen(page)) is not None) == (True, True)
    assert 'value="2026-12-20"' in page.text


@pytest.mark.parametrize("day", ["ayer", "31.02.2026", "9999-12-31"])
def test_a_last_day_that_cannot_be_read_is_told_at_its_field(api: People, day: str) -> None:
    answer = at_desk(api.staff).get(f"/console/claims?due={day}&show=mine")

    assert answer.status == 422
    assert 'id="due-wrong"' in answer.text
    assert f'value="{day}"' in answer.text
    assert '<input type="hidden" name="show" value="mine">' in answer.text


def test_the_list_counts_messages_that_the_reader_has_not_read(api: People) -> None:
    visitor, claim_id = in_area(api)
    for each in ("Uno", "Dos"):
        asked(visitor, claim_id, each)
    desk = at_desk(api.staff).speaking("es")

    before = seen(desk.get("/console/claims"))
    api.staff.post(f"/v1/claims/{claim_id}/messages/read", {"seq": 2}).expect(204)

    assert "2 mensajes sin leer" in before
    assert "sin leer" not in seen(desk.get("/console/claims"))


def test_reasons_of_refused_documents_stand_in_the_form_that_asks_for_them_again(api: People) -> None:
    claim_id = claimed(api.staff)
    refused = filed(api.key, claim_id, pdfs.pdf(pages=1), "identity")
    later = filed(api.key, claim_id, pdfs.pdf(pages=2), "police_report")
    for each, why in ((refused, "Срезан край."), (later, "Нет печати.")):
        api.staff.post(f"/v1/claims/{claim_id}/documents/{each['id']}/refuse", {"reason": why}).expect(200)
    filed(api.key, claim_id, pdfs.pdf(pages=3), "police_report")
    changed(api, claim_id, stage=Stage.REVIEW)

    form = at_desk(api.staff).get(f"/console/claims/{claim_id}/moves/request-documents").text

    assert 'value="Срезан край."' in form
    assert "Нет печати." not in form
