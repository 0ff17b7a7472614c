"""Any bytes are filed or refused as a photo."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.features.photos.imaging import ExifFacts
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render
from chalicelib.features.photos.rejection import Unacceptable
from tests.photos import photos_factory as photos

ORIGINALS = [
    photos.telling_jpeg(96, 64),
    photos.jpeg(96, 64, progressive=True),
    photos.png(96, 64),
    photos.webp(96, 64),
    photos.webp(96, 64, lossless=True),
    photos.heic(96, 64),
]
MAGIC = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBPVP8X", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"]
unhurried = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged_photos(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(ORIGINALS)))
    for _ in range(draw(st.integers(0, 12))):
        # Headers are where damage is interesting, and they are at the front.
        reach = draw(st.sampled_from([64, 700, len(data)]))
        data[draw(st.integers(0, min(reach, len(data)) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(len(data) // 2, len(data)) | st.just(len(data)))])


def file_or_refuse(data: bytes) -> None:
    assert isinstance(read_exif(data), ExifFacts)
    try:
        result = render(data, inspect(data, declared_type="image/jpeg"))
    except Unacceptable:
        return
    assert max(result.preview_size) <= 1600
    assert max(result.thumbnail_size) <= 320


@unhurried
@given(damaged_photos())
def test_a_damaged_photo_is_rendered_or_refused(data: bytes) -> None:
    file_or_refuse(data)


@unhurried
@given(st.sampled_from(MAGIC), st.binary(max_size=400))
def test_rubbish_is_refused(magic: bytes, rubbish: bytes) -> None:
    file_or_refuse(magic + rubbish)
