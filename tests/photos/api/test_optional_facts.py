"""Optional facts of a phone beside a photo: they never keep it out, nor exceed the camera's precision."""

import json
from typing import Any

import pytest

from chalicelib.features.photos import table
from chalicelib.features.photos.model import Upload
from tests.photos import photos_factory
from tests.photos.photos_factory import Camera, jpeg
from tests.support import sending
from tests.support.api.client import Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import announced, asked, photo_sent, token_of
from tests.support.lambda_events import recorded_log

RUBBISH: list[Any] = [
    "",
    "now",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2026-02-30T12:00:00Z",
    "2026-11-20T24:00:00",
    "+275760-09-13T00:00:00.000Z",
    "Invalid Date",
    "1763595000",
    1763595000,
    1e300,
    -1,
    True,
    [],
    {},
    {"at": "2026-11-20T01:30:00"},
    "x" * 10_000,
    None,
]
SAID = "2026-11-20T01:30:00"


def stored(api: People, request: Any, photo_id: str) -> Upload:
    upload = table.get_upload(api.account.id, request["case_id"], request["id"], photo_id)
    assert upload is not None
    return upload


def taken(api: People, request: Any) -> tuple[str | None, str | None]:
    """Return the time of the request's one photo: as reported, and by the camera's clock alone."""
    (photo,) = api.viewer.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"]
    return photo["taken_at"], photo["taken_at_local"]


def test_no_time_that_a_phone_tells_keeps_its_photo_out(api: People) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 30}])

    for number, told in enumerate(RUBBISH):
        body = announced(jpeg(200 + number, 200), taken_at=told)
        answer = Api().post(f"/r/{token_of(request)}/uploads", body)
        assert answer.status == 201, (told, answer.text)
        upload = stored(api, request, body["photo_id"])
        assert upload.taken_at is None, told


@pytest.mark.parametrize("field", ["source", "doubt", "retake"])
def test_nothing_optional_keeps_a_photo_out(api: People, field: str) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 30}])
    made_up: list[Any] = ["scanner-of-mine", "", 7, -1.5, None, [], {}, ["camera"]]

    with recorded_log() as log:
        for number, told in enumerate(made_up):
            body = announced(jpeg(200 + number, 200), **{field: told})
            answer = Api().post(f"/r/{token_of(request)}/uploads", body)
            assert answer.status == 201, (told, answer.text)
            upload = stored(api, request, body["photo_id"])
            assert getattr(upload, field) == {"source": "unknown", "doubt": None, "retake": False}[field]

    dropped = log.named("optional field dropped")
    assert {"kind": field} in dropped
    assert "scanner-of-mine" not in str(log.lines)


#: As they stand in JSON, which some of them are not for strict readers.
UNREADABLE = [
    r'"file_name": "\ud800"',
    r'"file_name": "\ufffd.jpg"',
    '"file_name": "\ufffd.jpg"',
    r'"taken_at": "2026\ud83d"',
    r'"source": "\udfff"',
    '"doubt": NaN',
    '"quality": {"blur": -Infinity, "dark": 1e999}',
    '"last_modified": 1' + "0" * 5000,
    '"file_name": "' + "x" * 5000 + '"',
]


def test_nothing_unreadable_beside_a_photo_keeps_it_out(api: People) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 30}])

    for number, told in enumerate(UNREADABLE):
        body = announced(jpeg(200 + number, 200))
        body.pop("source")
        answer = Api().call("POST", f"/r/{token_of(request)}/uploads", raw=f"{json.dumps(body)[:-1]}, {told}}}")
        assert answer.status == 201, (told, answer.text)
        upload = stored(api, request, body["photo_id"])
        assert (upload.taken_at, upload.source, upload.doubt) == (None, "unknown", None), told


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("{", 400),
        ("[]", 422),
        ("7", 422),
        ("", 422),
        ("[" * 3000, 400),
        ('{"bytes": 1' + "0" * 5000 + "}", 422),
        ('{"category": "dam\\ud800"}', 422),
        ('{"a": 1, "a": 2}', 422),
    ],
)
def test_what_is_no_announcement_is_refused(api: People, raw: str, status: int) -> None:
    answer = Api().call("POST", f"/r/{token_of(asked(api.staff))}/uploads", raw=raw)

    assert answer.status == status


