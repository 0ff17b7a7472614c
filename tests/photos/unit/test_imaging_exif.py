"""The camera's notes."""

import struct
import tracemalloc
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from chalicelib.features.photos.imaging import ExifFacts
from chalicelib.features.photos.imaging.stages import read_exif
from tests.photos import photos_factory as photos
from tests.photos.photos_factory import Camera, MakePhoto

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


Parts = tuple[tuple[int, int], ...]


def with_gps(latitude: Parts, longitude: Parts, sides: tuple[str, str] = ("N", "E")) -> bytes:
    """Return a JPEG with these numerators and denominators, signed if one is negative; an empty side is left out."""
    values, entries = b"", b""
    count = 2 + sum(map(bool, sides))
    for tag, side, parts in ((1, sides[0], latitude), (3, sides[1], longitude)):
        if side:
            entries += struct.pack(">HHL4s", tag, 2, 2, side[:3].encode())
        kind = 10 if min(map(min, parts)) < 0 else 5
        entries += struct.pack(">HHLL", tag + 1, kind, len(parts), 26 + 2 + 12 * count + 4 + len(values))
        values += b"".join(struct.pack(">ll" if kind == 10 else ">LL", *part) for part in parts)
    main = struct.pack(">LHHHLLL", 8, 1, 0x8825, 4, 1, 26, 0)
    tiff = b"MM\0*" + main + struct.pack(">H", count) + entries + struct.pack(">L", 0) + values
    return photos.jpeg(exif=b"Exif\0\0" + tiff)


@pytest.mark.parametrize("offset", [None, "", "rubbish", "   :  ", "+14:01", "-23:59", "+03:60", "+99:99"])
def test_without_an_offset_the_time_stays_local(offset: str | None) -> None:
    assert read_exif(photos.jpeg(camera=Camera(offset=offset))).taken_at == photos.TAKEN_AT


def test_south_and_west_are_negative() -> None:
    assert read_exif(photos.jpeg(camera=Camera(gps=(-33.456, -70.65)))).gps == (-33.456, -70.65)


@pytest.mark.parametrize("gps", [(0.0, 0.0), (91.0, 10.0), (10.0, 181.0)])
def test_impossible_places_are_left_out(gps: tuple[float, float]) -> None:
    assert read_exif(photos.jpeg(camera=Camera(gps=gps))).gps is None


EAST = ((37, 1), (36, 1), (0, 1))


@pytest.mark.parametrize(
    ("parts", "degrees"),
    [
        (((55, 1), (45, 1), (0, 0)), 55.75),
        (((55, 1), (45, 1), (5, 0)), 55.75),
        (((55, 1), (45, 1)), 55.75),
        (((5575, 100), (0, 0), (0, 0)), 55.75),
        (((5575, 100),), 55.75),
        (((55, 1), (4575, 100), (0, 0)), 55.7625),
        (((55, 1), (0, 0), (0, 0)), None),
        (((55, 1),), None),
        (((0, 0), (45, 1), (0, 1)), None),
        (((0, 0), (0, 0), (0, 0)), None),
        (((55, 0), (45, 1), (0, 1)), None),
        (((55, 1), (61, 1), (0, 1)), None),
        (((55, 1), (45, 1), (4500, 1)), None),
        (((90, 1), (0, 1), (1, 1)), None),
        (((90, 1), (0, 1), (0, 1)), 90),
    ],
)
def test_of_a_place_only_unknown_seconds_may_be_missing(parts: Parts, degrees: float | None) -> None:
    gps = read_exif(with_gps(parts, EAST)).gps

    assert gps == (None if degrees is None else (degrees, 37.6))


@pytest.mark.parametrize(
    ("sides", "place"),
    [
        (("s", "w"), (-55.75, -37.6)),
        (("Sou", "Eas"), (-55.75, 37.6)),
        (("", "E"), None),
        (("N", ""), None),
        (("E", "N"), None),
        (("?", "E"), None),
    ],
)
def test_a_place_needs_the_side_that_it_is_on(sides: tuple[str, str], place: tuple[float, float] | None) -> None:
    assert read_exif(with_gps(((55, 1), (45, 1), (0, 1)), EAST, sides)).gps == place


def test_a_place_whose_numbers_have_another_type_is_none() -> None:
    file = with_gps(((55, 1), (45, 1), (0, 1)), EAST)
    rationals = struct.pack(">HHL", 2, 5, 3)

    assert read_exif(file.replace(rationals, struct.pack(">HHL", 2, 4, 6))).gps is None


