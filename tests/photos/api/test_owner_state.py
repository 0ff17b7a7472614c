"""`/r/{token}/state`: cheap to ask again, and the basis of the page's receipt and the funnel."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.photos.owner_views import TAG_SECONDS
from tests.photos.photos_factory import jpeg
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.api.steps import announced, asked, photo_sent, token_of


def midway() -> datetime:
    """Return the middle of the next of the windows that tags live in."""
    return datetime.fromtimestamp((now().timestamp() // TAG_SECONDS + 1.5) * TAG_SECONDS, UTC)


def state(request: Any, tag: str = "", *, lang: str = "") -> Answer:
    path = f"/r/{token_of(request)}/state{f'?lang={lang}' if lang else ''}"
    return Api().get(path, headers={"If-None-Match": tag} if tag else {})


def test_a_state_that_is_known_is_not_told_again(api: People) -> None:
    with time_machine.travel(midway(), tick=False):
        request = asked(api.staff)
        photo_sent(request)
        first = state(request)

        again = state(request, first.headers["etag"])

    assert first.expect(200)["categories"][0]["photos"][0]["thumbnail_url"]
    assert (again.status, again.text, again.headers["etag"]) == (304, "", first.headers["etag"])
    assert again.headers["cache-control"] == "no-store"


def test_every_change_changes_the_tag(api: People) -> None:
    with time_machine.travel(midway(), tick=False):
        request = asked(api.staff)
        token = token_of(request)
        tags = [state(request).headers["etag"]]

        def note_tag() -> None:
            answer = state(request, tags[-1])
            answer.expect(200)
            tags.append(answer.headers["etag"])

        Api().post(f"/r/{token}/opened", {}).expect(204)
        note_tag()
        Api().post(f"/r/{token}/uploads", announced(jpeg(300, 200))).expect(201)
        note_tag()
        sent = photo_sent(request)
        note_tag()
        Api().delete(f"/r/{token}/uploads/{sent}").expect(204)
        note_tag()
        api.admin.patch("/v1/account", {"name": "Другое имя"}).expect(200)
        note_tag()
        photo_sent(request)
        Api().post(f"/r/{token}/submit").expect(200)
        note_tag()

    assert len(set(tags)) == len(tags)


def test_each_language_has_a_tag_of_its_own(api: People) -> None:
    request = asked(api.staff)

    assert state(request, state(request).headers["etag"], lang="es").expect(200)["language"] == "es"


def test_the_tag_ends_before_the_addresses_of_thumbnails_do(api: People) -> None:
    with time_machine.travel(midway(), tick=False) as clock:
        request = asked(api.staff)
        tag = state(request).headers["etag"]

        clock.shift(timedelta(minutes=4))
        soon = state(request, tag).status
        clock.shift(timedelta(minutes=2))

        assert (soon, state(request, tag).status) == (304, 200)


def test_a_request_that_expires_is_not_answered_from_memory(api: People) -> None:
    request = asked(api.staff)
    tag = state(request).headers["etag"]

    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert state(request, tag).status == 404
        assert state(request, "*").status == 404


def test_the_receipt_has_the_times(api: People) -> None:
    request = asked(api.staff)
    before = state(request).expect(200)
    photo_sent(request)
    Api().post(f"/r/{token_of(request)}/submit").expect(200)

    after = state(request).expect(200)

    assert before["completed_at"] is None
    assert after["completed_at"] is not None
    assert after["categories"][0]["photos"][0]["received_at"] <= after["completed_at"]


def test_staff_see_how_far_the_owner_came(api: People) -> None:
    request = asked(api.staff)
    token = token_of(request)
    phone = Api(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148"})
    phone.post(f"/r/{token}/opened", {}).expect(204)
    photo_sent(request, retake=True)
    photo_sent(request, jpeg(310, 200), doubt="dark", retake=True)
    phone.post(f"/r/{token}/submit").expect(200)

    funnel = api.viewer.get(f"/v1/photo-requests/{request['id']}").expect(200)["funnel"]
    doubts = [item["doubt"] for item in _attachments(api, request)]

    assert (funnel["device"], funnel["retakes"], funnel["doubtful"], funnel["channels"]) == ("phone", 2, 1, [])
    assert funnel["opened_at"] <= funnel["first_photo_at"] <= funnel["completed_at"]
    assert sorted(doubts, key=str) == [None, "dark"]


def _attachments(api: People, request: Any) -> Any:
    return api.viewer.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"]


def test_a_photo_announced_twice_counts_once(api: People) -> None:
    request = asked(api.staff)
    body = announced(jpeg(320, 200), retake=True, doubt="blurred")

    for _ in range(2):
        Api().post(f"/r/{token_of(request)}/uploads", body).expect(201)

    funnel = api.viewer.get(f"/v1/photo-requests/{request['id']}").expect(200)["funnel"]
    assert (funnel["retakes"], funnel["doubtful"]) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"), [("retake", "yes"), ("retake", 1), ("doubt", "ugly"), ("doubt", True)], ids=str
)
def test_what_the_page_may_not_say_of_a_photo_does_not_count(api: People, field: str, value: object) -> None:
    request = asked(api.staff)

    Api().post(f"/r/{token_of(request)}/uploads", announced(jpeg(), **{field: value})).expect(201)

    funnel = api.viewer.get(f"/v1/photo-requests/{request['id']}").expect(200)["funnel"]
    assert (funnel["retakes"], funnel["doubtful"]) == (0, 0)


@pytest.mark.parametrize("headers", [{"User-Agent": "TelegramBot (like TwitterBot)"}, {"Sec-Purpose": "prefetch"}])
def test_programs_open_nothing(api: People, headers: dict[str, str]) -> None:
    request = asked(api.staff)

    Api(headers=headers).post(f"/r/{token_of(request)}/opened", {"device": "phone"}).expect(204)

    shown = api.viewer.get(f"/v1/photo-requests/{request['id']}").expect(200)
    assert (shown["status"], shown["opened_at"]) == ("created", None)


def test_the_pages_own_word_on_the_device_counts_more(api: People) -> None:
    request = asked(api.staff)

    Api().post(f"/r/{token_of(request)}/opened", {"device": "tablet"}).expect(204)

    assert api.viewer.get(f"/v1/photo-requests/{request['id']}").json["funnel"]["device"] == "tablet"
