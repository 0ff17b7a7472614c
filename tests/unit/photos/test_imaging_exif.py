"""What the camera wrote."""

import struct
import tracemalloc
from datetime import datetime, timedelta, timezone

import pytest

from chalicelib.photos.imaging import ExifFacts, read_exif
from tests import photos_factory as photos
from tests.photos_factory import Camera, MakePhoto

MAKERS: list[MakePhoto] = [photos.jpeg, photos.png, photos.webp, photos.heic]
MOSCOW = timezone(timedelta(hours=3))


@pytest.mark.parametrize("make", MAKERS)
def test_time_camera_and_place_are_read(make: MakePhoto) -> None:
    facts = read_exif(make(camera=Camera(gps=(55.751244, 37.618423), orientation=6)))

    assert facts == ExifFacts(
        taken_at=photos.TAKEN_AT.replace(tzinfo=MOSCOW),
        camera="Osmotr Phone 7",
        gps=(55.751244, 37.618423),
        orientation=6,
    )


@pytest.mark.parametrize("offset", [None, "", "rubbish", "   :  "])
def test_without_an_offset_the_time_stays_local(offset: str | None) -> None:
    assert read_exif(photos.jpeg(camera=Camera(offset=offset))).taken_at == photos.TAKEN_AT


def test_south_and_west_are_negative() -> None:
    assert read_exif(photos.jpeg(camera=Camera(gps=(-33.456, -70.65)))).gps == (-33.456, -70.65)


@pytest.mark.parametrize("gps", [(0.0, 0.0), (91.0, 10.0), (10.0, 181.0)])
def test_impossible_places_are_left_out(gps: tuple[float, float]) -> None:
    assert read_exif(photos.jpeg(camera=Camera(gps=gps))).gps is None


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Apple", "iPhone 13", "Apple iPhone 13"),
        ("NIKON", "NIKON COOLPIX P6000", "NIKON COOLPIX P6000"),
        ("HMD Global", None, "HMD Global"),
        (None, "X", "X"),
        (None, None, None),
        ("A\0B\x07", " \n", "A"),
        ("M", "z" * 500, "M " + "z" * 98),
    ],
)
def test_the_camera_is_make_and_model_once(make: str | None, model: str | None, camera: str | None) -> None:
    assert read_exif(photos.jpeg(camera=Camera(make=make, model=model))).camera == camera


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe1", photos.PDF, photos.gif(), photos.png_bomb()])
def test_files_without_exif_say_nothing(data: bytes) -> None:
    assert read_exif(data) == ExifFacts()


def test_a_time_of_zeros_is_no_time() -> None:
    data = photos.jpeg().replace(b"2026:03:14 15:09:26", b"0000:00:00 00:00:00")

    assert read_exif(data).taken_at is None


def test_an_impossible_orientation_is_upright() -> None:
    assert read_exif(photos.jpeg(camera=Camera(orientation=99))).orientation == 1


def test_a_truncated_photo_still_tells_when_it_was_taken() -> None:
    assert read_exif(photos.truncated(photos.jpeg())).taken_at == photos.TAKEN_AT.replace(tzinfo=MOSCOW)


def test_directories_that_point_at_themselves_end() -> None:
    tiff = b"II*\0" + struct.pack("<LHHHLLHHLLL", 8, 2, 0x8769, 4, 1, 8, 0x8825, 4, 1, 8, 8)
    data = photos.jpeg(exif=b"Exif\0\0" + tiff)

    assert read_exif(data) == ExifFacts()


def test_tags_that_claim_gigabytes_cost_nothing() -> None:
    """Thousands of tags that each claim the whole block, and a maker note of 4 GB."""
    entries = [(0x927C, 7, 0xFFFFFFFF, 8), *((tag, 5, 8000, 8) for tag in range(0x1000, 0x1800))]
    tiff = b"II*\0" + struct.pack("<LH", 8, len(entries)) + b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    data = photos.jpeg(exif=b"Exif\0\0" + tiff.ljust(65_000, b"\0"))

    tracemalloc.start()
    try:
        read_exif(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 16_000_000


def test_time_is_taken_from_the_file_change_when_there_is_no_other() -> None:
    tiff = b"MM\0*" + struct.pack(">LHHHLLL", 8, 1, 0x0132, 2, 20, 26, 0) + b"2020:01:02 03:04:05\0"

    assert read_exif(photos.jpeg(exif=b"Exif\0\0" + tiff)).taken_at == datetime(2020, 1, 2, 3, 4, 5)  # noqa: DTZ001
