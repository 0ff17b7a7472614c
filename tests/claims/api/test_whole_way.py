"""A claim that is announced first, on its whole way to the payment: stages, papers, history, events."""

from collections import Counter
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.stages import Stage
from tests.claims.api.test_claim_settings import SETTINGS, process
from tests.claims.area.holders import holder_of
from tests.claims.cases import claimed, shown
from tests.claims.papers import announced, filed
from tests.claims.wrong_input import STAGES
from tests.clients.bodies import PERSON, added
from tests.policies.area.people import client_again
from tests.support import outbox, pdfs
from tests.support.api.people import People

SUM = {"amount": "8400.00", "currency": "RUB"}


@pytest.fixture
def claim_id(api: People) -> str:
    """Return an announced claim of a client, which needs two papers."""
    stages = [{"code": "announced", "labels": {"en": "Announced"}}, *STAGES]
    slots = [{"code": each, "labels": {"ru": each}} for each in ("notice", "identity")]
    rules = process(stages=stages, announced=True, slots=slots)
    api.admin.patch(SETTINGS, {"version": 0, "processes": [rules]}).expect(200)
    return claimed(api.staff, "kasko", client_id=added(api.key, PERSON))


def make(api: People, claim_id: str, move: str, **body: Any) -> Any:
    version = shown(api.staff, claim_id)["version"]
    return api.staff.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body})


def events() -> Counter[str]:
    """Return the number of events of claims by type."""
    return Counter(each["type"] for each in outbox.events() if each["type"].startswith("claim."))


def test_case_c1_the_whole_way_to_the_payment_has_each_event_once(api: People, claim_id: str) -> None:
    line = {"kind": "item", "label": "Бампер", "amount": SUM["amount"]}
    make(api, claim_id, "start").expect(200)
    for number, slot in enumerate(("notice", "identity")):
        paper = filed(api.key, claim_id, pdfs.pdf(pages=number + 1), slot)
        api.staff.post(f"/v1/claims/{claim_id}/documents/{paper['id']}/accept").expect(200)
    make(api, claim_id, "send").expect(200)
    make(api, claim_id, "decide", outcome="payment", currency="RUB", lines=[line]).expect(200)
    make(api, claim_id, "accept").expect(200)
    paid = make(api, claim_id, "pay", day="2026-12-20", amount=SUM, reference="ПП-1").expect(200)

    assert (paid["stage"], paid["ending"]) == ("closed", "paid")
    once = ("announced", "started", "sent", "decided", "accepted", "paid")
    told = events()
    assert {each: told[f"claim.{each}"] for each in once} == dict.fromkeys(once, 1)
    assert (told["claim.document.received"], told["claim.document.accepted"]) == (2, 2)
    history = api.viewer.get(f"/v1/claims/{claim_id}/history?limit=50").expect(200)["items"]
    moves = [each["type"] for each in reversed(history) if each["type"].removeprefix("claim.") in once]
    assert moves == [f"claim.{each}" for each in once]
    assert len(history) >= 7


def test_case_a3_an_announced_claim_takes_no_paper_and_hears_questions(api: People, claim_id: str) -> None:
    visitor = holder_of(api, shown(api.staff, claim_id)["client_id"])

    refused = api.key.post(f"/v1/claims/{claim_id}/documents", announced(pdfs.pdf(), "notice")).expect(409)
    own = visitor.call("POST", f"/claims/{claim_id}/documents", announced(pdfs.pdf(), "notice"))
    asked = visitor.call("POST", "/tickets", {"topic": "question", "text": "Что это?", "claim_id": claim_id})

    assert (refused["stage"], own.status, asked.status) == (Stage.ANNOUNCED, 409, 201)


@pytest.mark.parametrize(("day", "status"), [("2026-12-08", 200), ("2026-12-09", 409)])
def test_case_a4_a_client_undoes_a_rejection_within_7_days(api: People, claim_id: str, day: str, status: int) -> None:
    client_id = shown(api.key, claim_id)["client_id"]
    with time_machine.travel("2026-12-01T12:00:00+03:00", tick=False):
        rejected = {"move": "reject", "version": 1, "reason": "below_deductible"}
        holder_of(api, client_id).call("POST", f"/claims/{claim_id}/moves", rejected).expect(200)

    with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
        undo = {"move": "undo_rejection", "version": shown(api.key, claim_id)["version"]}
        answer = client_again(api, client_id).call("POST", f"/claims/{claim_id}/moves", undo)

    assert answer.status == status


def test_case_a5_start_and_reject_at_once_are_one_of_them(api: People, claim_id: str) -> None:
    make(api, claim_id, "start").expect(200)

    late = api.staff.post(f"/v1/claims/{claim_id}/reject", {"version": 1, "reason": "not_ours"}).expect(409)

    assert late["stage"] == "documents"
    assert events()["claim.rejected"] == 0
