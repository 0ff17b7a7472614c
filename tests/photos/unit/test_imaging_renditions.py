"""The staff's renditions."""

import io
import struct
from collections.abc import Callable

import pytest
from PIL import Image

from chalicelib.features.photos.imaging import Renditions
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.photos import photos_factory as photos
from tests.photos.photos_factory import MakePhoto

MAKERS: list[MakePhoto] = [photos.jpeg, photos.png, photos.webp, photos.heic]
#: Tables, frames, scans, restarts, the end, and JFIF's own header.
PIXEL_MARKERS = {0xDB, 0xC0, 0xC4, 0xDA, 0xDD, 0xE0}


def rendered(data: bytes) -> Renditions:
    return render(data, inspect(data, declared_type="image/jpeg"))


def refusal(data: bytes) -> RejectionReason:
    with pytest.raises(Unacceptable) as refused:
        rendered(data)
    return refused.value.reason


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    return image


def markers(jpeg: bytes) -> set[int]:
    """Return the markers up to the first scan."""
    found: set[int] = set()
    at = 2
    while 0xDA not in found:
        marker, length = struct.unpack_from(">xBH", jpeg, at)
        found.add(marker)
        at += 2 + length
    return found


def near(colour: object, expected: tuple[int, int, int], tolerance: int = 30) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize("orientation", [None, *range(1, 9)])
@pytest.mark.parametrize("make", MAKERS)
def test_renditions_are_upright(make: MakePhoto, orientation: int | None) -> None:
    result = rendered(make(400, 300, camera=photos.Camera(orientation=orientation)))

    preview = opened(result.preview)
    assert preview.size == result.preview_size == (result.width, result.height) == (400, 300)
    assert near(preview.getpixel((100, 75)), photos.SUN)
    assert not near(preview.getpixel((300, 225)), photos.SUN)


@pytest.mark.parametrize("make", MAKERS)
def test_the_longest_side_is_1600_and_320(make: MakePhoto) -> None:
    result = rendered(make(300, 2000))

    assert (result.width, result.height) == (300, 2000)
    assert opened(result.preview).size == result.preview_size == (240, 1600)
    assert opened(result.thumbnail).size == result.thumbnail_size == (48, 320)


@pytest.mark.parametrize("make", MAKERS)
def test_a_small_photo_is_not_enlarged(make: MakePhoto) -> None:
    result = rendered(make(200, 64))

    assert result.preview_size == result.thumbnail_size == (200, 64)


@pytest.mark.parametrize("size", [(3000, 2), (5000, 1), (20_000, 5)])  # libjpeg shrinks the last two by 2 and 8
def test_a_panorama_keeps_at_least_a_pixel(size: tuple[int, int]) -> None:
    result = rendered(photos.jpeg(*size))

    assert result.preview_size == (1600, 1)
    assert result.thumbnail_size == (320, 1)


def test_nothing_but_pixels_reaches_a_rendition() -> None:
    original = photos.telling_jpeg()
    told = (b"Exif\0\0", b"Phone 7", photos.XMP, photos.COMMENT, photos.small_jpeg(), b"ICC_PROFILE")
    assert all(part in original for part in told)

    result = rendered(original)

    for rendition in (result.preview, result.thumbnail):
        assert not any(part in rendition for part in told)
        assert markers(rendition) <= PIXEL_MARKERS
        assert read_exif(rendition) == read_exif(b"")
        assert rendition.endswith(b"\xff\xd9")


@pytest.mark.parametrize("tail", [photos.with_zip_tail, photos.with_script_tail])
def test_what_hides_behind_a_jpeg_stays_behind(tail: Callable[[bytes], bytes]) -> None:
    plain = photos.jpeg()

    assert rendered(tail(plain)) == rendered(plain)


def test_transparency_becomes_white() -> None:
    result = rendered(photos.transparent_png())

    assert opened(result.preview).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_print_colours_become_srgb(mode: str) -> None:
    file = io.BytesIO()
    photos.picture().convert(mode).save(file, "JPEG")

    assert opened(rendered(file.getvalue()).preview).size == (400, 300)


@pytest.mark.parametrize("mode", ["I;16", "LA", "P", "1"])
def test_every_kind_of_png_becomes_srgb(mode: str) -> None:
    file = io.BytesIO()
    photos.picture().convert("L").convert(mode).save(file, "PNG")

    assert opened(rendered(file.getvalue()).preview).size == (400, 300)


def test_a_colour_profile_is_applied_and_dropped() -> None:
    red, green, blue = photos.SUN
    swapped = (green, red, blue)

    result = rendered(photos.jpeg(icc_profile=photos.swapped_profile()))

    assert b"ICC_PROFILE" not in result.preview
    assert near(opened(result.preview).getpixel((100, 75)), swapped)


def test_a_colour_profile_of_rubbish_is_ignored() -> None:
    result = rendered(photos.jpeg(icc_profile=b"not a profile" * 50))

    assert near(opened(result.preview).getpixel((100, 75)), photos.SUN)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_truncated_photo_is_broken(make: MakePhoto, keep: float) -> None:
    assert refusal(photos.truncated(make(800, 600), keep=keep)) is RejectionReason.BROKEN


def test_a_truncated_progressive_jpeg_is_broken() -> None:
    assert refusal(photos.truncated(photos.jpeg(800, 600, progressive=True))) is RejectionReason.BROKEN


def test_a_heic_that_understates_its_size_is_broken() -> None:
    assert refusal(photos.heic_of_false_size(64, 64)) is RejectionReason.BROKEN


def test_only_three_loaders_are_allowed() -> None:
    import pyvips  # noqa: PLC0415 - heavy

    rendered(photos.jpeg())

    for data in (photos.SVG, photos.gif(), photos.tiff(), photos.heic()):
        with pytest.raises(pyvips.Error):
            pyvips.Image.new_from_buffer(data, "")
