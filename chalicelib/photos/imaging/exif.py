"""What the camera wrote beside the pixels: when, with what, where.

The block is found by libvips or libheif and read by Pillow: kept, fuzzed, and here anyway as pillow_heif's dependency.
Pillow reads a directory's values only as far as they fit into the block together, and a maker note only when asked,
which is never; the block is cut at 256 KiB. So rubbish costs a few megabytes at worst.
"""

import struct
import warnings
from codecs import getincrementaldecoder
from datetime import datetime
from math import isnan
from typing import Any

from chalicelib.photos.camera_clock import read_camera_time
from chalicelib.photos.imaging.codecs import open_header, open_heif
from chalicelib.photos.imaging.facts import ExifFacts
from chalicelib.photos.imaging.formats import ImageType, identify

_MAX_BLOCK_BYTES = 256 * 1024
_PREFIX = b"Exif\0\0"
_ASCII, _UTF_8 = 2, 129  # types of values; the latter since EXIF 3.0
_MAX_CAMERA_LENGTH = 100
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _CHANGED = 0x010F, 0x0110, 0x0112, 0x0132
_TAKEN, _DIGITIZED = 0x9003, 0x9004
_OFFSET_CHANGED, _OFFSET_TAKEN, _OFFSET_DIGITIZED = 0x9010, 0x9011, 0x9012
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180
_DEGREE_DIGITS = 6  # a tenth of a metre
_NAN = float("nan")
_SIXTY = 60  # minutes in a degree; 60 itself comes from rounding
_ORIENTATIONS = range(1, 9)


def read_exif(data: bytes | memoryview) -> ExifFacts:
    """Return what can be read; never raises, whatever the bytes are."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of every odd tag, and odd tags are common
            return _facts(_block(data))
    except Exception:  # a photo is not refused for what its EXIF is
        return ExifFacts()


def _block(data: bytes | memoryview) -> bytes:
    """Return the TIFF structure of the EXIF block, cut at the most that is read; b"" if there is none."""
    image_type = identify(data)
    if image_type is ImageType.HEIC:
        block = open_heif(data).info.get("exif") or b""
    else:
        header = open_header(data, image_type)
        block = header.get("exif-data") if "exif-data" in header.get_fields() else b""
    return _in_known_types(bytes(block[:_MAX_BLOCK_BYTES]))


def _in_known_types(block: bytes) -> bytes:
    """Return the block with texts of EXIF 3.0's type UTF-8 as ASCII's in the first directory: Pillow knows only that.

    Why: it leaves out values of types that it doesn't know, so that such a camera had no name.
    """
    start = len(_PREFIX) if block.startswith(_PREFIX) else 0
    order = "<" if block[start : start + 2] == b"II" else ">"
    changed = bytearray(block)
    try:
        directory = start + struct.unpack_from(f"{order}L", block, start + 4)[0]
        for at in range(directory + 2, len(block) - 3, 12)[: struct.unpack_from(f"{order}H", block, directory)[0]]:
            if struct.unpack_from(f"{order}H", block, at + 2)[0] == _UTF_8:
                struct.pack_into(f"{order}H", changed, at + 2, _ASCII)
    except struct.error:  # a directory that lies outside
        return block
    return bytes(changed)


def _facts(block: bytes) -> ExifFacts:
    from PIL.Image import Exif  # noqa: PLC0415 - heavy

    exif = Exif()
    exif.load(block)
    main = _directory(exif, None)
    details = _directory(exif, _EXIF_IFD)
    return ExifFacts(
        taken_at=_taken_at(main, details),
        camera=_camera(_text(main.get(_MAKE)), _text(main.get(_MODEL))),
        gps=_position(_directory(exif, _GPS_IFD)),
        orientation=_orientation(main.get(_ORIENTATION)),
    )


def _directory(exif: Any, tag: int | None) -> dict[int, Any]:
    """Return a directory, empty if it is broken: the others may still be read."""
    try:
        return dict(exif) if tag is None else dict(exif.get_ifd(tag))
    except Exception:  # Pillow documents no limit to what a broken directory raises
        return {}


def _orientation(value: Any) -> int:
    return value if isinstance(value, int) and value in _ORIENTATIONS else 1


def _taken_at(main: dict[int, Any], details: dict[int, Any]) -> datetime | None:
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


def _position(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Return degrees; None when a part is missing, out of range, or exactly 0, 0, as cameras without a fix write."""
    latitude = _degrees(gps.get(_LATITUDE), _text(gps.get(_LATITUDE_REF)), "NS", _MAX_LATITUDE)
    longitude = _degrees(gps.get(_LONGITUDE), _text(gps.get(_LONGITUDE_REF)), "EW", _MAX_LONGITUDE)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return latitude, longitude


def _degrees(parts: Any, reference: str, sides: str, limit: int) -> float | None:
    """Return degrees of (degrees, minutes, seconds), all rational; `sides` are the letters of the positive and the
    negative side. None without a side: a place on the wrong half of the earth is worse than none.
    """
    side = reference[:1].upper()
    degrees = _sum(parts)
    if degrees is None or not 0 <= degrees <= limit or not side or side not in sides:
        return None
    return round(-degrees if side == sides[1] else degrees, _DEGREE_DIGITS)


def _sum(parts: Any) -> float | None:
    """Return degrees, minutes and seconds as one number; seconds that are unknown (0/0) count as none.

    So do minutes where the degrees have a fraction. Whole degrees alone are off by up to 100 km: they are no place.
    """
    try:
        degrees, minutes, seconds = (*map(float, parts if isinstance(parts, tuple) else (parts,)), _NAN, _NAN)[:3]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if isnan(degrees) or (isnan(minutes) and degrees.is_integer()):
        return None
    smaller = [0.0 if isnan(part) else part for part in (minutes, seconds)]
    if not all(0 <= part <= _SIXTY for part in smaller):
        return None
    return degrees + smaller[0] / _SIXTY + smaller[1] / _SIXTY**2


def _text(value: Any) -> str:
    """Return printable text of an ASCII tag, which may hold anything at all."""
    words = _decoded(_raw(value).strip(b"\0").partition(b"\0")[0].rstrip(b"\xff"))
    return "".join(char for char in words if char.isprintable()).strip()


def _raw(value: Any) -> bytes:
    """Return the tag's own bytes, which Pillow has decoded as Latin-1."""
    if isinstance(value, str):
        return value.encode("latin-1" if all(char <= "\xff" for char in value) else "utf-8", "replace")
    return value if isinstance(value, bytes) else b""


def _decoded(raw: bytes) -> str:
    """Return text in UTF-8, also if a field's end has cut its last character; else in Latin-1."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        words = decoder.decode(raw)
    except UnicodeDecodeError:
        return raw.decode("latin-1")
    return raw.decode("latin-1") if words.isascii() else words
