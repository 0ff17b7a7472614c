"""Files of conversations: sent as documents are, shown at their message, made documents of the claim by either side."""

import pytest

from tests.cabinet.visitors import HOME, Visitor
from tests.claims.cases import shown, told
from tests.claims.papers import announced, filed
from tests.conversations.chats import answered, asked, in_area, moved, seen_by, sent
from tests.support import pdfs
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


@pytest.fixture
def place(api: People) -> tuple[Visitor, str]:
    """Return a client in the area, and an announced claim of theirs."""
    return in_area(api)


def count(api: People, claim_id: str, slot: str) -> int:
    return int(next(each for each in shown(api.staff, claim_id)["slots"] if each["code"] == slot)["received"])


def slot_of(api: People, claim_id: str) -> str:
    return str(shown(api.staff, claim_id)["slots"][0]["code"])


def test_a_file_is_sent_before_the_start_and_shown_at_its_message(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    document_id = sent(visitor, claim_id, pdfs.pdf())

    asked(visitor, claim_id, "Esta es la factura", attachments=[document_id])

    for found in (seen_by(visitor, claim_id), api.staff.get(f"/v1/claims/{claim_id}/messages").expect(200)):
        (attached,) = found["items"][0]["attachments"]
        assert (attached["id"], attached["state"], attached["slot"]) == (document_id, "received", "chat")
        assert attached["file_name"] == "Справка.pdf"
        assert attached["preview_url"].startswith("https://")
    assert told("claim.message.created")[0]["attachments"] == 1
    assert "Справка.pdf" in seen(at_desk(api.viewer).get(f"/console/claims/{claim_id}/chat/transcript"))


def test_a_claim_needs_no_file_of_its_conversation(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    before = shown(api.staff, claim_id)
    sent(visitor, claim_id, pdfs.pdf())
    after = shown(api.staff, claim_id)

    assert (after["slots"], after["missing"]) == (before["slots"], before["missing"])


@pytest.mark.parametrize("by_client", [True, False])
def test_either_side_makes_a_file_a_document_of_the_claim(
    api: People, place: tuple[Visitor, str], by_client: bool
) -> None:
    visitor, claim_id = place
    moved(api, claim_id, "start")
    slot, document_id = slot_of(api, claim_id), sent(visitor, claim_id, pdfs.pdf())
    asked(visitor, claim_id, "La factura", attachments=[document_id])
    path, body = f"/claims/{claim_id}/documents/{document_id}/move", {"slot": slot}

    for _ in range(2):  # the second time it is there already
        answer = visitor.call("POST", path, body) if by_client else api.staff.post(f"/v1{path}", body)
        assert answer.expect(200)["slot"] == slot

    assert count(api, claim_id, slot) == 1
    assert seen_by(visitor, claim_id)["items"][0]["attachments"][0]["slot"] == slot
    history = api.staff.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    noted = [each for each in history if each["data"].get("before") == "chat"]
    assert [(each["type"], each["data"]["slot"]) for each in noted] == [("claim.document.received", slot)]
    again = visitor.call("POST", f"/claims/{claim_id}/documents", announced(pdfs.pdf(), "chat")).expect(409)
    assert (again["reason"], again["slot"]) == ("duplicate", slot)


def test_a_file_moves_only_into_documents_that_the_claim_takes_now(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    document_id = sent(visitor, claim_id, pdfs.pdf())
    path, slot = f"/claims/{claim_id}/documents/{document_id}/move", slot_of(api, claim_id)

    assert visitor.call("POST", path, {"slot": slot}).expect(409)["stage"] == "announced"
    assert visitor.call("POST", path, {"slot": "no_such"}).expect(422)["errors"][0]["pointer"] == "/slot"
    moved(api, claim_id, "start")
    visitor.call("POST", path, {"slot": slot}).expect(200)
    assert visitor.call("POST", path, {"slot": "chat"}).expect(409)["reason"] == "document-slot"


def test_a_file_of_the_conversation_gets_no_verdict_there(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    moved(api, claim_id, "start")
    document_id = sent(visitor, claim_id, pdfs.pdf())

    refused = api.staff.post(f"/v1/claims/{claim_id}/documents/{document_id}/accept").expect(409)

    assert refused["reason"] == "document-slot"
    visitor.call("DELETE", f"/claims/{claim_id}/documents/{document_id}").expect(409)


def test_wrong_attachments_are_all_named(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    moved(api, claim_id, "start")
    fine, broken = sent(visitor, claim_id, pdfs.pdf()), sent(visitor, claim_id, b"<html>")
    paper = announced(pdfs.pdf(pages=2), slot_of(api, claim_id))
    api.staff.post(f"/v1/claims/{claim_id}/documents", paper).expect(201)
    attachments = [fine, fine, broken, paper["document_id"]]

    refused = visitor.call("POST", f"/claims/{claim_id}/messages", {"text": "Va", "attachments": attachments})

    assert [each["pointer"] for each in refused.expect(422)["errors"]] == [
        f"/attachments/{place}" for place in (1, 2, 3)
    ]


def test_a_file_that_staff_chose_is_the_clients_once_its_message_is_sent(
    api: People, place: tuple[Visitor, str]
) -> None:
    visitor, claim_id = place
    own, theirs = sent(visitor, claim_id, pdfs.pdf()), filed(api.staff, claim_id, pdfs.pdf(pages=2), "chat")["id"]

    def listed() -> list[str]:
        return [each["id"] for each in visitor.call("GET", f"/claims/{claim_id}/documents").expect(200)["items"]]

    assert listed() == [own]
    body = {"text": "Va", "attachments": [own, theirs]}
    refused = visitor.call("POST", f"/claims/{claim_id}/messages", body).expect(422)
    assert [each["pointer"] for each in refused["errors"]] == ["/attachments/1"]
    answered(api.staff, claim_id, "Su copia", attachments=[theirs])
    (attached,) = seen_by(visitor, claim_id)["items"][0]["attachments"]
    assert attached["id"] == theirs
    assert visitor.call("GET", f"/claims/{claim_id}/documents/{theirs}/content").status == 302
    assert listed() == [own]


def test_a_removed_file_leaves_its_place_at_the_message(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    document_id = sent(visitor, claim_id, pdfs.pdf())
    answered(api.key, claim_id, "Reenviado", attachments=[document_id])
    api.staff.delete(f"/v1/claims/{claim_id}/documents/{document_id}").expect(204)

    (attached,) = seen_by(visitor, claim_id)["items"][0]["attachments"]

    assert (attached["id"], attached["state"], attached["file_name"]) == (document_id, None, "")


def test_pages_of_a_file_offer_the_documents_that_it_can_become(api: People, place: tuple[Visitor, str]) -> None:
    visitor, claim_id = place
    moved(api, claim_id, "start")
    first, second = (sent(visitor, claim_id, pdfs.pdf(pages=pages)) for pages in (1, 2))
    slot, desk = slot_of(api, claim_id), at_desk(api.staff)
    own, console = f"{HOME}/claims/{claim_id}/documents/{first}", f"/console/claims/{claim_id}/documents/{second}"

    assert f'<option value="{slot}">' in visitor.get(own).text
    assert f'<option value="{slot}">' in desk.get(console).text
    assert desk.post(f"{console}/move", {"slot": "none"}).status == 422
    assert visitor.post(f"{own}/move", {"slot": "none"}).status == 422
    assert visitor.post(f"{own}/move", {"slot": slot}).status == 303
    assert desk.post(f"{console}/move", {"slot": slot}).status == 303
    assert count(api, claim_id, slot) == 2
