"""What the camera wrote beside the pixels: when, with what, where.

The block is found by libvips or libheif and read by Pillow: kept, fuzzed, and here anyway as pillow_heif's dependency.
Pillow reads a directory's values only as far as they fit into the block together, and a maker note only when asked,
which is never; the block is cut at 256 KiB. So rubbish costs a few megabytes at worst.
"""

import warnings
from datetime import UTC, datetime, timedelta, timezone
from math import isfinite
from typing import Any, NamedTuple

from chalicelib.photos.imaging.codecs import open_header, open_heif
from chalicelib.photos.imaging.formats import ImageType, identify

_MAX_BLOCK_BYTES = 256 * 1024
_MAX_CAMERA_LENGTH = 100
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _ORIENTATION, _CHANGED = 0x010F, 0x0110, 0x0112, 0x0132
_TAKEN, _DIGITIZED = 0x9003, 0x9004
_OFFSET_CHANGED, _OFFSET_TAKEN, _OFFSET_DIGITIZED = 0x9010, 0x9011, 0x9012
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180
_DEGREE_DIGITS = 6  # a tenth of a metre
_ORIENTATIONS = range(1, 9)


class ExifFacts(NamedTuple):
    """What EXIF says; the phone's word, never proof.

    `taken_at` has an offset when the file gives one (EXIF 2.31's OffsetTime tags), else it is naive, in the local time
    of wherever the camera's clock was set. `camera` is make and model. `gps` is (latitude, longitude) in degrees,
    south and west negative. `orientation` is EXIF's 1 to 8, 1 when absent.
    """

    taken_at: datetime | None = None
    camera: str | None = None
    gps: tuple[float, float] | None = None
    orientation: int = 1


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
    return bytes(block[:_MAX_BLOCK_BYTES])


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
    times = (_time(_text(value), _text(offset)) for value, offset in candidates)
    return next((time for time in times if time), None)


def _time(value: str, offset: str) -> datetime | None:
    """Return the time of "YYYY:MM:DD HH:MM:SS" and "+HH:MM" or ""; None for blanks, zeros and rubbish."""
    try:
        local = datetime.strptime(value[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - EXIF's local time
    except ValueError:
        return None
    zone = _zone(offset)
    return local.replace(tzinfo=zone) if zone else local


def _zone(offset: str) -> timezone | None:
    if offset == "Z":
        return UTC
    try:
        parsed = datetime.strptime(offset, "%z").utcoffset()
    except ValueError:
        return None
    return timezone(parsed) if parsed is not None and parsed < timedelta(hours=24) else None


def _camera(make: str, model: str) -> str | None:
    named_by_model = not make or model.lower().startswith(make.lower().split(" ")[0])
    return (model if named_by_model else f"{make} {model}").strip()[:_MAX_CAMERA_LENGTH] or None


def _position(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Return degrees; None when a part is missing, out of range, or exactly 0, 0, as cameras without a fix write."""
    latitude = _degrees(gps.get(_LATITUDE), _text(gps.get(_LATITUDE_REF)), "S", _MAX_LATITUDE)
    longitude = _degrees(gps.get(_LONGITUDE), _text(gps.get(_LONGITUDE_REF)), "W", _MAX_LONGITUDE)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return latitude, longitude


def _degrees(parts: Any, reference: str, negative: str, limit: int) -> float | None:
    """Return degrees of (degrees, minutes, seconds), all rational."""
    try:
        degrees: float = sum(float(part) / 60**power for power, part in enumerate(parts[:3]))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not (parts and isfinite(degrees) and 0 <= degrees <= limit):
        return None
    return round(-degrees if reference.upper() == negative else degrees, _DEGREE_DIGITS)


def _text(value: Any) -> str:
    """Return printable text of an ASCII tag, which may hold anything at all."""
    decoded = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(decoded, str):
        return ""
    return "".join(char for char in decoded.partition("\0")[0] if char.isprintable()).strip()
