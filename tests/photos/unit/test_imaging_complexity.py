"""The cost of decoding a photo is bounded beforehand, and a photo with missing parts is refused."""

import struct
from collections.abc import Callable

import pytest
from PIL import Image

from chalicelib.features.photos.imaging import ImageType, jpeg_scans
from chalicelib.features.photos.imaging.jpeg_walk import has_own_blocks
from chalicelib.features.photos.imaging.logos import draw_logo
from chalicelib.features.photos.imaging.stages import inspect
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.photos import hostile_factory
from tests.photos import photos_factory as photos
from tests.photos.hostile_factory import jpeg_of_empty_scans


def refusal(data: bytes) -> RejectionReason:
    with pytest.raises(Unacceptable) as refused:
        inspect(data, declared_type=None)
    return refused.value.reason


@pytest.mark.parametrize("count", [jpeg_scans.MAX_SCANS, 4_000])
def test_a_jpeg_of_many_scans_is_too_complex(count: int) -> None:
    assert refusal(jpeg_of_empty_scans(count)) is RejectionReason.TOO_COMPLEX


def test_scans_are_limited_by_the_pixels_that_each_goes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg_scans, "MAX_SCANNED_PIXELS", 12 * 400 * 300)

    assert inspect(photos.jpeg(progressive=True), declared_type=None)
    assert refusal(jpeg_of_empty_scans(3)) is RejectionReason.TOO_COMPLEX


def test_a_logo_of_many_scans_is_too_complex() -> None:
    with pytest.raises(Unacceptable) as refused:
        draw_logo(jpeg_of_empty_scans())
    assert refused.value.reason is RejectionReason.TOO_COMPLEX


def test_scans_behind_the_picture_or_in_its_metadata_do_not_count() -> None:
    hidden = b"\xff\xda\x00\x02" * 1_000

    assert inspect(photos.jpeg() + hidden, declared_type=None)
    assert inspect(photos.jpeg(comment=hidden), declared_type=None)
    assert inspect(photos.jpeg(restart_marker_blocks=1), declared_type=None)


@pytest.mark.parametrize("percent", [50, 90, 99])
def test_a_heic_of_which_an_item_is_cut_is_broken(percent: int) -> None:
    data = photos.heic()

    assert inspect(data, declared_type=None).image_type is ImageType.HEIC
    assert refusal(data[: len(data) * percent // 100]) is RejectionReason.BROKEN


def test_a_heic_of_which_an_item_ends_after_the_file_is_broken() -> None:
    data = photos.heic()

    assert refusal(data[:-1]) is RejectionReason.BROKEN
    assert inspect(data + struct.pack(">I4s", 9, b"free") + b"\0", declared_type=None)


@pytest.mark.parametrize(
    "make",
    [
        hostile_factory.png_of_texts,
        hostile_factory.png_of_translations,
        hostile_factory.png_of_a_large_profile,
        hostile_factory.png_of_many_chunks,
        hostile_factory.jpeg_of_many_comments,
        hostile_factory.webp_of_many_chunks,
    ],
)
def test_what_a_file_carries_beside_its_picture_is_limited(make: Callable[[], bytes]) -> None:
    assert refusal(make()) is RejectionReason.TOO_COMPLEX


@pytest.mark.parametrize("make", [hostile_factory.png_of_texts, hostile_factory.jpeg_of_many_comments])
def test_a_few_of_the_same_are_accepted(make: Callable[[int], bytes]) -> None:
    assert inspect(make(1), declared_type=None)


def test_a_logo_s_baggage_is_limited_too() -> None:
    with pytest.raises(Unacceptable) as refused:
        draw_logo(hostile_factory.png_of_texts())
    assert refused.value.reason is RejectionReason.TOO_COMPLEX


def test_a_jpeg_of_many_blocks_in_few_bytes_is_not_walked() -> None:
    data = photos.saved(Image.new("L", (2000, 2000), "white"), "JPEG")  # 62,500 blocks of six bits
    lacking = data[:-40] + data[-2:]

    assert not has_own_blocks(lacking, at_most=200_000)
    assert has_own_blocks(lacking, at_most=60_000)
