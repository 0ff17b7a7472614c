"""Asking again, over HTTP, for photos that are of no use."""

from typing import Any

import pytest

from chalicelib.features.photos import table
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.table import locators
from chalicelib.features.photos.verdicts import UnusableReason
from tests.photos import photos_factory
from tests.photos.retaking import judged
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, photo_sent, token_of
from tests.webhooks.api.test_signed_calls import back_end

REQUESTS = "/v1/photo-requests"


def photo_of(api: People, request: Any, **announced: Any) -> Attachment:
    """Return a photo that has come by a request."""
    before = {each["id"] for each in listed(api, request)}
    photo_sent(request, **announced)
    (new,) = [each for each in listed(api, request) if each["id"] not in before]
    found = locators.locate(api.account.id, new["id"])
    photo = table.get_attachment(found) if found else None
    assert photo is not None
    return photo


def listed(api: People, request: Any) -> list[Any]:
    items: list[Any] = api.key.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"]
    return items


@pytest.fixture
def unusable(api: People) -> Attachment:
    """Return an unusable photo, whose owner was asked for it by SMS in Spanish."""
    request = asked(api.staff, phone=PHONE, channels=["sms"], language="es")
    return judged(photo_of(api, request), reason=UnusableReason.TOO_FAR, text="Más cerca del faro")


def test_what_a_request_asks_for_again_is_shown(api: People, unusable: Attachment) -> None:
    request = api.staff.post(REQUESTS, {"case_id": unusable.case_id, "again": [unusable.id]}).expect(201)

    assert request["again"] == [
        {"attachment_id": unusable.id, "category": "damage", "reason": "too_far", "text": "Más cerca del faro"}
    ]
    assert [(each["code"], each["min"]) for each in request["categories"]] == [("damage", 1)]
    assert (request["language"], [each["to"] for each in request["messages"]]) == ("es", [PHONE])
    assert api.viewer.get(f"{REQUESTS}/{request['id']}").expect(200)["again"] == request["again"]
    case = api.viewer.get(f"/v1/cases/{unusable.case_id}").expect(200)
    assert (case["status"], case["requests"][1]["again"]) == ("waiting", request["again"])
    assert unusable.verdict is not None
    (noted,) = [entry["data"]["again"] for entry in case["timeline"] if "again" in entry["data"]]
    assert noted == [{"attachment_id": unusable.id, "category": "damage", "reason": "too_far"}]


def test_a_request_of_the_usual_kind_asks_for_nothing_again(api: People) -> None:
    assert asked(api.staff)["again"] == []


def test_no_channel_is_no_channel_also_for_photos_asked_again(api: People, unusable: Attachment) -> None:
    body = {"case_id": unusable.case_id, "again": [unusable.id], "channels": []}

    assert api.staff.post(REQUESTS, body).expect(201)["messages"] == []


def test_the_same_key_and_body_ask_once(api: People, unusable: Attachment) -> None:
    body, key = {"case_id": unusable.case_id, "again": [unusable.id]}, {"Idempotency-Key": "retake-1"}

    first, second = (api.key.post(REQUESTS, body, headers=key).expect(201) for _ in range(2))

    assert first["id"] == second["id"]


def test_a_signed_call_asks_again_too(api: People, unusable: Attachment) -> None:
    made = back_end(api).send({"case_id": unusable.case_id, "again": [unusable.id]}).expect(201)

    assert [each["attachment_id"] for each in made["again"]] == [unusable.id]
    assert [message["to"] for message in made["messages"]] == [PHONE]


