"""Moves of claims over HTTP, their facts and handlers."""

from typing import Any

import pytest

from chalicelib.base.money import Money
from chalicelib.features.claims.stages import Outcome, Stage
from tests.claims.cases import changed, claimed, complete, reached_at, shown, told
from tests.support.api.client import Answer, Api
from tests.support.api.people import People

AMOUNT = {"amount": "48320.50", "currency": "RUB"}


def post(by: Api, claim_id: str, move: str, **body: Any) -> Answer:
    version = body.pop("version", None) or shown(by, claim_id)["version"]
    return by.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body})


def patch(by: Api, claim_id: str, **body: Any) -> Answer:
    return by.patch(f"/v1/claims/{claim_id}", {"version": shown(by, claim_id)["version"], **body})


def decided(api: People, outcome: Outcome = Outcome.PAYMENT, **changes: Any) -> str:
    claim_id = claimed(api.staff)
    awarded = Money(amount="48320.50", currency="RUB")
    changed(api, claim_id, stage=Stage.REVIEW)
    reached = {Stage.DECIDED: changed(api, claim_id).changed_at}
    known = {"stage": Stage.DECIDED, "outcome": outcome, "awarded": awarded, "decisions": 1, "reached": reached}
    changed(api, claim_id, **{**known, **changes})
    return claim_id


def test_a_claim_goes_from_documents_to_the_payment(api: People) -> None:
    claim_id = claimed(api.staff)
    complete(api, claim_id)

    sent = post(api.staff, claim_id, "send").expect(200)
    assert (sent["stage"], sent["turn"]) == ("review", "staff")
    assert sent["facts"]["complete_at"] == reached_at(sent, "review")
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.PAYMENT, decisions=1)
    accepted = post(api.key, claim_id, "accept").expect(200)
    assert (accepted["stage"], accepted["turn"]) == ("payment", "staff")
    paid = post(api.staff, claim_id, "pay", day="2026-12-20", amount=AMOUNT, reference="ПП-4411").expect(200)

    assert (paid["stage"], paid["ending"], paid["turn"]) == ("closed", "paid", "nobody")
    assert paid["paid"] == {"day": "2026-12-20", "amount": AMOUNT, "reference": "ПП-4411", "reason": ""}
    kinds = ("claim.started", "claim.sent", "claim.accepted", "claim.paid")
    events = [event for kind in kinds for event in told(kind)]
    assert [each["stage"] for each in events] == ["documents", "review", "payment", "closed"]
    versions = [each["version"] for each in events]
    assert versions == sorted(set(versions))
    history = api.viewer.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    assert [each["type"] for each in reversed(history)] == list(kinds)


def test_b11_a_claim_that_lacks_a_document_is_not_sent(api: People) -> None:
    claim_id = claimed(api.staff)

    refused = post(api.staff, claim_id, "send").expect(409)

    assert (refused["stage"], "damage_photos" in refused["missing"]) == ("documents", True)
    assert post(api.staff, claim_id, "review").expect(200)["stage"] == "review"


@pytest.mark.parametrize("move", ["send", "accept", "pay", "close", "reopen", "start", "undo-rejection"])
def test_a_move_at_a_wrong_stage_names_the_stage_and_changes_nothing(api: People, move: str) -> None:
    claim_id = claimed(api.staff)
    changed(api, claim_id, stage=Stage.REVIEW)
    before = shown(api.staff, claim_id)
    bodies: dict[str, dict[str, Any]] = {
        "pay": {"day": "2026-12-20", "amount": AMOUNT, "reference": "1"},
        "reopen": {"reason": "Новые фото"},
    }

    refused = post(api.staff, claim_id, move, **bodies.get(move, {})).expect(409)

    assert refused["stage"] == "review"
    assert "review" in refused["detail"]
    assert shown(api.staff, claim_id) == before


def test_a_move_of_a_claim_that_was_changed_meanwhile_is_refused(api: People) -> None:
    claim_id = claimed(api.staff)
    post(api.staff, claim_id, "review", version=1).expect(200)

    refused = post(api.staff, claim_id, "withdraw", version=1, reason="Передумал").expect(409)

    assert (refused["stage"], refused["version"]) == ("review", 2)


def test_documents_are_asked_for_again_with_reasons(api: People) -> None:
    claim_id = claimed(api.staff)
    complete(api, claim_id)
    post(api.staff, claim_id, "send").expect(200)
    wished = [{"slot": "identity", "reason": "Не видно номера"}, {"slot": "damage_photos", "reason": "Нет вида сзади"}]

    asked = post(api.staff, claim_id, "request-documents", documents=wished).expect(200)

    assert (asked["stage"], asked["turn"], asked["missing"]) == ("documents", "client", ["identity", "damage_photos"])
    assert asked["facts"]["complete_at"] is None
    assert [each["asked_again"] for each in asked["slots"] if each["code"] == "identity"] == ["Не видно номера"]
    assert len(told("claim.documents_requested")) == 1


