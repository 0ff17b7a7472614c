"""The page of a case: its tabs, its words, and its readers."""

import re

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.changes import touched
from chalicelib.features.cases.model import Loss
from tests.photos import photos_factory
from tests.support.api.client import Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent, token_of

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


def page_of(case_id: str, tab: str = "") -> str:
    """Return the address of a case's page."""
    return f"/console/cases/{case_id}{f'?tab={tab}' if tab else ''}"


def test_the_head_says_what_is_known_of_vehicle_owner_and_loss(api: People, desk: Desk) -> None:
    case = api.staff.post(
        "/v1/cases",
        {
            "reference": "УБ-17",
            "vehicle": {"plate": "А123ВС77", "vin": "XTA21703080123456", "make": "Lada"},
            "owner": {"name": "Иван Петров", "phone": "+79161234567", "email": "ivan@example.org"},
            "loss": {"place": "Тула", "occurred_at": "2026-02-01T21:30:00Z"},
        },
    ).expect(201)

    answer = desk.get(page_of(case["id"]))

    words = seen(answer)
    for expected in ("УБ-17", "VIN XTA21703080123456", "Make and model Lada", "Place Тула", "02 Feb 2026, 00:30"):
        assert expected in words
    assert 'href="tel:+79161234567">+7 916 123-45-67' in answer.text
    assert 'href="mailto:ivan@example.org"' in answer.text


def test_photos_are_shown_by_category_with_what_is_known_of_them(api: People, desk: Desk) -> None:
    request = asked(api.staff, categories=["damage", "vin"])
    photo_sent(request, photos_factory.jpeg(640, 480), doubt="blurred")
    photo_sent(request, photos_factory.jpeg(320, 240), category="vin")

    answer = desk.get(page_of(request["case_id"]))

    words = seen(answer)
    assert "2 photos" in words
    assert words.index("Damage 1 ") < words.index("VIN 1 ")
    assert "Повреждения-01.jpg" in words
    assert "Looks blurred" in words
    assert "Size 640 × 480" in words
    assert len(re.findall(r"SHA-256 [0-9a-f]{64}", words)) == 2
    assert re.search(r'<img src="https://photos\.s3[^"]+X-Amz-Signature', answer.text)


def test_photos_on_their_way_and_refused_ones_are_told_with_the_reason(api: People, desk: Desk) -> None:
    request = asked(api.staff)
    photo_sent(request, b"no photo at all")

    words = seen(desk.get(page_of(request["case_id"])))

    assert "Not accepted 1" in words
    assert "This file is not a photo." in words


def test_a_case_without_photos_says_what_is_awaited(api: People, desk: Desk) -> None:
    case = api.staff.post("/v1/cases", {}).expect(201)
    assert "Nobody has been asked for any." in seen(desk.get(page_of(case["id"])))

    asked(api.staff, case_id=case["id"])

    assert "They appear here as soon as they are sent." in seen(desk.get(page_of(case["id"])))


def test_the_photos_refresh_only_when_they_changed(api: People, desk: Desk) -> None:
    request = asked(api.staff)
    photos = f"/console/cases/{request['case_id']}/photos"
    empty = desk.get(photos)
    assert desk.get(photos, **{"If-None-Match": empty.headers["etag"]}).status == 304

    photo_sent(request)
    answer = desk.get(photos, **{"If-None-Match": empty.headers["etag"]})

    assert answer.status == 200
    assert "<html" not in answer.text
    assert "1 photo" in seen(answer)
    assert f'data-tag="{answer.headers["etag"]}"'.replace('"W', "").count("W/") <= 1
    assert answer.headers["etag"].replace('"', "&#34;") in desk.get(page_of(request["case_id"])).text


@pytest.mark.parametrize("size", ["preview", "original"])
def test_a_photo_leads_into_the_bucket(api: People, desk: Desk, size: str) -> None:
    request = asked(api.staff)
    photo_sent(request)
    photo = api.staff.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"][0]
    other_case = asked(api.staff)["case_id"]

    answer = desk.get(f"/console/cases/{request['case_id']}/photos/{photo['id']}/{size}")

    assert answer.status == 303
    assert answer.headers["location"].partition("?")[0] == photo["urls"][size].partition("?")[0]
    assert ("attachment" in answer.headers["location"]) is (size == "original")
    assert desk.get(f"/console/cases/{other_case}/photos/{photo['id']}/{size}").status == 404


def test_requests_show_how_far_they_have_come(api: People, desk: Desk) -> None:
    request = asked(
        api.staff, phone="+79161234567", channels=["sms"], comment="Снимите с двух сторон", categories=["damage", "vin"]
    )
    Api().post(f"/r/{token_of(request)}/opened", {"device": "phone"}).expect(204)
    photo_sent(request)

    answer = desk.get(page_of(request["case_id"], "requests"))

    words = seen(answer)
    assert "Photos arriving Request sent not yet Request delivered not yet Opened on a phone" in words
    assert "Complete not yet" in words
    assert "Damage 1 of 1 or more" in words
    assert "VIN 0 of 1 or more missing" in words
    assert "SMS +7 916 123-45-67: being sent" in words
    assert "Снимите с двух сторон" in words
    assert f'href="/console/requests/{request["id"]}"' in answer.text