def test_every_photo_that_can_not_be_asked_for_again_is_named(api: People, unusable: Attachment) -> None:
    request = asked(api.staff, case_id=unusable.case_id, categories=["damage", "vin"])
    unjudged = photo_of(api, request, category="vin")
    usable = judged(photo_of(api, request), usable=True)
    elsewhere = judged(photo_of(api, asked(api.staff)))
    deleted = judged(photo_of(api, request, category="vin"))
    api.admin.delete(f"/v1/attachments/{deleted.id}").expect(204)
    wrong = ["pho_01JQ8ZK3N5V7W9X2Y4B6D8F0HA", elsewhere.id, unjudged.id, usable.id, deleted.id, "x"]

    body = {"case_id": unusable.case_id, "again": [unusable.id, *wrong, unusable.id], "channels": ["email"]}
    refused = api.staff.post(REQUESTS, body)

    said = {error["pointer"]: error["detail"] for error in refused.expect(422)["errors"]}
    assert set(said) == {f"/again/{place}" for place in range(1, 8)} | {"/email"}
    assert said["/again/1"] == said["/again/2"] == said["/again/5"] == said["/again/6"]
    assert said["/again/3"] == said["/again/4"] != said["/again/1"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"again": []}, ["/again"]),
        ({"again": ["pho_1"] * 31}, ["/again"]),
        ({"again": "pho_1"}, ["/again"]),
        ({"again": [7]}, ["/again/0"]),
        ({"again": ["pho_1"]}, ["/again"]),
        ({"again": ["pho_1"], "case": {}}, ["/again"]),
        ({"again": ["pho_1"], "case_id": 5}, ["/case_id"]),
    ],
)
def test_what_makes_no_list_of_photos_of_a_case_is_refused(api: People, body: Any, pointers: list[str]) -> None:
    refused = api.staff.post(REQUESTS, body)

    assert (refused.status, refused.pointers) == (422, pointers)


def test_photos_of_another_account_are_none(api: People, unusable: Attachment) -> None:
    api.stranger.post(REQUESTS, {"case_id": unusable.case_id, "again": [unusable.id]}).expect(404)


def test_figures_and_their_file_tell_the_reasons(api: People, unusable: Attachment) -> None:
    api.staff.post(REQUESTS, {"case_id": unusable.case_id, "again": [unusable.id]}).expect(201)

    groups = api.key.get("/v1/figures").expect(200)["groups"]

    counts = [{each["reason"]: each["photos"] for each in group["asked_again"]} for group in groups]
    assert sum(count["too_far"] for count in counts) == 1
    assert sum(sum(count.values()) for count in counts) == 1


def opened(api: People, unusable: Attachment, **body: Any) -> Any:
    """Return a request that asks for a photo again."""
    asked_for = {"case_id": unusable.case_id, "again": [unusable.id], **body}
    return api.staff.post(REQUESTS, asked_for).expect(201)


def state(request: Any, **headers: str) -> Any:
    return Api().get(f"/r/{token_of(request)}/state", headers=headers)


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("ru", "Фото снято слишком издалека."),
        ("es", "La foto se ha hecho desde demasiado lejos."),
        ("en", "The photo was taken from too far away."),
    ],
)
def test_the_owner_sees_the_photo_and_why(api: People, unusable: Attachment, language: str, reason: str) -> None:
    request = opened(api, unusable, language=language)

    (category,) = state(request).expect(200)["categories"]
    page = Api().get(f"/r/{token_of(request)}").text

    (again,) = category["again"]
    assert (again["reason"], again["reason_code"], again["text"]) == (reason, "too_far", "Más cerca del faro")
    assert again["hint"]
    assert unusable.thumbnail_key in again["thumbnail_url"]
    assert page.count(unusable.thumbnail_key) == 2  # the step, and where no script runs
    assert all(said in page for said in (reason, again["hint"], "Más cerca del faro"))


def test_a_photo_that_was_deleted_leaves_its_reason(api: People, unusable: Attachment) -> None:
    request = opened(api, unusable)
    tag = state(request).headers["etag"]

    api.admin.delete(f"/v1/attachments/{unusable.id}").expect(204)

    changed = state(request, **{"If-None-Match": tag})
    (again,) = changed.expect(200)["categories"][0]["again"]
    assert (again["thumbnail_url"], again["reason_code"]) == (None, "too_far")
    assert unusable.thumbnail_key not in Api().get(f"/r/{token_of(request)}").text


def test_the_receipt_shows_no_picture(api: People, unusable: Attachment) -> None:
    request = opened(api, unusable)
    photo_sent(request, photos_factory.jpeg(321, 240))
    Api().post(f"/r/{token_of(request)}/submit", {}).expect(200)

    (again,) = state(request).expect(200)["categories"][0]["again"]

    assert again["thumbnail_url"] is None
    assert unusable.thumbnail_key not in Api().get(f"/r/{token_of(request)}").text
    case = api.viewer.get(f"/v1/cases/{unusable.case_id}/attachments").expect(200)
    assert [each["file_name"] for each in case["items"]] == ["Повреждения-01.jpg", "Повреждения-02.jpg"]