def test_negative_degrees_are_no_place() -> None:
    assert read_exif(with_gps(((-55, 1), (45, 1), (0, 1)), EAST)).gps is None


def named(make: bytes, *, tag: int = 0x010F) -> bytes:
    """Return a JPEG whose camera's maker (or another ASCII tag) is these bytes."""
    tiff = b"MM\0*" + struct.pack(">LHHHLLL", 8, 1, tag, 2, len(make), 26, 0) + make
    return photos.jpeg(exif=b"Exif\0\0" + tiff)


@pytest.mark.parametrize(
    ("written", "camera"),
    [
        ("Камера №7".encode(), "Камера №7"),
        ("Камера".encode() + b"\0\0   ", "Камера"),
        ("小米 手机".encode() + b"\0", "小米 手机"),
        ("Камера".encode()[:-1], "Камер"),
        ("Pañal".encode("latin-1"), "Pañal"),
        ("Café".encode("latin-1"), "Café"),
        (b"\0\0Osmotr", "Osmotr"),
        (b"Osmotr\xff\xff\xff\xff", "Osmotr"),
        (b"  Osmotr \x1b[31m\x7f  ", "Osmotr [31m"),
        ("Os\u200bmo\u202etr\x85".encode(), "Osmotr"),
        ("\ufeffOsmotr".encode(), "Osmotr"),
        (b"\0" * 8, None),
        (b"\xff" * 8, None),
        ("Osmotr".encode("utf-16-le"), "Osmotr"),
        ("Камера 7".encode("utf-16-be"), "Камера 7"),
        ("Камера 7".encode("utf-16-le") + b"\0\0", "Камера 7"),
        ("小米 手机".encode("utf-16"), "小米 手机"),
        ("Камера 7".encode("cp1251"), "Камера 7"),
        ("Камера".encode()[:-1] + b"    ", "Камер"),
        ("Xiaomi 小米手机".encode("gbk"), "Xiaomi"),
        ("カメラ".encode("shift-jis"), None),
        ("Камера".encode("cp866"), None),
        (b"a\xed\xa0\x80b", None),
        ("\u3164\u2800\ue000\ufffd".encode(), None),
        (b"????????", None),
        (b"Os\r\nmotr\t7", "Os motr 7"),
    ],
)
def test_a_cameras_name_is_text_and_never_rubbish(written: bytes, camera: str | None) -> None:
    assert read_exif(named(written.ljust(8, b"\0"))).camera == camera


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_name_of_exif_3s_own_type_for_utf_8_is_read(order: str) -> None:
    name = "Камера".encode()
    main = struct.pack(f"{order}HLHHHLLL", 42, 8, 1, 0x0110, 129, len(name), 26, 0)
    block = b"Exif\0\0" + (b"II" if order == "<" else b"MM") + main + name

    assert read_exif(photos.jpeg(exif=block)).camera == "Камера"


@pytest.mark.parametrize("kind", [1, 2, 7])
@pytest.mark.parametrize("order", ["<", ">"])
def test_texts_are_read_whatever_their_type_is_called(order: str, kind: int) -> None:
    block = tiff(order, main=[(0x0110, kind, b"Osmotr 7")], details=[(0x9003, kind, b"2026:11:20 01:30:00\0")])

    facts = read_exif(photos.jpeg(exif=block))

    assert facts == ExifFacts(taken_at=datetime(2026, 11, 20, 1, 30), camera="Osmotr 7")  # noqa: DTZ001


Entry = tuple[int, int, bytes]