def test_unknown_and_repeated_documents_are_told_at_once(api: People) -> None:
    claim_id = claimed(api.staff)
    changed(api, claim_id, stage=Stage.REVIEW)
    wished = [{"slot": each, "reason": "Не видно"} for each in ("identity", "tail_light", "identity")]

    refused = post(api.staff, claim_id, "request-documents", documents=wished)

    assert (refused.status, refused.pointers) == (422, ["/documents/1/slot", "/documents/2/slot"])


def test_c5_another_amount_needs_a_reason(api: People) -> None:
    claim_id = decided(api)
    less = {"day": "2026-12-20", "amount": {"amount": "48000.00", "currency": "RUB"}, "reference": "1"}

    refused = post(api.staff, claim_id, "pay", **less)
    assert (refused.status, refused.pointers) == (422, ["/reason"])
    other = post(api.staff, claim_id, "pay", **{**less, "amount": {"amount": "48320.50", "currency": "EUR"}})
    assert (other.status, other.pointers) == (422, ["/amount/currency"])

    assert (
        post(api.staff, claim_id, "pay", **less, reason="Зачёт взноса").expect(200)["paid"]["reason"] == "Зачёт взноса"
    )


def test_a_refusal_is_closed_and_reopened(api: People) -> None:
    claim_id = decided(api, Outcome.REFUSED)
    assert shown(api.staff, claim_id)["turn"] == "nobody"

    closed = post(api.staff, claim_id, "close").expect(200)
    reopened = post(api.staff, claim_id, "reopen", reason="Новая экспертиза").expect(200)

    assert (closed["stage"], closed["ending"]) == ("closed", "refused")
    assert (reopened["stage"], reopened["ending"], reopened["outcome"]) == ("review", None, "refused")


def test_c3_a_decision_is_disputed_once(api: People) -> None:
    claim_id = decided(api, Outcome.PARTIAL)

    disputed = post(api.staff, claim_id, "dispute", reason="Мало").expect(200)

    assert (disputed["stage"], disputed["outcome"]) == ("review", "partial")
    changed(api, claim_id, stage=Stage.DECIDED)
    post(api.staff, claim_id, "dispute", reason="Мало").expect(409)


def test_facts_choose_documents_and_keep_their_old_values_in_the_history(api: People) -> None:
    claim_id = claimed(api.staff, "kasko")
    first, second = "2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z"
    patch(api.staff, claim_id, facts={"kind": "theft", "delivered_at": first, "driver": "Иванов Иван"}).expect(200)

    claim = patch(api.staff, claim_id, facts={"delivered_at": second, "claimed": AMOUNT}).expect(200)

    assert "keys" in [each["code"] for each in claim["slots"]]
    assert (claim["facts"]["kind"], claim["facts"]["driver"]) == ("theft", "Иванов Иван")
    assert claim["facts"]["claimed"] == AMOUNT
    entry, before = api.staff.get(f"/v1/claims/{claim_id}/history?limit=2").expect(200)["items"]
    assert entry["data"] == {"fields": ["claimed", "delivered_at"], "values": {"delivered_at": [first, second]}}
    assert "Иванов" not in str(before)


def test_a_change_that_changes_nothing_leaves_the_version(api: People) -> None:
    claim_id = claimed(api.staff)
    before = shown(api.staff, claim_id)

    assert patch(api.staff, claim_id, facts={"place": before["facts"]["place"]}).expect(200) == before


def test_a_claim_is_assigned_by_hand(api: People) -> None:
    claim_id = claimed(api.staff)
    (colleague,) = [
        each["user_id"]
        for each in api.staff.get("/v1/handlers").expect(200)["items"]
        if f"user:{each['user_id']}" != shown(api.staff, claim_id)["handler"]
    ]

    assert patch(api.staff, claim_id, handler=colleague).expect(200)["handler"] == f"user:{colleague}"
    assert patch(api.staff, claim_id, handler="nobody-here").pointers == ["/handler"]
    assert patch(api.staff, claim_id, handler=None).expect(200)["handler"] is None
    types = [each["type"] for each in api.staff.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]]
    assert types == ["claim.assigned", "claim.assigned", "claim.started"]


def test_c6_a_viewer_makes_no_move(api: People) -> None:
    claim_id = claimed(api.staff)

    post(api.viewer, claim_id, "review").expect(403)


def test_moves_are_in_the_timeline_of_the_case(api: People) -> None:
    claim_id = claimed(api.staff)
    post(api.staff, claim_id, "review").expect(200)

    timeline = api.staff.get(f"/v1/cases/{claim_id.replace('claim_', 'case_')}").expect(200)["timeline"]

    assert [each["type"] for each in timeline][-1] == "claim.sent"
