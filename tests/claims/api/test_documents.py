"""Documents of claims over HTTP: announced, inspected, judged, downloaded, removed."""

import io
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from PIL import Image

from chalicelib.base.ids import new_ulid
from chalicelib.features.claims.documents import reviewing
from chalicelib.features.claims.documents.kinds import MOST_BYTES
from tests.claims.cases import claimed, shown
from tests.claims.papers import announced, bytes_at, file, filed, keys, put, sent
from tests.photos import photos_factory as photos
from tests.support import outbox, pdfs
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.lambda_events import object_created

PDF = pdfs.pdf(pages=2)


@pytest.fixture
def claim(api: People) -> str:
    return claimed(api.staff)


def documents(claim_id: str) -> str:
    return f"/v1/claims/{claim_id}/documents"


def slot(by: Api, claim_id: str, code: str = "police_report") -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in shown(by, claim_id)["slots"] if each["code"] == code)
    return found


def told(kind: str) -> list[Any]:
    return [event["data"] for event in outbox.events() if event["type"] == kind]


def test_a_document_is_announced_uploaded_inspected_and_waits_for_a_verdict(api: People, claim: str) -> None:
    made = sent(api.key, claim, PDF)
    assert (made["state"], made["pages"], slot(api.key, claim)["state"]) == ("reserved", None, "missing")

    assert file(object_created(made["upload"]["fields"]["key"])) == []

    found = api.viewer.get(f"{documents(claim)}/{made['id']}").expect(200)
    assert (found["state"], found["content_type"], found["pages"], found["flags"]) == (
        "received",
        "application/pdf",
        2,
        [],
    )
    assert found["upload"] is None
    assert [each["id"] for each in api.viewer.get(documents(claim)).expect(200)["items"]] == [made["id"]]
    assert (slot(api.key, claim)["state"], slot(api.key, claim)["received"]) == ("received", 1)
    (event,) = told("claim.document.received")
    assert (event["claim_id"], event["document_id"], event["slot"]) == (claim, made["id"], "police_report")
    history = api.viewer.get(f"/v1/claims/{claim}/history").expect(200)["items"]
    assert history[0]["type"] == "claim.document.received"
    assert history[0]["data"] == {"document_id": made["id"], "slot": "police_report"}


def test_its_form_takes_exactly_these_bytes_of_this_type(api: People, claim: str) -> None:
    made = api.key.post(documents(claim), announced(PDF)).expect(201)
    fields = made["upload"]["fields"]

    assert fields["key"] == f"claims/originals/{api.account.id}/{claim}/{made['id']}"
    assert fields["Content-Type"] == "application/pdf"
    assert {"x-amz-checksum-sha256", "policy"} <= fields.keys()


def test_announcing_again_gives_the_same_answer_until_it_has_arrived(api: People, claim: str) -> None:
    body = announced(PDF)
    first, again = (api.key.post(documents(claim), body).expect(201) for _ in range(2))
    assert first["upload"]["fields"]["key"] == again["upload"]["fields"]["key"]
    put(first["upload"]["fields"]["key"], PDF)
    file(object_created(first["upload"]["fields"]["key"]))

    arrived = api.key.post(documents(claim), body).expect(200)
    assert (arrived["state"], arrived["upload"]) == ("received", None)
    assert len(api.key.get(documents(claim)).expect(200)["items"]) == 1
    other = api.key.post(documents(claim), {**body, "slot": "identity"}).expect(422)
    assert [each["pointer"] for each in other["errors"]] == ["/document_id"]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        pytest.param(pdfs.locked(user="secret", owner="owner"), "encrypted", id="password"),
        pytest.param(b"GIF89a" + bytes(100), "not_a_document", id="GIF as .pdf"),
        pytest.param(b"<html>" + PDF, "not_a_document", id="HTML before it"),
        pytest.param(PDF[: len(PDF) // 2], "broken", id="half of it"),
        pytest.param(pdfs.pdf(pages=301), "too_many_pages", id="301 pages"),
        pytest.param(pdfs.on_a_link(pdfs.LAUNCH), "launches", id="launch"),
        pytest.param(photos.jpeg()[:1000], "broken", id="half a photo"),
    ],
)
def test_b4_b5_a_file_is_refused_with_the_next_step_and_none_of_it_is_kept(
    api: People, claim: str, data: bytes, refusal: str
) -> None:
    found = filed(api.key, claim, data)

    assert (found["state"], found["refusal"], found["preview_url"]) == ("refused", refusal, None)
    assert len(found["reason"]) > 20
    assert keys() == []
    assert (slot(api.key, claim)["state"], slot(api.key, claim)["refused"]) == ("refused", 1)
    assert [event["reason"] for event in told("claim.document.refused")] == [refusal]
    assert api.key.get(f"{documents(claim)}/{found['id']}/content").expect(409)["state"] == "refused"
    assert api.staff.post(f"{documents(claim)}/{found['id']}/accept").expect(409)["reason"] == refusal