def tiff(order: str, *, main: Sequence[Entry] = (), details: Sequence[Entry] = (), next_at: int = 0) -> bytes:
    """Return an EXIF block of entries (tag, type of one byte, value)."""
    directory_at = 8 + 2 + 12 * (len(main) + 1) + 4
    values_at = directory_at + 2 + 12 * len(details) + 4
    values, parts = b"", b""
    for entries in ([*main, (0x8769, 4, struct.pack(f"{order}L", directory_at))], details):
        parts += struct.pack(f"{order}H", len(entries))
        for tag, kind, value in entries:
            at = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(f"{order}L", values_at + len(values))
            parts += struct.pack(f"{order}HHL4s", tag, kind, len(value) if kind != 4 else 1, at)
            values += value if len(value) > 4 else b""
        parts += struct.pack(f"{order}L", next_at)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return b"Exif\0\0" + head + struct.pack(f"{order}L", 8) + parts + values


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (4, b"\xff\xff\xff\xff"),  # count
        (8, b"\xf0\xff\xff\xff"),  # offset
        (2, b"\x63\x00"),  # type
        (0, b"\x00\x00"),  # tag
    ],
)
def test_a_broken_entry_takes_no_other_along(at: int, written: bytes) -> None:
    block = bytearray(tiff("<", main=[(0x010F, 2, b"Maker 12"), (0x0110, 2, b"Osmotr 7")], details=[TAKEN]))
    block[6 + 8 + 2 + at : 6 + 8 + 2 + at + len(written)] = written

    assert read_exif(photos.jpeg(exif=bytes(block))) == ExifFacts(
        taken_at=datetime(2026, 11, 20, 1, 30),  # noqa: DTZ001
        camera="Osmotr 7",
    )


TAKEN = (0x9003, 2, b"2026:11:20 01:30:00\0")
NAMED = (0x0110, 2, b"Osmotr 7")


@pytest.mark.parametrize(
    "blocks",
    [
        [tiff("<", main=[NAMED], details=[TAKEN]), tiff(">", main=[(0x0110, 2, b"Second 2")])],
        [tiff("<", main=[NAMED]), tiff(">", main=[(0x0110, 2, b"Second 2")], details=[TAKEN])],
        [b"Exif\0\0", tiff("<", main=[NAMED], details=[TAKEN])],
        [b"Exif\0\0" + b"\0" * 90, b"http://ns.adobe.com/xap/1.0/\0<x/>", tiff("<", main=[NAMED], details=[TAKEN])],
        [tiff("<", main=[NAMED], details=[TAKEN])[6:]],
        [tiff("<", main=[NAMED], details=[TAKEN], next_at=8)],
        [tiff("<", main=[NAMED], details=[TAKEN, (0x927C, 7, b"x" * 60_000)])],
    ],
)
def test_of_several_blocks_the_first_that_tells_a_fact_is_read(blocks: list[bytes]) -> None:
    held = b"".join(b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block for block in blocks)

    facts = read_exif(b"\xff\xd8" + held + photos.jpeg(camera=Camera(taken_at=None, make=None, model=None))[2:])

    assert facts == ExifFacts(taken_at=datetime(2026, 11, 20, 1, 30), camera="Osmotr 7")  # noqa: DTZ001


@pytest.mark.parametrize("make", [photos.png, photos.webp, photos.heic])
def test_a_name_in_utf_8_is_read_in_every_format(make: MakePhoto) -> None:
    file = make(camera=Camera(make=None, model="@@@@@@@@@@"))

    assert read_exif(file.replace(b"@@@@@@@@@@", "Сяоми".encode())).camera == "Сяоми"


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


@pytest.mark.parametrize(
    "written",
    [
        b"0000:00:00 00:00:00",
        b"0001:01:01 00:00:00",
        b"1970:01:01 00:00:00",
        b"1989:12:31 23:59:59",
        b"9999:12:31 23:59:59",
        b"2026:02:30 12:00:00",
        b"2026:03:14 24:00:00",
        b"2026:13:14 12:00:00",
        b"    :  :     :  :  ",
        b"today, after lunch.",
    ],
)
@pytest.mark.parametrize("make", MAKERS)
def test_a_time_that_can_not_be_is_no_time(make: MakePhoto, written: bytes) -> None:
    data = make().replace(b"2026:03:14 15:09:26", written)

    facts = read_exif(data)

    assert (facts.taken_at, facts.camera) == (None, "Osmotr Phone 7")


def test_a_time_that_can_not_be_leaves_it_to_the_next_one() -> None:
    exif = Camera(taken_at=None).exif()
    exif.get_ifd(0x8769).update({0x9003: "0001:01:01 00:00:00", 0x9004: "2026:03:14 15:09:26", 0x9012: "-05:00"})

    assert read_exif(photos.jpeg(exif=exif.tobytes())).taken_at == photos.TAKEN_AT.replace(
        tzinfo=timezone(-timedelta(hours=5))
    )


def test_gps_time_is_no_offset() -> None:
    exif = Camera(offset=None).exif()
    exif.get_ifd(0x8825).update({7: (12.0, 9.0, 26.0), 29: "2026:03:14"})

    assert read_exif(photos.jpeg(exif=exif.tobytes())).taken_at == photos.TAKEN_AT


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
