"""What the page reads in a photo's bytes, and what it blanks there."""

import io
import struct

import pytest
from PIL import Image

from tests.browser import photos
from tests.browser.modules.conftest import Lab, encoded

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PLACE_IN_XMP = _XMP + b'<rdf:Description exif:GPSLatitude="55,45.35N" exif:GPSLongitude="37,37.03E"/>'
_ORIENTATION, _EXIF_IFD, _GPS_IFD, _TAKEN, _TAKEN_OFFSET = 0x0112, 0x8769, 0x8825, 0x9003, 0x9011
_KIND = "({ kindOf }, data) => kindOf(bytes(data))"
_TAKEN_AT = "({ takenAt }, data) => takenAt(bytes(data))"
_COMPLETE = "({ complete }, data) => complete(bytes(data))"
_FORGET = """({ forgetPlace }, data) => {
  const mine = bytes(data);
  forgetPlace(mine);
  return [...new Uint8Array(mine)];
}"""


def dated(taken: str, offset: str = "") -> bytes:
    """Return a JPEG that says when it was taken, and where on Earth's clocks if an offset is given."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 1
    exif.get_ifd(_EXIF_IFD).update({_TAKEN: taken} | ({_TAKEN_OFFSET: offset} if offset else {}))
    return photos.jpeg(seed=1, width=32, height=32, exif=exif)


def forgotten(lab: Lab, data: bytes) -> bytes:
    """Return the photo without its place, as the page makes it."""
    return bytes(lab.run("exif", _FORGET, encoded(data)))


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
    ("offset", "taken"),
    [
        ("", "2026-03-05T11:07:09.000Z"),  # the phone's own clock: Moscow
        ("+05:30", "2026-03-05T08:37:09.000Z"),
        ("-08:00", "2026-03-05T22:07:09.000Z"),
    ],
)
def test_the_time_of_the_shot_is_the_cameras(shared_lab: Lab, offset: str, taken: str) -> None:
    assert shared_lab.run("exif", _TAKEN_AT, encoded(dated("2026:03:05 14:07:09", offset))) == taken


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2026-03-05", "    :  :     :  :  ", "2026:99:99 99:99:99"])
def test_a_camera_that_does_not_know_the_time_says_none(shared_lab: Lab, taken: str) -> None:
    assert shared_lab.run("exif", _TAKEN_AT, encoded(dated(taken))) == ""


def test_the_place_is_blanked_and_the_rest_stays(shared_lab: Lab) -> None:
    photo = photos.sideways_with_place(seed=2, width=64, height=48)
    assert photos.place_of(photo) != {}

    clean = forgotten(shared_lab, photo)

    assert (photos.place_of(clean), len(clean)) == ({}, len(photo))
    assert struct.pack(">LL", 55, 1) in photo
    assert struct.pack(">LL", 55, 1) not in clean
    with Image.open(io.BytesIO(photo)) as before, Image.open(io.BytesIO(clean)) as after:
        assert after.tobytes() == before.tobytes()
        assert after.getexif()[_ORIENTATION] == 6
        assert after.getexif().get_ifd(_EXIF_IFD) == before.getexif().get_ifd(_EXIF_IFD)


def test_what_xmp_says_of_the_place_is_blanked_too(shared_lab: Lab) -> None:
    photo = photos.jpeg(seed=3, width=32, height=32)
    with_xmp = photo[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(_PLACE_IN_XMP)) + _PLACE_IN_XMP + photo[2:]

    clean = forgotten(shared_lab, with_xmp)

    assert b"GPSLatitude" in with_xmp
    assert b"GPSLatitude" not in clean
    assert clean.endswith(photo[2:])


def test_a_photo_without_a_place_is_left_as_it_is(shared_lab: Lab) -> None:
    for photo in (photos.jpeg(seed=4, width=32, height=32), dated("2026:03:05 14:07:09"), b"\x89PNG\r\n\x1a\n", b""):
        assert forgotten(shared_lab, photo) == photo


def hostile() -> dict[str, bytes]:
    """Return JPEGs whose Exif points, counts or ends where it must not."""
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
    assert len(forgotten(shared_lab, photo)) == len(photo)


def test_a_photo_is_complete_when_its_end_comes_after_its_last_scan(shared_lab: Lab) -> None:
    whole = photos.jpeg(seed=6, width=64, height=48)
    preview = photos.jpeg(seed=7, width=16, height=16)
    with_preview = whole[:2] + b"\xff\xe2" + struct.pack(">H", 2 + len(preview)) + preview + whole[2:]

    def complete(photo: bytes) -> bool:
        return bool(shared_lab.run("exif", _COMPLETE, encoded(photo)))

    assert complete(whole)
    assert complete(whole + b"what a phone adds")
    assert complete(with_preview)
    assert not complete(whole[:-2])
    assert not complete(whole[: len(whole) // 2])
    assert not complete(with_preview[: len(with_preview) * 2 // 3])
