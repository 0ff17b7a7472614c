"""Photos and other files."""

from collections.abc import Callable

import pytest

from bench.memory import peak_megabytes
from chalicelib.features.photos.imaging import ImageType
from chalicelib.features.photos.imaging import inspection as inspection_module
from chalicelib.features.photos.imaging.stages import inspect
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.photos import photos_factory as photos
from tests.photos.photos_factory import MakePhoto

KINDS = [
    pytest.param(photos.jpeg, ImageType.JPEG, id="jpeg"),
    pytest.param(photos.png, ImageType.PNG, id="png"),
    pytest.param(photos.webp, ImageType.WEBP, id="webp"),
    pytest.param(photos.heic, ImageType.HEIC, id="heic"),
]


def refusal(data: bytes, declared_type: str = "image/jpeg") -> RejectionReason:
    with pytest.raises(Unacceptable) as refused:
        inspect(data, declared_type=declared_type)
    return refused.value.reason


@pytest.mark.parametrize(("make", "image_type"), KINDS)
def test_a_photo_is_what_its_bytes_say(make: MakePhoto, image_type: ImageType) -> None:
    facts = inspect(make(400, 300), declared_type=image_type)

    assert (facts.image_type, facts.width, facts.height, facts.upright) == (image_type, 400, 300, (400, 300))


@pytest.mark.parametrize(("make", "image_type"), KINDS)
def test_a_photo_mislabelled_by_the_phone_is_taken_for_what_it_is(make: MakePhoto, image_type: ImageType) -> None:
    other = ImageType.PNG if image_type is ImageType.JPEG else ImageType.JPEG

    assert inspect(make(), declared_type=other).image_type is image_type


@pytest.mark.parametrize("declared", ["IMAGE/JPEG", "image/jpeg; charset=binary", "image/jpg", "image/heif"])
def test_every_name_of_a_photo_type_is_accepted(declared: str) -> None:
    assert inspect(photos.jpeg(), declared_type=declared).image_type is ImageType.JPEG


@pytest.mark.parametrize("declared", ["text/html", "application/pdf", "image/svg+xml", "image/gif", ""])
def test_a_photo_declared_as_something_else_is_refused(declared: str) -> None:
    assert refusal(photos.jpeg(), declared) is RejectionReason.TYPE_MISMATCH


def test_a_memoryview_will_do() -> None:
    assert inspect(memoryview(photos.heic()), declared_type="image/heic").width == 400
    assert inspect(memoryview(photos.jpeg()), declared_type="image/jpeg").width == 400


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("make", "image_type"), KINDS)
def test_the_upright_size_follows_the_orientation(make: MakePhoto, image_type: ImageType, orientation: int) -> None:
    data = make(400, 300, camera=photos.Camera(orientation=orientation))

    assert inspect(data, declared_type=image_type).upright == (400, 300)


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert refusal(b"") is RejectionReason.EMPTY


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(photos.PDF, RejectionReason.NOT_AN_IMAGE, id="pdf"),
        pytest.param(photos.EPS, RejectionReason.NOT_AN_IMAGE, id="eps"),
        pytest.param(photos.HTML, RejectionReason.NOT_AN_IMAGE, id="html"),
        pytest.param(photos.with_zip_tail(b""), RejectionReason.NOT_AN_IMAGE, id="zip"),
        pytest.param(b"\0\0\0\x18ftypisom\0\0\0\0isommp42", RejectionReason.NOT_AN_IMAGE, id="mp4"),
        pytest.param(b"RIFF\0\0\0\0WAVEfmt ", RejectionReason.NOT_AN_IMAGE, id="wav"),
        pytest.param(b"\xff", RejectionReason.NOT_AN_IMAGE, id="one byte"),
        pytest.param(photos.SVG, RejectionReason.UNSUPPORTED_TYPE, id="svg"),
        pytest.param(b"\xef\xbb\xbf \n<svg>", RejectionReason.UNSUPPORTED_TYPE, id="svg after a BOM"),
        pytest.param(photos.AVIF, RejectionReason.UNSUPPORTED_TYPE, id="avif"),
        pytest.param(
            photos.AVIF.replace(b"ftypavif", b"ftypmif1"), RejectionReason.UNSUPPORTED_TYPE, id="avif as mif1"
        ),
        pytest.param(photos.gif(), RejectionReason.UNSUPPORTED_TYPE, id="gif"),
        pytest.param(photos.tiff(), RejectionReason.UNSUPPORTED_TYPE, id="tiff"),
    ],
)
def test_another_file_named_jpg_is_refused(data: bytes, reason: RejectionReason) -> None:
    assert refusal(data) is reason


@pytest.mark.parametrize(
    "head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x18ftypheic"]
)
def test_a_file_that_ends_in_its_header_is_broken(head: bytes) -> None:
    assert refusal(head) is RejectionReason.BROKEN


@pytest.mark.parametrize("tail", [photos.with_zip_tail, photos.with_script_tail])
@pytest.mark.parametrize(("make", "image_type"), KINDS)
def test_a_photo_with_something_behind_it_is_a_photo(
    make: MakePhoto, image_type: ImageType, tail: Callable[[bytes], bytes]
) -> None:
    assert inspect(tail(make()), declared_type=image_type).image_type is image_type


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(photos.png_bomb(), id="png"),
        pytest.param(photos.png_bomb()[:33], id="nothing but the png header"),
        pytest.param(photos.png_bomb(21_001, 10_000), id="just over"),
        pytest.param(photos.jpeg_bomb(), id="jpeg"),
    ],
)
def test_more_than_210_megapixels_are_refused(data: bytes) -> None:
    assert refusal(data) is RejectionReason.TOO_MANY_PIXELS


def test_exactly_210_megapixels_are_accepted() -> None:
    assert inspect(photos.png_bomb(21_000, 10_000), declared_type="image/png").width == 21_000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(photos.jpeg(progressive=True, subsampling=0), id="progressive jpeg"),
        pytest.param(photos.webp(), id="webp"),
        pytest.param(photos.heic(), id="heic"),
    ],
)
def test_pictures_that_decoders_hold_whole_are_limited_by_what_is_held(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection_module, "MAX_HELD_BYTES", 400 * 300 * 4 - 1)

    assert refusal(data) is RejectionReason.TOO_MANY_PIXELS
    assert inspect(photos.jpeg(), declared_type="image/jpeg")


def test_a_pixel_bomb_costs_no_memory() -> None:
    code = """
from chalicelib.features.photos.imaging.stages import inspect
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.photos.photos_factory import png_bomb
try:
    inspect(png_bomb(), declared_type="image/png")
    raise SystemExit("accepted")
except Unacceptable as refused:
    assert refused.reason is RejectionReason.TOO_MANY_PIXELS
"""

    assert peak_megabytes(code) < 128


def test_the_decoders_are_loaded_only_with_the_first_photo() -> None:
    code = """
import sys
import chalicelib.features.photos.imaging
assert not {"pyvips", "PIL", "pillow_heif"} & set(sys.modules)
"""

    assert peak_megabytes(code) < 64
