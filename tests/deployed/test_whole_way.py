"""Staff ask, owners send, staff look: twice at once."""

import hashlib
import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

from PIL import Image

from tests.deployed.conftest import Ask
from tests.photos import photos_factory
from tests.support.running import PhotoRequest, call, send_photo

WANTED = {"exterior": 3, "damage": 2}
LABELS = {"exterior": "Авто снаружи", "damage": "Повреждения"}


def play(ask: Ask) -> tuple[PhotoRequest, dict[str, bytes], list[dict[str, Any]]]:
    """Send all photos of a request, four at a time, and submit. Returns them by SHA-256, and the filed ones."""
    request = ask(categories=[{"code": code, "min": count} for code, count in WANTED.items()])
    photos = [
        (category, photos_factory.telling_jpeg(800, 600)) for category, count in WANTED.items() for _ in range(count)
    ]
    with ThreadPoolExecutor(4) as phone:
        list(phone.map(lambda photo: send_photo(request, photo[1], category=photo[0]), photos))
    filed = request.filed(len(photos))
    assert request.owner("POST", "submit").json() == {"status": "completed"}
    return request, {hashlib.sha256(data).hexdigest(): data for _, data in photos}, filed


def test_two_cases_at_once_get_each_their_own_photos(ask: Ask) -> None:
    with ThreadPoolExecutor(2) as both:
        ways = list(both.map(lambda _: play(ask), range(2)))

    for request, sent, filed in ways:
        assert request.status() == "completed"
        assert {item["sha256"] for item in filed} == sent.keys()
        assert {item["request_id"] for item in filed} == {request.id}
        assert {item["group"] for item in filed} == {"initial_inspection"}
        assert Counter(item["file_name"] for item in filed) == Counter(
            f"{LABELS[code]}-{number:02d}.jpg" for code, count in WANTED.items() for number in range(1, count + 1)
        )


def test_staff_download_what_was_sent_and_look_at_clean_pictures(ask: Ask) -> None:
    _, sent, filed = play(ask)

    for item in filed:
        original = call("GET", item["urls"]["original"])
        assert original.body == sent[item["sha256"]]
        disposition = original.header("Content-Disposition")
        assert disposition == f"attachment; filename*=UTF-8''{quote(item['file_name'], safe='')}"
        for kind, longest in (("preview", 800), ("thumbnail", 320)):
            shown = call("GET", item["urls"][kind])
            assert shown.header("Content-Type") == "image/jpeg"
            assert photos_factory.COMMENT not in shown.body
            assert photos_factory.XMP not in shown.body
            with Image.open(io.BytesIO(shown.body)) as picture:
                assert (picture.format, max(picture.size)) == ("JPEG", longest)
                assert dict(picture.getexif()) == {}
                assert not {"exif", "comment", "xmp"} & picture.info.keys()


def test_the_case_tells_its_story(ask: Ask) -> None:
    request, _, _ = play(ask)

    case = request.staff("GET", f"cases/{request.case_id}").json()

    assert case["attachment_counts"] == WANTED
    told = Counter(entry["type"] for entry in case["timeline"])
    assert told["photo.filed"] == sum(WANTED.values())
    assert told["photo_request.completed"] == 1
