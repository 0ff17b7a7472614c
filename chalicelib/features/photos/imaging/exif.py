"""Notes of the camera beside the pixels: time, device, place.

The block is found by its container's own pieces, or by libheif; where they show none, by libvips. It is cut at 256 KiB,
and only the few tags that are told are read, each on its own (tiff). So rubbish costs a few megabytes at worst.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from math import isnan
from struct import error as OutsideOfBlock  # noqa: N812 - struct's only error

from chalicelib.features.photos.camera_clock import read_camera_time
from chalicelib.features.photos.imaging.baggage import pieces
from chalicelib.features.photos.imaging.codecs import open_header, open_heif
from chalicelib.features.photos.imaging.exif_text import read_text
from chalicelib.features.photos.imaging.facts import ExifFacts
from chalicelib.features.photos.imaging.formats import ImageType, identify
from chalicelib.features.photos.imaging.tiff import Block, Value, find_block, first_directory, read_directory

_MAX_BLOCK_BYTES = 256 * 1024
_MAX_BLOCKS = 4
_MAX_CAMERA_LENGTH = 100
#: Kinds of the pieces that hold EXIF: JPEG's APP1, which may hold XMP as well, a PNG's and a WebP's chunk.
_HOLDERS = frozenset({b"\xe1", b"eXIf", b"EXIF"})
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _CHANGED = 0x010F, 0x0110, 0x0112, 0x0132
_TAKEN, _DIGITIZED = 0x9003, 0x9004
_OFFSET_CHANGED, _OFFSET_TAKEN, _OFFSET_DIGITIZED = 0x9010, 0x9011, 0x9012
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_MAIN_TAGS = frozenset({_MAKE, _MODEL, _ORIENTATION, _CHANGED, _EXIF_IFD, _GPS_IFD})
_DETAIL_TAGS = frozenset({_TAKEN, _DIGITIZED, _OFFSET_CHANGED, _OFFSET_TAKEN, _OFFSET_DIGITIZED})
_GPS_TAGS = frozenset({_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE})
_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180
_DEGREE_DIGITS = 6  # a tenth of a metre
_NAN = float("nan")
_PARTS = 3
_SIXTY = 60  # minutes in a degree; 60 itself comes from rounding
_ORIENTATIONS = range(1, 9)


def read_exif(data: bytes | memoryview) -> ExifFacts:
    """Return the readable facts, each of the first block that has it. Raises nothing, with any bytes."""
    try:
        return reduce(_completed, map(_facts, _blocks(data)), ExifFacts())
    except Exception:  # no photo is refused for its EXIF
        return ExifFacts()


def _completed(facts: ExifFacts, further: ExifFacts) -> ExifFacts:
    """Return the facts, completed by further ones; the first orientation is the valid one."""
    return ExifFacts(
        taken_at=facts.taken_at or further.taken_at,
        camera=facts.camera or further.camera,
        gps=facts.gps or further.gps,
        orientation=facts.orientation if facts.orientation > 1 else further.orientation,
    )


def _blocks(data: bytes | memoryview) -> list[Block]:
    """Return the TIFF structures of the EXIF blocks, each cut at the most that is read."""
    image_type = identify(data)
    if image_type is ImageType.HEIC:
        held = [open_heif(data).info.get("exif") or b""]
    else:
        held = [bytes(body[:_MAX_BLOCK_BYTES]) for kind, body in pieces(data, image_type) if kind in _HOLDERS]
    blocks = list(filter(None, map(find_block, held[:_MAX_BLOCKS])))
    return blocks or list(_blocks_by_libvips(data, image_type))


def _blocks_by_libvips(data: bytes | memoryview, image_type: ImageType) -> Iterator[Block]:
    """Yield blocks that libvips finds behind damage, or in texts of a PNG, where programs wrote them before eXIf
    existed.
    """
    if image_type is ImageType.HEIC:
        return
    header = open_header(data, image_type)
    if "exif-data" in header.get_fields():
        yield from filter(None, [find_block(bytes(header.get("exif-data")[:_MAX_BLOCK_BYTES]))])


def _facts(block: Block) -> ExifFacts:
    main = _directory(block, None, _MAIN_TAGS)
    details = _directory(block, main.get(_EXIF_IFD, ()), _DETAIL_TAGS)
    return ExifFacts(
        taken_at=_taken_at(main, details),
        camera=_camera(_text(main.get(_MAKE)), _text(main.get(_MODEL))),
        gps=_position(_directory(block, main.get(_GPS_IFD, ()), _GPS_TAGS)),
        orientation=_orientation(main.get(_ORIENTATION)),
    )


def _directory(block: Block, pointer: Value | None, tags: frozenset[int]) -> dict[int, Value]:
    """Return a directory (None: the first), empty if it is broken: the others may still be read."""
    try:
        return read_directory(block, first_directory(block) if pointer is None else int(pointer[0]), tags)
    except (OutsideOfBlock, IndexError, ValueError, OverflowError):
        return {}


def _orientation(value: Value | None) -> int:
    return int(value[0]) if value and value[0] in _ORIENTATIONS else 1


def _taken_at(main: dict[int, Value], details: dict[int, Value]) -> datetime | None:
    candidates = (
        (details.get(_TAKEN), details.get(_OFFSET_TAKEN)),
        (details.get(_DIGITIZED), details.get(_OFFSET_DIGITIZED)),
        (main.get(_CHANGED), details.get(_OFFSET_CHANGED)),
    )
    times = (read_camera_time(_text(value), _text(offset)) for value, offset in candidates)
    return next((time for time in times if time), None)


def _camera(make: str, model: str) -> str | None:
    named_by_model = not make or model.lower().startswith(make.lower().split(" ")[0])
    return (model if named_by_model else f"{make} {model}").strip()[:_MAX_CAMERA_LENGTH] or None


def _position(gps: dict[int, Value]) -> tuple[float, float] | None:
    """Return degrees. None if a part is missing or out of range, or for 0, 0, as cameras without a fix write."""
    latitude = _degrees(gps.get(_LATITUDE), _text(gps.get(_LATITUDE_REF)), "NS", _MAX_LATITUDE)
    longitude = _degrees(gps.get(_LONGITUDE), _text(gps.get(_LONGITUDE_REF)), "EW", _MAX_LONGITUDE)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return latitude, longitude


def _degrees(parts: Value | None, reference: str, sides: str, limit: int) -> float | None:
    """Return degrees of (degrees, minutes, seconds); `sides` are the letters of the positive and the negative side.

    None without a side: a place on the wrong half of the earth is worse than none.
    """
    side = reference[:1].upper()
    degrees = _sum(parts or ())
    if degrees is None or not 0 <= degrees <= limit or not side or side not in sides:
        return None
    return round(-degrees if side == sides[1] else degrees, _DEGREE_DIGITS)


def _sum(parts: Value) -> float | None:
    """Return degrees, minutes and seconds as one number; seconds that are unknown (0/0) count as none.

    So do minutes where the degrees have a fraction. Whole degrees alone are off by up to 100 km: they are no place.
    Rationals that are said to be whole numbers are twice as many: no place either.
    """
    try:
        numbers = (float(_text(parts)),) if isinstance(parts, bytes) else parts
    except ValueError:
        return None
    if len(numbers) > _PARTS and any(isinstance(number, int) for number in numbers):
        return None
    degrees, minutes, seconds = (*numbers, _NAN, _NAN, _NAN)[:_PARTS]
    if isnan(degrees) or (isnan(minutes) and degrees.is_integer()):
        return None
    smaller = [0.0 if isnan(part) else part for part in (minutes, seconds)]
    if not all(0 <= part <= _SIXTY for part in smaller):
        return None
    return degrees + smaller[0] / _SIXTY + smaller[1] / _SIXTY**2


def _text(value: Value | None) -> str:
    return read_text(value) if isinstance(value, bytes) else ""