def test_an_ended_request_leads_to_asking_again_not_to_its_link(api: People, desk: Desk) -> None:
    request = asked(api.staff)
    api.staff.post(f"/v1/photo-requests/{request['id']}/revoke").expect(200)

    answer = desk.get(page_of(request["case_id"], "requests"))

    assert "Withdrawn" in seen(answer)
    assert f'href="/console/requests/{request["id"]}"' not in answer.text
    assert f"/console/new?case={request['case_id']}&amp;again={request['id']}" in answer.text


def test_history_is_told_in_words_newest_first(api: People, desk: Desk) -> None:
    request = asked(api.staff, categories=["damage"])
    photo_sent(request)
    api.admin.post(f"/v1/photo-requests/{request['id']}/extend", {"days": 3}).expect(200)
    api.key.patch(f"/v1/cases/{request['case_id']}", {"vehicle": {"plate": "А1"}}).expect(200)

    words = seen(desk.get(page_of(request["case_id"], "history")))

    told = [
        "Back-end (API key) Case details changed vehicle",
        "admin@staff.example Request extended by 3 days",
        "Osmotr Photo filed: Damage",
        "You Photos requested; nothing sent by Osmotr Damage",
        "You Case opened",
    ]
    assert [words.index(each) for each in told] == sorted(words.index(each) for each in told)


def test_what_people_typed_is_shown_as_text(api: People, desk: Desk) -> None:
    case = {"reference": HOSTILE, "owner": {"name": HOSTILE}, "vehicle": {"make": HOSTILE, "model": HOSTILE}}
    request = asked(api.staff, case=case, comment=HOSTILE)
    case_id = request["case_id"]

    pages = [
        page_of(case_id),
        page_of(case_id, "requests"),
        page_of(case_id, "history"),
        f"{page_of(case_id)}/convert",
        "/console",
    ]

    for path in pages:
        answer = desk.get(path)
        assert answer.status == 200
        assert "<img src=x" not in answer.text
    assert "&lt;img src=x" in desk.get(pages[1]).text


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_at_an_end_of_the_calendar_keeps_nobody_from_the_case(api: People, desk: Desk, at: str) -> None:
    case_id = api.key.post("/v1/cases", {"reference": "Б-1"}).expect(201)["id"]
    case, tx = cases.load_case(api.account.id, case_id), Transaction()
    assert case is not None
    loss = Loss.model_validate({"occurred_at": at, "place": "Тверь"})  # of before such moments were refused
    cases.save(tx, case, touched(case, loss=loss))
    tx.commit()

    answer = desk.get(page_of(case_id))

    assert answer.status == 200
    assert "Тверь" in seen(answer)


def test_a_viewer_is_offered_nothing_that_is_refused(api: People) -> None:
    request = asked(api.staff)
    photo_sent(request)
    viewer = at_desk(api.viewer)
    case_id = request["case_id"]

    for tab in ("", "requests", "history"):
        answer = viewer.get(page_of(case_id, tab))
        assert answer.status == 200
        assert not re.search(r"/console/new|/convert|/delete|/revoke|/resend|/extend", answer.text)


def test_a_viewer_sees_a_request_without_what_lets_one_act_as_its_owner(api: People) -> None:
    request = asked(api.staff)
    path = f"/console/requests/{request['id']}"
    viewer, staff = at_desk(api.viewer), at_desk(api.staff)

    answer = viewer.get(path)

    assert answer.status == 200
    for secret in (token_of(request), request["code"]):
        assert secret in staff.get(path).text
        assert secret not in answer.text
    tab = page_of(request["case_id"], "requests")
    assert f'href="{path}"' not in viewer.get(tab).text.replace("/api/console", "/console")
    assert f'href="{path}"' in staff.get(tab).text.replace("/api/console", "/console")


def test_only_administrators_are_offered_to_delete(api: People, desk: Desk) -> None:
    request = asked(api.staff)
    photo_sent(request)

    assert "/delete" not in desk.get(page_of(request["case_id"])).text
    assert "/delete" in at_desk(api.admin).get(page_of(request["case_id"])).text


def test_another_accounts_case_is_not_found(api: People) -> None:
    request = asked(api.staff)
    photo_sent(request)
    photo = api.staff.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"][0]["id"]
    stranger, case = at_desk(api.stranger), page_of(request["case_id"])

    for path in (
        case,
        f"{case}/photos",
        f"{case}/convert",
        f"{case}/photos/{photo}/preview",
        f"{case}/photos/{photo}/original",
        f"{case}/photos/{photo}/delete",
        f"/console/requests/{request['id']}/revoke",
    ):
        answer = stranger.get(path)
        assert answer.status == 404, path
        assert answer.headers["content-type"].startswith("text/html")


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(api: People) -> None:
    case_id = asked(api.staff)["case_id"]

    answer = Desk().get(page_of(case_id, "history"))

    assert answer.status == 303
    assert answer.headers["location"] == f"/console/sign-in?next=/console/cases/{case_id}%3Ftab%3Dhistory"
