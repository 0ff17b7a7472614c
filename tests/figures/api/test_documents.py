"""Figures of documents by the API: counted in the transactions that file, accept and refuse them."""

from typing import Any

import pytest

from chalicelib.aws.clients import client as aws
from chalicelib.features.claims.documents.refusals import DocumentRefusal
from chalicelib.features.figures.console.refusals import REFUSALS
from tests.claims.cases import claimed, shown
from tests.claims.papers import announced, file, filed, put
from tests.conversations.chats import in_area
from tests.support import pdfs
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.lambda_events import object_created

FIGURES = "/v1/figures/documents"


def figures(by: Api, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = by.get(f"{FIGURES}{query}").expect(200)
    return found


def by_slot(by: Api) -> dict[str, Any]:
    return {each["slot"]: each for each in figures(by)["groups"]}


def test_without_documents_there_is_nothing(api: People) -> None:
    found = figures(api.viewer)

    assert found["groups"] == []
    assert found["total"] == {"received": 0, "accepted": 0, "refused": 0, "reasons": []}


def test_documents_refused_are_counted_by_reason_and_slot(api: People) -> None:
    claim_id = claimed(api.key)
    at = f"/v1/claims/{claim_id}/documents"
    good = filed(api.key, claim_id, pdfs.pdf())
    filed(api.key, claim_id, pdfs.locked(user="1", owner="2"))
    for number in (2, 3):
        bad = filed(api.key, claim_id, pdfs.pdf(pages=number), "identity")
        for _ in range(2):
            api.staff.post(f"{at}/{bad['id']}/refuse", {"reason": "Нет подписи"}).expect(200)
    api.staff.post(f"{at}/{good['id']}/accept").expect(200)

    report, identity = by_slot(api.key)["police_report"], by_slot(api.key)["identity"]

    assert (report["process"], report["received"], report["accepted"], report["refused"]) == ("osago", 1, 1, 1)
    assert report["reasons"] == [{"reason": "encrypted", "refused": 1}]
    assert (identity["received"], identity["accepted"], identity["refused"]) == (2, 0, 2)
    assert identity["reasons"] == [{"reason": "staff", "refused": 2}]
    assert figures(api.key)["total"]["reasons"] == [
        {"reason": "staff", "refused": 2},
        {"reason": "encrypted", "refused": 1},
    ]
    assert figures(api.key, "?process=kasko")["groups"] == []


def test_a_refused_document_that_is_accepted_counts_as_both(api: People) -> None:
    claim_id = claimed(api.key)
    found = filed(api.key, claim_id, pdfs.pdf())
    at = f"/v1/claims/{claim_id}/documents/{found['id']}"
    api.staff.post(f"{at}/refuse", {"reason": "Нет подписи"}).expect(200)
    api.staff.post(f"{at}/refuse", {"reason": "Нет печати"}).expect(200)

    api.staff.post(f"{at}/accept").expect(200)

    total = figures(api.key)["total"]
    assert (total["received"], total["accepted"], total["refused"]) == (1, 1, 1)


def test_a_file_of_a_conversation_counts_once_it_is_a_document(api: People) -> None:
    visitor, claim_id = in_area(api)
    made = visitor.call("POST", f"/claims/{claim_id}/documents", announced(pdfs.pdf(), "chat")).expect(201)
    put(made["upload"]["fields"]["key"], pdfs.pdf())
    assert file(object_created(made["upload"]["fields"]["key"])) == []
    before = figures(api.key)["groups"]
    version = shown(api.staff, claim_id)["version"]
    api.staff.post(f"/v1/claims/{claim_id}/start", {"version": version, "asked": "phone"}).expect(200)
    slot = shown(api.staff, claim_id)["slots"][0]["code"]

    for _ in range(2):
        visitor.call("POST", f"/claims/{claim_id}/documents/{made['id']}/move", {"slot": slot}).expect(200)

    assert before == []
    assert {each: by_slot(api.key)[each]["received"] for each in by_slot(api.key)} == {slot: 1}


def test_figures_of_documents_are_one_query(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    claim_id = claimed(api.key)
    for number in range(3):
        filed(api.key, claim_id, pdfs.pdf(pages=number + 1), ("police_report", "identity", "identity")[number])
    figures(api.key)
    asked: list[str] = []
    dynamodb = aws("dynamodb")
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        if "documentfigures" in str(arguments):
            asked.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)

    assert figures(api.key)["total"]["received"] == 3
    assert asked == ["Query"]


def test_months_are_limited(api: People) -> None:
    refused = api.staff.get(f"{FIGURES}?from=2010-01").expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["?from"]


def test_each_reason_has_words() -> None:
    assert set(REFUSALS) == {"staff", *DocumentRefusal}
