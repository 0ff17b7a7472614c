"""Photos are as claimed: replacements tell the truth, and unreadable facts stop nothing."""

import io
from pathlib import Path
from statistics import fmean

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.steps import Asked, finish, open_step, pick, tiles

pytestmark = pytest.mark.browser
_ORIENTATION, _EXIF_IFD, _TAKEN, _TAKEN_OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
_SMALL, _LARGE = (640, 480), (2800, 2100)
_FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(16 * 1024 * 1024)


def taken(size: tuple[int, int], *, seed: int, at: str, offset: str = "") -> bytes:
    """Return a JPEG with the time of the shot in its Exif."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 1  # without a tag of its own the first directory is not written
    exif.get_ifd(_EXIF_IFD).update({_TAKEN: at} | ({_TAKEN_OFFSET: offset} if offset else {}))
    return photos.jpeg(seed=seed, width=size[0], height=size[1], exif=exif)


@pytest.mark.parametrize("size", [_SMALL, _LARGE], ids=["as_it_is", "shrunk"])
def test_the_time_of_the_shot_is_the_cameras_own(
    phone: Page, asked: Asked, tmp_path: Path, size: tuple[int, int]
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    times = {
        "2026:11:20 01:30:00": ("", "2026-11-20T01:30:00"),
        "2026:11:20 01:31:00": ("+05:00", "2026-11-20T01:31:00+05:00"),
    }
    picked = [
        photos.written(tmp_path, f"{place}.jpg", taken(size, seed=600 + place, at=at, offset=offset))
        for place, (at, (offset, _)) in enumerate(times.items())
    ]

    open_step(phone, request)
    pick(phone, *picked)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)

    filed = request.filed(2)
    assert {item["taken_at"] for item in filed} == {said for _, said in times.values()}
    assert {item["taken_at_local"] for item in filed} == {"2026-11-20T01:30:00", "2026-11-20T01:31:00"}


@pytest.mark.parametrize("size", [_SMALL, _LARGE], ids=["as_it_is", "shrunk"])
def test_a_camera_without_a_clock_keeps_no_photo_out(
    phone: Page, asked: Asked, tmp_path: Path, size: tuple[int, int]
) -> None:
    times = ["0001:01:01 00:00:00", "9999:12:31 23:59:59", "2026:02:30 24:00:00", "   no clock here  "]
    request = asked(categories=[{"code": "exterior", "min": 1, "max": len(times)}])

    open_step(phone, request)
    pick(
        phone,
        *(
            photos.written(tmp_path, f"{place}.jpg", taken(size, seed=610 + place, at=at))
            for place, at in enumerate(times)
        ),
    )
    expect(phone.locator(tiles(phone, "received"))).to_have_count(len(times))
    finish(phone)

    assert [item["taken_at"] for item in request.filed(len(times))] == [None] * len(times)


def test_a_photo_with_a_film_is_sent_without_it(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    alone = {size: photos.jpeg(seed=620, width=size[0], height=size[1]) for size in (_SMALL, _LARGE)}

    open_step(phone, request)
    pick(phone, *(photos.written(tmp_path, f"{size[0]}.jpg", photo + _FILM) for size, photo in alone.items()))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)

    sizes = {photos.size_of(original): original for original in map(request.original, request.filed(2))}
    assert set(sizes) == {_SMALL, (2560, 1920)}
    assert sizes[_SMALL] == alone[_SMALL]


def test_a_transparent_document_is_black_on_white(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request, out = asked(), io.BytesIO()
    ink = Image.effect_noise((3000, 1400), 60).point([255] * 90 + [0] * 166)
    Image.merge("LA", (Image.new("L", ink.size, 0), ink)).save(out, "PNG", compress_level=1)

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.png", out.getvalue()))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    with Image.open(io.BytesIO(request.preview(request.filed(1)[0]))) as shown:
        assert fmean(shown.convert("L").tobytes()) > 150


def test_half_a_photo_goes_up_as_it_is_and_not_as_a_copy_that_looks_whole(
    phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    whole = photos.jpeg(seed=640, width=2800, height=2100)
    half = len(whole) // 2
    broken = {
        "half.jpg": whole[:half] + b"\xff\xd9",
        "zeros.jpg": whole[:half] + bytes(len(whole) - half - 2) + b"\xff\xd9",
    }

    open_step(phone, request)
    pick(phone, *(photos.written(tmp_path, name, photo) for name, photo in broken.items()))

    expect(phone.locator(tiles(phone, "rejected"))).to_have_count(2)
    assert request.shown()["rejected"] == 2
