"""Staff hear by e-mail of acts of clients that leave them something to do, each once."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.base.installed import find_staff_notice
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.claims import table
from chalicelib.features.claims.feature import FEATURE
from chalicelib.features.claims.model import SlotCount
from chalicelib.features.claims.stages import Ending, Outcome, Stage
from chalicelib.messaging.notices import render_notice
from tests.cabinet.visitors import Visitor
from tests.claims.area.holders import with_claim
from tests.claims.area.test_notices_of_loss import body, insured
from tests.claims.cases import changed, complete, shown
from tests.claims.papers import announced, file, put
from tests.support import outbox, pdfs
from tests.support.api.people import People
from tests.support.lambda_events import object_created


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-21T09:00:00+03:00", tick=False):
        yield


def told() -> list[tuple[str, str, str | None]]:
    """Return the notices about claims: their kinds, the titles of the cases, the people."""
    sent = [item.data for item in outbox.messages() if str(item.data.get("notice", "")).startswith("claim_")]
    return [(each["notice"], each["params"]["case"], each.get("user_id")) for each in sent]


def make(visitor: Visitor, api: People, claim_id: str, move: str, **said: str) -> None:
    version = shown(api.key, claim_id)["version"]
    visitor.call("POST", f"/claims/{claim_id}/moves", {"move": move, "version": version, **said}).expect(200)


def add_document(visitor: Visitor, claim_id: str, slot: str, data: bytes) -> None:
    form = visitor.call("POST", f"/claims/{claim_id}/documents", announced(data, slot)).expect(201)
    key = form["upload"]["fields"]["key"]
    put(key, data)
    assert file(object_created(key)) == []


def lacking_two(api: People, claim_id: str) -> list[str]:
    """Count a document in each slot but two; return these."""
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    lacking = ["identity", "vehicle_papers"]
    counts = {each.code: SlotCount(received=each.min) for each in claim.slots if each.code not in lacking}
    changed(api, claim_id, documents=counts)
    return lacking


def test_a_declared_loss_is_told_to_administrators(api: People) -> None:
    visitor, policy = insured(api)

    made = visitor.call("POST", "/claims", body(policy)).expect(201)

    ((kind, title, user),) = told()
    assert (kind, user) == ("claim_declared", None)
    assert title
    assert made["claim_id"][-6:] not in title


def test_the_last_missing_document_is_told_once(api: People) -> None:
    visitor, claim_id = with_claim(api, reference="У-17")
    first, second = lacking_two(api, claim_id)

    add_document(visitor, claim_id, first, pdfs.of_bytes(3000))
    assert told() == []
    add_document(visitor, claim_id, second, pdfs.of_bytes(3001))
    assert [each[:2] for each in told()] == [("claim_complete", "У-17")]
    add_document(visitor, claim_id, second, pdfs.of_bytes(3002))
    make(visitor, api, claim_id, "send")

    assert [each[:2] for each in told()] == [("claim_complete", "У-17")]


def test_documents_that_are_sent_are_told_to_the_handler(api: People) -> None:
    visitor, claim_id = with_claim(api, reference="У-17")
    complete(api, claim_id)
    changed(api, claim_id, handler="user:sub-anna")

    make(visitor, api, claim_id, "send")

    assert told() == [("claim_complete", "У-17", "sub-anna")]


def test_after_documents_were_asked_for_again_staff_hear_again(api: People) -> None:
    visitor, claim_id = with_claim(api, reference="У-17")
    complete(api, claim_id)
    make(visitor, api, claim_id, "send")
    wished: dict[str, Any] = {"version": shown(api.key, claim_id)["version"]}
    wished["documents"] = [{"slot": "identity", "reason": "Не читается"}]
    api.key.post(f"/v1/claims/{claim_id}/request-documents", wished).expect(200)

    add_document(visitor, claim_id, "identity", pdfs.of_bytes(3000))

    assert [kind for kind, _, _ in told()] == ["claim_complete", "claim_complete"]


@pytest.mark.parametrize(
    ("move", "notice", "state"),
    [
        ("accept", "claim_accepted", {"stage": Stage.DECIDED, "outcome": Outcome.PAYMENT, "decisions": 1}),
        ("dispute", "claim_disputed", {"stage": Stage.DECIDED, "outcome": Outcome.REFUSED, "decisions": 1}),
        ("withdraw", "claim_withdrawn", {"stage": Stage.REVIEW}),
        ("reopen", "claim_reopened", {"stage": Stage.CLOSED, "ending": Ending.REFUSED}),
        ("start", "claim_started_by_client", {"stage": Stage.ANNOUNCED}),
    ],
)
def test_moves_of_the_client_are_told(api: People, move: str, notice: str, state: dict[str, Any]) -> None:
    visitor, claim_id = with_claim(api, reference="У-17")
    changed(api, claim_id, **state)

    make(visitor, api, claim_id, move, **({} if move in {"accept", "start"} else {"reason": "Не согласен"}))

    assert [each[:2] for each in told()] == [(notice, "У-17")]


def test_moves_that_staff_note_for_the_client_are_told_to_nobody(api: People) -> None:
    _, claim_id = with_claim(api)
    before = changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.REFUSED, decisions=1)

    said = {"version": before.version, "reason": "Звонил"}
    api.staff.post(f"/v1/claims/{claim_id}/dispute", said).expect(200)

    assert told() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_notice_is_whole_in_each_language(language: Language) -> None:
    params = {"case_id": "case_1", "case": "У-17", "deadlines": "Решение", "amount": "15 000,00 ₽"}
    kinds = [kind for kind in FEATURE.staff_notices if kind.startswith("claim_")]

    mails = [
        render_notice(
            find_staff_notice(kind), language=language, account_name="A", base="https://o.example", params=params
        )
        for kind in kinds
    ]

    assert len({each.subject for each in mails}) == len(kinds) == 10
    assert [each.text for each in mails if "{" in each.subject + each.text] == []
    assert {"https://o.example/console/cases/case_1?tab=claim" in each.text for each in mails} == {True}
    assert {any("а" <= letter <= "я" for letter in each.subject) for each in mails} == {language == "ru"}
