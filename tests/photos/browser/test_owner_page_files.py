"""Files that are no photos, or not for long: each is filed, or the owner gets advice."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, hash_of, open_step, pick, tiles
from tests.support.browser.system import eventually

pytestmark = pytest.mark.browser

ROOMY = [{"code": "exterior", "min": 1, "max": 5}]
JPEG_HEAD, HEIC_HEAD = b"\xff\xd8\xff\xe0", b"\x00\x00\x00\x18ftypheic"
MEGABYTE = 1024 * 1024

#: The page gets the bytes of a file no sooner than `read` was called: a phone is slow, a test need not be.
READ_LATE = """
  const real = Blob.prototype.arrayBuffer;
  const late = new Promise((resolve) => { window.read = resolve; });
  Blob.prototype.arrayBuffer = async function () {
    window.asked = true;
    await late;
    return real.call(this);
  };
"""


def test_case_17_an_empty_file_is_refused_and_nothing_is_sent(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", b""))

    expect(phone.locator("#tell-1")).to_contain_text("Файл «IMG_1.jpg» пустой. Выберите его ещё раз")
    expect(phone.locator("#photos-1 > li")).to_have_count(0)
    assert gateway.calls("POST", "/uploads") == []


def test_case_17_an_empty_file_does_not_keep_its_neighbours_from_being_filed(
    phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    good = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (400, 401)]

    open_step(phone, request)
    pick(phone, good[0], photos.written(tmp_path, "IMG_1.jpg", b""), good[1])

    expect(phone.locator("#tell-1")).to_contain_text("Файл «IMG_1.jpg» пустой.")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in good}


def rewrite(file: Path) -> None:
    """Put another photo in a file's place, as an app does that edits it."""
    file.write_bytes(photos.jpeg(seed=499, width=800))


@pytest.mark.parametrize("spoil", [rewrite, Path.unlink], ids=["changed", "deleted"])
def test_case_18_a_file_that_went_before_it_was_read_is_told_of(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    request = asked(categories=ROOMY)
    stays, goes = (photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (402, 403))
    os.utime(goes, (1.6e9, 1.6e9))
    phone.add_init_script(READ_LATE)

    open_step(phone, request)
    pick(phone, goes, stays)
    eventually(lambda: phone.evaluate("window.asked"))
    spoil(goes)
    phone.evaluate("window.read()")

    expect(phone.locator("#tell-1")).to_contain_text("Не удалось прочитать «403.jpg». Выберите этот файл ещё раз.")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(stays)
    pick(phone, photos.written(tmp_path, "403.jpg", photos.jpeg(seed=403)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in (stays, goes)}


@pytest.mark.parametrize("spoil", [rewrite, Path.unlink], ids=["changed", "deleted"])
def test_case_18_a_file_that_went_after_it_was_read_is_filed_as_it_was_picked(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=404))
    picked = hash_of(photo)
    gateway.faults.append("reset")

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator("#photos-1 > li")).to_have_count(1)
    spoil(photo)

    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == picked


def test_case_19_a_photo_of_48_megapixels_is_made_smaller_and_filed(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.forty_eight_megapixels(seed=405))

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    (filed,) = request.filed(1)
    assert photos.size_of(request.original(filed)) == (2560, 1920)
    assert filed["bytes"] < photo.stat().st_size


@pytest.mark.parametrize(
    ("name", "head", "size"),
    [("IMG_1.HEIC", HEIC_HEAD, 16 * MEGABYTE), ("IMG_1.jpg", JPEG_HEAD, 3000 * MEGABYTE)],
    ids=["too_large_to_send", "too_large_to_read"],
)
def test_a_huge_file_is_refused(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, name: str, head: bytes, size: int
) -> None:
    request = asked(categories=ROOMY)
    good = photos.written(tmp_path, "1.jpg", photos.jpeg(seed=406))

    open_step(phone, request)
    pick(phone, photos.sparse(tmp_path, name, head=head, size=size), good)

    expect(phone.locator("#tell-1")).to_contain_text(f"Файл «{name}» слишком большой. Выберите фото не больше 15 МБ.")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(good)
    assert len(gateway.calls("POST", "/uploads")) == 1


def test_a_photo_with_another_kinds_name_is_filed_as_what_it_is(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=ROOMY)
    mislabelled = photos.written(tmp_path, "IMG_1.jpg", photos.png(seed=407))
    other = photos.written(tmp_path, "IMG_2.HEIC", photos.jpeg(seed=408))

    open_step(phone, request)
    pick(phone, mislabelled, other)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)

    kinds = {item["sha256"]: item["content_type"] for item in request.filed(2)}
    assert kinds == {hash_of(mislabelled): "image/png", hash_of(other): "image/jpeg"}