def test_b4_b6_b7_a_file_is_filed_and_flagged(api: People, claim: str) -> None:
    owners = filed(api.key, claim, pdfs.locked(user="", owner="owner"))
    invoice = filed(api.key, claim, pdfs.with_attachment(), "identity")
    huge = filed(api.key, claim, pdfs.pdf(size=(200_000, 200_000)), "application")

    assert [each["state"] for each in (owners, invoice, huge)] == ["received"] * 3
    assert invoice["flags"] == ["embedded_files"]
    preview = Image.open(io.BytesIO(bytes_at(huge["preview_url"])))
    assert max(preview.size) == 1600


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.heic, photos.webp])
def test_a_photo_of_a_paper_is_a_document_under_the_type_of_its_bytes(api: People, claim: str, make: Any) -> None:
    found = filed(api.key, claim, make(), content_type="image/jpeg")

    assert found["state"] == "received"
    assert found["content_type"] == f"image/{make.__name__}"
    assert found["pages"] is None
    assert Image.open(io.BytesIO(bytes_at(found["preview_url"]))).format == "JPEG"


def test_b8_25_megabytes_are_taken_and_one_byte_more_is_413(api: People, claim: str) -> None:
    body = announced(PDF)
    assert api.key.post(documents(claim), {**body, "bytes": MOST_BYTES}).expect(201)

    refused = api.key.post(documents(claim), announced(b"other", bytes=MOST_BYTES + 1, slot="none")).expect(413)
    assert {each["pointer"] for each in refused["errors"]} == {"/bytes", "/slot"}


def test_b8_a_file_of_25_megabytes_is_filed(api: People, claim: str) -> None:
    assert filed(api.key, claim, pdfs.of_bytes(MOST_BYTES))["state"] == "received"


def test_office_files_are_415(api: People, claim: str) -> None:
    refused = api.key.post(documents(claim), announced(b"PK", content_type="application/msword")).expect(415)
    assert [each["pointer"] for each in refused["errors"]] == ["/content_type"]


def test_b9_the_same_bytes_in_two_slots_are_a_duplicate_named_with_its_place(api: People, claim: str) -> None:
    late = sent(api.key, claim, PDF, "identity")
    first = filed(api.key, claim, PDF)

    again = api.key.post(documents(claim), announced(PDF, "application")).expect(409)
    assert (again["reason"], again["slot"], again["document_id"]) == ("duplicate", "police_report", first["id"])
    file(object_created(late["upload"]["fields"]["key"]))
    found = api.key.get(f"{documents(claim)}/{late['id']}").expect(200)
    assert (found["state"], found["refusal"]) == ("refused", "duplicate")
    assert found["twin"] == {"document_id": first["id"], "slot": "police_report"}
    assert slot(api.key, claim)["label"] in found["reason"]
    other = claimed(api.staff)
    assert filed(api.key, other, PDF)["state"] == "received"


