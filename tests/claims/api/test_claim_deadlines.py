"""Deadlines of claims over HTTP: begun, moved, met, waived; reminders and misses by the sweep."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims import table
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.service import save, touched
from chalicelib.features.claims.stages import Stage
from tests.claims.cases import claimed, converted, opened, shown, told
from tests.support import outbox
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases

#: A Monday, 12:00 in Moscow.
START = datetime(2026, 12, 21, 9, tzinfo=UTC)
ENDS = "2027-01-18T21:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def deadlines(api: People, claim_id: str, language: str = "en") -> dict[str, Any]:
    found = api.key.get(f"/v1/claims/{claim_id}/deadlines", headers={"Accept-Language": language}).expect(200)
    return {each["code"]: each for each in found["items"]}


def changed(api: People, claim_id: str, *, facts: dict[str, Any] | None = None, **changes: Any) -> Claim:
    before = table.get_claim(api.account.id, claim_id)
    assert before is not None
    tx = Transaction()
    known = before.facts.model_copy(update=facts or {})
    after = save(tx, before, touched(before, facts=known, **changes))
    tx.commit()
    return after


def complete(api: People, claim_id: str, at: datetime = START) -> None:
    version = shown(api.key, claim_id)["version"]
    facts = {"complete_at": at.isoformat()}
    api.key.call("PATCH", f"/v1/claims/{claim_id}", body={"version": version, "facts": facts}).expect(200)


def notices(kind: str) -> list[Any]:
    return [item.data for item in outbox.messages() if item.data.get("notice") == kind]


def test_before_all_documents_have_come_there_is_no_date(api: People) -> None:
    decision = deadlines(api, claimed(api.key), "ru")["decision"]

    assert (decision["label"], decision["law"], decision["who"]) == ("Решение", "40-ФЗ, ст. 12, п. 21", "staff")
    assert (decision["state"], decision["last_day"], decision["ends_at"]) == ("open", None, None)
    assert (decision["waits_for"], decision["waits_for_label"]) == ("complete_at", "ждём: все документы")
    assert decision["effect_label"] == "После этого срока страховщик платит неустойку за каждый день."


def test_the_deadline_that_ends_first_is_the_claims(api: People) -> None:
    claim_id = claimed(api.key)

    complete(api, claim_id)

    decision = deadlines(api, claim_id)["decision"]
    assert (decision["last_day"], decision["ends_at"], decision["zone"]) == ("2027-01-18", ENDS, "Europe/Moscow")
    assert shown(api.key, claim_id)["next_due"] == {"code": "inspection", "ends_at": "2026-12-28T21:00:00Z"}
    due = api.key.get("/v1/claims?due_before=2026-12-29T00:00:00Z").expect(200)
    assert [each["id"] for each in due["items"]] == [claim_id]


def test_kasko_hears_of_the_loss_when_the_case_is_opened(api: People) -> None:
    claim_id = converted(api.key, opened(api.key, loss={"occurred_at": "2026-12-18T12:00:00+03:00"}), "kasko")

    notice = deadlines(api, claim_id)["notice"]

    assert (notice["state"], notice["last_day"], notice["who"]) == ("met", "2026-12-23", "client")


def test_case_d14_a_corrected_fact_moves_deadlines_in_one_entry(api: People) -> None:
    claim_id = claimed(api.key)
    complete(api, claim_id)

    complete(api, claim_id, START + timedelta(days=1))

    assert deadlines(api, claim_id)["decision"]["last_day"] == "2027-01-19"
    history = api.key.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    (moved,) = [each["data"]["deadlines"] for each in history if each["type"] == "claim.deadlines_moved"]
    assert moved["decision"] == {"before": "2027-01-18", "after": "2027-01-19"}
    assert set(moved) == {"inspection", "decision"}


def test_a_decision_meets_the_deadlines(api: People) -> None:
    claim_id = claimed(api.key)
    complete(api, claim_id)

    changed(api, claim_id, facts={"decided_at": START + timedelta(days=2)}, stage=Stage.DECIDED)

    assert {deadlines(api, claim_id)[code]["state"] for code in ("inspection", "decision")} == {"met"}
    assert shown(api.key, claim_id)["next_due"] is None


def test_another_process_has_its_own_deadlines(api: People) -> None:
    case_id = opened(api.key)
    claim_id = converted(api.key, case_id)

    converted(api.key, case_id, "kasko")

    assert "inspection" not in deadlines(api, claim_id)


def test_staff_are_reminded_once_a_day_of_all_and_at_the_miss(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.staff)
    complete(api, claim_id)
    version = shown(api.key, claim_id)["version"]

    for _ in range(30 * 24):
        sweep_cases()
        clock.shift(timedelta(hours=1))

    near = [(each["code"], each["last_day"]) for each in told("claim.deadline.near")]
    assert near == [("inspection", "2026-12-28")] * 2 + [("decision", "2027-01-18")] * 2
    assert [each["code"] for each in told("claim.deadline.missed")] == ["inspection", "decision"]
    assert told("claim.deadline.missed")[0]["deadline_id"] == f"{claim_id}#inspection"
    handler = shown(api.key, claim_id)["handler"].removeprefix("user:")
    assert [each["user_id"] for each in notices("claim_deadline_near")] == [handler] * 4
    assert len(notices("claim_deadline_missed")) == 2
    assert shown(api.key, claim_id)["next_due"] is None
    assert deadlines(api, claim_id)["decision"]["state"] == "missed"
    assert shown(api.key, claim_id)["version"] == version  # whoever has a form open is not refused by that


def test_nobody_is_mailed_at_night(api: People, clock: time_machine.Traveller) -> None:
    complete(api, claimed(api.staff))
    clock.move_to(datetime(2026, 12, 28, 21, 1, tzinfo=UTC))

    sweep_cases()

    (missed,) = [item for item in outbox.messages() if item.data.get("notice") == "claim_deadline_missed"]
    assert missed.due_at == datetime(2026, 12, 29, 5, tzinfo=UTC)


def test_without_a_handler_administrators_are_told(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.key)
    changed(api, claim_id, facts={"complete_at": START}, handler=None)
    clock.shift(timedelta(days=5))

    sweep_cases()

    (near,) = notices("claim_deadline_near")
    assert "user_id" not in near
    assert "Осмотр, 28.12.2026 (40-ФЗ, ст. 12, п. 11)" in near["params"]["deadlines"]


def test_of_a_closed_claim_nobody_is_reminded(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.key)
    complete(api, claim_id)
    changed(api, claim_id, stage=Stage.CLOSED)
    clock.shift(timedelta(days=40))

    sweep_cases()

    assert told("claim.deadline.near") + told("claim.deadline.missed") == []


def test_a_waived_deadline_is_waived_with_its_reason(api: People, clock: time_machine.Traveller) -> None:
    claim_id = claimed(api.key)
    complete(api, claim_id)

    path = f"/v1/claims/{claim_id}/deadlines/inspection/waive"
    waived = api.staff.post(path, {"reason": "Осмотрено у клиента"}).expect(200)

    assert (waived["state"], waived["waived"]["reason"]) == ("waived", "Осмотрено у клиента")
    assert shown(api.key, claim_id)["next_due"]["code"] == "decision"
    assert api.staff.post(path, {"reason": "Ещё раз"}).expect(409)["state"] == "waived"
    api.staff.post(f"/v1/claims/{claim_id}/deadlines/none/waive", {"reason": "Нет"}).expect(404)
    clock.shift(timedelta(days=10))
    sweep_cases()
    assert told("claim.deadline.missed") == []
