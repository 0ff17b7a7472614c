"""The facts that the page reads in a photo's bytes: its type, its time, and its end."""

import struct

import pytest
from PIL import Image

from tests.photos.browser.modules.conftest import Lab, encoded
from tests.support.browser import photos

_ORIENTATION, _EXIF_IFD, _GPS_IFD, _TAKEN, _TAKEN_OFFSET = 0x0112, 0x8769, 0x8825, 0x9003, 0x9011
_KIND = "({ kindOf }, data) => kindOf(bytes(data))"
_TAKEN_AT = "({ takenAt }, data) => takenAt(bytes(data))"
_END = "({ endOf }, data, type) => endOf(bytes(data), type)"
_FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40


def dated(taken: str, offset: str = "") -> bytes:
    """Return a JPEG with a time of the shot, and its offset if one is given."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 1
    exif.get_ifd(_EXIF_IFD).update({_TAKEN: taken} | ({_TAKEN_OFFSET: offset} if offset else {}))
    return photos.jpeg(seed=1, width=32, height=32, exif=exif)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"RIFF\x24\0\n\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x24\0\0\0WAVEfmt ", ""),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "image/heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", ""),
        (b"GIF89a\x01\0\x01\0", ""),
        (b"%PDF-1.7", ""),
        (b"<svg xmlns=", ""),
        (b"\xff\xd8", ""),
        (b"", ""),
    ],
)
def test_a_photo_is_known_by_its_first_bytes(shared_lab: Lab, head: bytes, kind: str) -> None:
    assert shared_lab.run("exif", _KIND, encoded(head)) == kind


@pytest.mark.parametrize(
    ("offset", "known"),
    [
        ("", ""),
        ("+05:30", "+05:30"),
        ("-08:00", "-08:00"),
        ("   :  ", ""),
        ("+25:00", ""),
        ("Z", "Z"),
        ("+0300", "+0300"),
        ("\0\0\0\0", ""),
    ],
)
def test_the_time_of_the_shot_is_the_cameras(shared_lab: Lab, offset: str, known: str) -> None:
    photo = dated("2026:03:05 01:07:09", offset)

    assert shared_lab.run("exif", _TAKEN_AT, encoded(photo)) == f"2026-03-05T01:07:09{known}"


@pytest.mark.parametrize(
    "taken",
    [
        "0000:00:00 00:00:00",
        "2026-03-05",
        "    :  :     :  :  ",
        "2026:99:99 99:99:99",
        "0001:01:01 00:00:00",
        "1980:01:01 00:00:00",
        "9999:12:31 23:59:59",
        "2026:02:30 10:00:00",
        "2026:03:05 24:00:00",
        "2026:03:05 10:60:00",
        "٢٠٢٦:03:05 10:00:00",
        "2026:03:05 10:00:00 PM",
        "2026:03:05 10:00:00 am",
    ],
)
def test_a_camera_that_does_not_know_the_time_says_none(shared_lab: Lab, taken: str) -> None:
    assert shared_lab.run("exif", _TAKEN_AT, encoded(dated(taken))) == ""


def hostile() -> dict[str, bytes]:
    """Return JPEGs whose Exif points, counts or ends at forbidden places."""
    whole = photos.sideways_with_place(seed=5, width=32, height=32)
    tiff = whole.index(b"Exif\0\0") + 6
    first = tiff + struct.unpack(">L", whole[tiff + 4 : tiff + 8])[0]
    directory = whole.index(struct.pack(">H", _GPS_IFD), first)

    def with_long(at: int, value: int) -> bytes:
        return whole[:at] + struct.pack(">L", value) + whole[at + 4 :]

    return {
        "first directory beyond the file": with_long(tiff + 4, 0xFFFFFFFF),
        "directory of places beyond the file": with_long(directory + 8, 0x7FFFFFFF),
        "directory of places is the first one": with_long(directory + 8, first - tiff),
        "a count that is too large": whole[:first] + b"\xff\xff" + whole[first + 2 :],
        "cut off within the segment": whole[: first + 5],
        "cut off after its length": whole[: tiff - 6],
        "a segment of no length": whole[:4] + b"\0\0" + whole[6:],
        "a segment longer than the file": whole[:4] + b"\xff\xff" + whole[6 : 6 + 40],
        "only the beginning": b"\xff\xd8\xff\xe1",
    }


@pytest.mark.parametrize("what", hostile())
def test_offsets_that_lie_break_nothing(shared_lab: Lab, what: str) -> None:
    photo = hostile()[what]

    assert isinstance(shared_lab.run("exif", _TAKEN_AT, encoded(photo)), str)
    assert 0 < shared_lab.run("exif", _END, encoded(photo), "image/jpeg") <= len(photo)


def jpegs_by_their_ends() -> dict[str, tuple[bytes, int]]:
    """Return JPEGs, and where the photo in each of them ends."""
    whole, preview = photos.jpeg(seed=6, width=64, height=48), photos.jpeg(seed=7, width=16, height=16)
    scan = whole.index(b"\xff\xda")
    with_preview = whole[:2] + b"\xff\xe2" + struct.pack(">H", 2 + len(preview)) + preview + whole[2:]
    return {
        "nothing more": (whole, len(whole)),
        "a film": (whole + _FILM, len(whole)),
        "another photo": (whole + preview, len(whole)),
        "a preview before it": (with_preview, len(with_preview)),
        "a preview before it and a film": (with_preview + _FILM, len(with_preview)),
        "stray bytes before a marker": (whole[:scan] + b"\0\x11\x22" + whole[scan:] + _FILM, len(whole) + 3),
        "a marker that is filled up": (whole[:scan] + b"\xff\xff" + whole[scan:] + _FILM, len(whole) + 2),
        "no end": (whole[:-2], len(whole) - 2),
        "half of it": (whole[: len(whole) // 2], len(whole) // 2),
    }


@pytest.mark.parametrize("what", jpegs_by_their_ends())
def test_a_jpeg_ends_where_its_own_end_is(shared_lab: Lab, what: str) -> None:
    photo, end = jpegs_by_their_ends()[what]

    assert shared_lab.run("exif", _END, encoded(photo), "image/jpeg") == end


def test_a_heic_ends_before_the_film_that_a_phone_appends(shared_lab: Lab) -> None:
    whole = photos.heic(seed=8)
    film = struct.pack(">L", 8 + len(_FILM)) + b"mpvd" + _FILM

    assert shared_lab.run("exif", _END, encoded(whole), "image/heic") == len(whole)
    assert shared_lab.run("exif", _END, encoded(whole + film), "image/heic") == len(whole)
    assert shared_lab.run("exif", _END, encoded(whole[:60] + b"\0" * 12), "image/heic") == 72
