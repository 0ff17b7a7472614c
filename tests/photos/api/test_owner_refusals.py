"""Refusals to owners: the problem and the next step, in their language."""

from typing import Any

import pytest

from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.photos.service.access import LINK_UNKNOWN
from tests.photos.photos_factory import jpeg
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.api.steps import announced, asked, photo_sent, token_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CLOSED = "This request is closed, so no more photos can be sent. Photos that were received are kept."
FULL = "There are as many photos here as can be taken. Remove one to add another."
MISSING = "Some photos are still missing. Add them, wait until each is received, then send."
GONE = "This photo was not accepted or was removed. Choose it again to send it as a new one."


def owner(language: Language) -> Api:
    return Api(headers={"Accept-Language": language})


def told(answer: Answer, status: int, language: Language, detail: str) -> Any:
    """Check a problem's detail and language; return it."""
    problem = answer.expect(status)
    assert problem["detail"] == text(language, detail)
    assert language == "en" or problem["detail"] != detail
    return problem


def revoked(api: People, request: Any) -> None:
    api.staff.post(f"/v1/photo-requests/{request['id']}/revoke").expect(200)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_that_is_revoked_midway_is_as_unknown_to_what_the_phone_does(api: People, language: Language) -> None:
    request = asked(api.staff)
    token, sent, waiting = token_of(request), photo_sent(request), announced(jpeg(400, 200))
    owner(language).post(f"/r/{token}/uploads", waiting).expect(201)

    revoked(api, request)

    new = owner(language).post(f"/r/{token}/uploads", announced(jpeg(401, 200)))
    assert "request_status" not in told(new, 404, language, LINK_UNKNOWN)
    told(owner(language).post(f"/r/{token}/uploads", waiting), 404, language, LINK_UNKNOWN)
    told(owner(language).delete(f"/r/{token}/uploads/{sent}"), 404, language, LINK_UNKNOWN)
    for path, method in (("", "GET"), ("/state", "GET"), ("/opened", "POST"), ("/submit", "POST")):
        answer = owner(language).call(method, f"/r/{token}{path}", body={})
        assert answer.status == 404
    plain = owner(language).post(f"/r/{token}/plain", raw="add=damage", headers=FORM)
    assert (plain.status, f'<html lang="{language}">' in plain.text) == (404, True)


def test_what_has_come_is_received_even_after_completion(api: People) -> None:
    request, data = asked(api.staff), jpeg(402, 200)
    body = announced(data)
    photo_sent(request, data, photo_id=body["photo_id"])

    Api().post(f"/r/{token_of(request)}/submit").expect(200)

    assert Api().post(f"/r/{token_of(request)}/uploads", body).expect(200)["status"] == "received"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_completed_request_takes_no_more_and_stays_complete(api: People, language: Language) -> None:
    request = asked(api.staff)
    token, sent = token_of(request), photo_sent(request)
    Api().post(f"/r/{token}/submit").expect(200)

    new = owner(language).post(f"/r/{token}/uploads", announced(jpeg(403, 200)))
    assert told(new, 410, language, CLOSED)["request_status"] == "completed"
    told(owner(language).delete(f"/r/{token}/uploads/{sent}"), 410, language, CLOSED)
    Api().post(f"/r/{token}/opened", {}).expect(204)
    assert Api().post(f"/r/{token}/submit").expect(200) == {"status": "completed"}
    for pressed in ("add=damage", f"remove={sent}", "send=yes"):
        answer = owner(language).post(f"/r/{token}/plain", raw=pressed, headers=FORM)
        assert (answer.status, answer.headers["location"].partition("?")[0]) == (303, request["link"])
    assert Api().get(f"/r/{token}/state").expect(200)["status"] == "completed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_category_says_which_and_what_to_do(api: People, language: Language) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 1}, "vin"])
    photo_sent(request)

    answer = owner(language).post(f"/r/{token_of(request)}/uploads", announced(jpeg(404, 200)))

    assert told(answer, 409, language, FULL)["full"] == "damage"
    other = announced(jpeg(405, 200), category="vin")
    Api().post(f"/r/{token_of(request)}/uploads", other).expect(201)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_photos_are_named(api: People, language: Language) -> None:
    request = asked(api.staff, categories=["damage", "vin"])
    photo_sent(request)

    answer = owner(language).post(f"/r/{token_of(request)}/submit")

    assert told(answer, 409, language, MISSING)["missing"] == ["vin"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_removed_photo_begins_anew_under_another_id(api: People, language: Language) -> None:
    request, data = asked(api.staff), jpeg(406, 200)
    body = announced(data)
    photo_sent(request, data, photo_id=body["photo_id"])
    Api().delete(f"/r/{token_of(request)}/uploads/{body['photo_id']}").expect(204)

    again = owner(language).post(f"/r/{token_of(request)}/uploads", body)

    assert told(again, 409, language, GONE)["photo_status"] == "removed"
    Api().post(f"/r/{token_of(request)}/uploads", announced(data)).expect(201)


@pytest.mark.parametrize("category", ["damage", "vin"])
def test_a_photo_that_is_awaited_may_be_brought_by_whoever_has_it(api: People, category: str) -> None:
    request, data = asked(api.staff, categories=["damage", "vin"]), jpeg(406, 200)
    first, other = announced(data), announced(data, category=category)
    form = Api().post(f"/r/{token_of(request)}/uploads", first).expect(201)

    again = Api().post(f"/r/{token_of(request)}/uploads", other).expect(201)

    assert first["photo_id"] != other["photo_id"]
    assert again["fields"]["key"] == form["fields"]["key"]
    (damage, vin) = api.staff.get(f"/v1/photo-requests/{request['id']}").expect(200)["categories"]
    assert (damage["pending"], vin["pending"]) == (1, 0)


@pytest.mark.parametrize("category", ["damage", "vin"])
def test_the_same_photo_is_taken_once_in_a_request(api: People, category: str) -> None:
    request, data = asked(api.staff, categories=["damage", "vin"]), jpeg(407, 200)
    photo_sent(request, data)

    answer = Api().post(f"/r/{token_of(request)}/uploads", announced(data, category=category))

    assert answer.expect(200)["status"] == "duplicate"
    assert answer.json["url"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_id_stands_for_one_photo_only(api: People, language: Language) -> None:
    request, first = asked(api.staff), announced(jpeg(408, 200))
    Api().post(f"/r/{token_of(request)}/uploads", first).expect(201)

    other = announced(jpeg(409, 200), photo_id=first["photo_id"])
    answer = owner(language).post(f"/r/{token_of(request)}/uploads", other)

    assert answer.pointers == ["/photo_id"]
    assert answer.expect(422)["errors"][0]["detail"] == text(
        language, "This photo_id belongs to another photo. Make a new one."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_large_and_no_photo_say_so(api: People, language: Language) -> None:
    path = f"/r/{token_of(asked(api.staff))}/uploads"

    large = owner(language).post(path, announced(jpeg(), bytes=15 * 1024 * 1024 + 1))
    document = owner(language).post(path, announced(jpeg(), content_type="application/pdf"))

    told(large, 413, language, "The photo has more than 15 MB. Take it again at a lower resolution.")
    told(document, 415, language, "Only photos can be sent: JPEG, PNG, WebP or HEIC.")