def test_a_slot_takes_as_many_as_it_may_have(api: People, claim: str) -> None:
    most = slot(api.key, claim)["max"]
    made = [api.key.post(documents(claim), announced(pdfs.of_bytes(900 + each))).expect(201) for each in range(most)]

    full = api.key.post(documents(claim), announced(PDF)).expect(409)
    assert (full["reason"], full["slot"], full["max"]) == ("slot-full", "police_report", most)
    api.key.delete(f"{documents(claim)}/{made[0]['id']}").expect(204)
    api.key.post(documents(claim), announced(PDF)).expect(201)


def test_staff_accept_and_refuse_one_by_one_with_a_reason(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    at = f"{documents(claim)}/{found['id']}"

    refused = api.staff.post(f"{at}/refuse", {"reason": "  Нет подписи. "}).expect(200)
    assert (refused["state"], refused["reason"], refused["refusal"]) == ("refused", "Нет подписи.", None)
    assert slot(api.key, claim)["state"] == "refused"
    again = filed(api.key, claim, pdfs.pdf(pages=3))
    assert slot(api.key, claim)["state"] == "received"
    accepted = api.staff.post(f"{documents(claim)}/{again['id']}/accept").expect(200)
    assert (accepted["state"], accepted["decided_by"].partition(":")[0]) == ("accepted", "user")
    assert slot(api.key, claim)["state"] == "accepted"
    assert [event["reason"] for event in told("claim.document.refused")] == ["staff"]
    assert "подписи" not in str(outbox.events())
    assert len(told("claim.document.accepted")) == 1


def test_verdicts_are_idempotent_and_can_be_changed(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    at = f"{documents(claim)}/{found['id']}"
    for _ in range(2):
        api.staff.post(f"{at}/accept").expect(200)
        assert len(told("claim.document.accepted")) == 1
    for _ in range(2):
        api.staff.post(f"{at}/refuse", {"reason": "Не та страница"}).expect(200)
        assert len(told("claim.document.refused")) == 1
    filed(api.key, claim, PDF, "identity")
    twin = api.staff.post(f"{at}/accept").expect(409)
    assert (twin["reason"], twin["slot"]) == ("duplicate", "identity")


def test_a_document_is_saved_under_its_name_by_a_link_of_five_minutes(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    answer = api.viewer.get(f"{documents(claim)}/{found['id']}/content")
    assert answer.status == 302
    address = answer.headers["location"]

    query = parse_qs(urlsplit(address).query)
    assert unquote(query["response-content-disposition"][0]) == "attachment; filename*=UTF-8''Справка.pdf"
    assert query["response-content-type"] == ["application/pdf"]
    assert bytes_at(address) == PDF


def test_a_removed_document_is_gone_with_all_its_bytes_and_its_place_is_free(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    api.key.delete(f"{documents(claim)}/{found['id']}").expect(204)

    api.key.get(f"{documents(claim)}/{found['id']}").expect(404)
    assert keys() == []
    assert slot(api.key, claim)["state"] == "missing"
    kept = filed(api.key, claim, PDF)
    api.staff.post(f"{documents(claim)}/{kept['id']}/accept").expect(200)
    assert api.key.delete(f"{documents(claim)}/{kept['id']}").expect(409)["state"] == "accepted"


def test_the_documents_of_a_claim_are_erased_with_all_versions(api: People, claim: str) -> None:
    made = filed(api.key, claim, PDF)
    put(f"claims/originals/{api.account.id}/{claim}/{made['id']}", b"later")
    other = claimed(api.staff)
    filed(api.key, other, PDF)

    for _ in range(2):
        reviewing.erase_documents(api.account.id, claim)

    assert api.key.get(documents(claim)).expect(200)["items"] == []
    assert {key.split("/")[3] for key in keys()} == {other}


def test_who_may_not_see_a_claim_learns_nothing_of_its_documents(api: People, claim: str) -> None:
    found = filed(api.key, claim, PDF)
    for at in (documents(claim), f"{documents(claim)}/{found['id']}", f"{documents(claim)}/{found['id']}/content"):
        api.stranger.get(at).expect(404)
    api.stranger.post(documents(claim), announced(PDF)).expect(404)
    api.viewer.post(f"{documents(claim)}/{found['id']}/accept").expect(403)
    api.key.get(f"{documents(claim)}/{new_ulid()}").expect(404)