def test_what_a_newer_page_tells_does_not_keep_its_photo_out(api: People) -> None:
    request = asked(api.staff)
    path = f"/r/{token_of(request)}"
    newer: dict[str, Any] = {"lens": "wide", "quality": {"blur": 1.5, "dark": None}, "": [], "photoId": 7}
    body = announced(jpeg(), **newer)

    Api().post(f"{path}/opened", {"device": "phone", **newer}).expect(204)
    Api().post(f"{path}/uploads", body).expect(201)
    Api().get(f"{path}/state?lang=en&lens=wide").expect(200)

    assert stored(api, request, body["photo_id"]).category == "damage"


def test_what_a_photo_needs_is_still_asked_of_a_newer_page(api: People) -> None:
    body = announced(jpeg(), lens="wide")
    body.pop("sha256")

    answer = Api().post(f"/r/{token_of(asked(api.staff))}/uploads", body).expect(422)

    assert [error["pointer"] for error in answer["errors"]] == ["/sha256"]


@pytest.mark.parametrize("device", ["smart-fridge", "", 7, None, [], {}])
def test_an_unknown_device_opens_the_page_as_its_browser_says(api: People, device: Any) -> None:
    request = asked(api.staff)
    phone = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari/604.1"}

    Api(headers=phone).post(f"/r/{token_of(request)}/opened", {"device": device}).expect(204)

    funnel = api.staff.get(f"/v1/photo-requests/{request['id']}").expect(200)["funnel"]
    assert (funnel["device"], bool(funnel["opened_at"])) == ("phone", True)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (SAID, SAID),
        (f"{SAID}+03:00", f"{SAID}+03:00"),
        (f"{SAID}.000Z", f"{SAID}+00:00"),
        (f"{SAID}-11:30", f"{SAID}-11:30"),
        (f"{SAID}+14:30", SAID),
        (f"{SAID}+24:00", SAID),
    ],
)
def test_a_shrunk_photo_has_the_time_that_its_phone_told(api: People, told: str, shown: str) -> None:
    request = asked(api.staff)

    photo_sent(request, jpeg(exif=b""), taken_at=told)

    assert taken(api, request) == (shown, SAID)


@pytest.mark.parametrize("offset", [None, "+03:00", "-23:59"])
def test_the_files_own_time_goes_before_what_the_phone_tells(api: People, offset: str | None) -> None:
    request = asked(api.staff)
    shown = photos_factory.TAKEN_AT.isoformat()

    photo_sent(request, jpeg(camera=Camera(offset=offset)), taken_at=f"{SAID}+05:00")

    assert taken(api, request) == (f"{shown}+03:00" if offset == "+03:00" else shown, shown)


@pytest.mark.parametrize("shrunk", [True, False], ids=["shrunk", "unshrunk"])
@pytest.mark.parametrize("offset", [None, "+03:00", "-09:30"])
def test_staff_read_the_cameras_clock_whether_a_photo_was_shrunk_or_not(
    api: People, offset: str | None, shrunk: bool
) -> None:
    request = asked(api.staff)
    local = "2026-03-14T15:09:26"

    if shrunk:
        photo_sent(request, jpeg(exif=b""), taken_at=f"{local}{offset or ''}")
    else:
        photo_sent(request, jpeg(camera=Camera(offset=offset)))

    words = seen(at_desk(api.staff).speaking("ru").get(f"/console/cases/{request['case_id']}"))
    assert "по часам камеры 14.03.2026, 15:09 " in words


def test_a_cameras_name_in_utf_8_reaches_programs_and_staff(api: People) -> None:
    request = asked(api.staff)

    photo_sent(request, jpeg(camera=Camera(make=None, model="@@@@@@@@@@")).replace(b"@@@@@@@@@@", "Сяоми".encode()))

    (photo,) = api.viewer.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"]
    assert photo["camera"] == "Сяоми"
    words = seen(at_desk(api.staff).speaking("en").get(f"/console/cases/{request['case_id']}"))
    assert "Camera Сяоми" in words


def test_a_photo_by_a_plain_form_is_filed_whatever_its_clock_said(api: People) -> None:
    request = asked(api.staff)
    data = jpeg().replace(b"2026:03:14 15:09:26", b"0001:01:01 00:00:00")
    form = Api().post(
        f"/r/{token_of(request)}/plain?lang=xx",
        raw="add=damage&taken_at=never&source=%00",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    photo_id = form.headers["location"].partition("/plain/")[2].partition("?")[0]
    upload = stored(api, request, photo_id)
    key = f"incoming/{api.account.id}/{upload.case_id}/{upload.request_id}/{photo_id}"

    sending.put(key, data)
    sending.file(key)

    assert taken(api, request) == (None, None)
