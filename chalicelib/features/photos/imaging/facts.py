"""Results of the stages as plain values: all that a function learns of work in the child."""

from datetime import datetime
from typing import NamedTuple

#: Bytes of a logo as it is uploaded.
LARGEST_LOGO = 2 * 1024 * 1024


class ExifFacts(NamedTuple):
    """The facts in EXIF; the phone's word, never proof.

    `taken_at` has an offset when the file gives one (EXIF 2.31's OffsetTime tags). Else it is naive, the local time of
    the camera's clock; GPS time is no offset. `camera` is make and model. `gps` is (latitude, longitude) in degrees,
    south and west negative. `orientation` is EXIF's 1 to 8, 1 when absent.
    """

    taken_at: datetime | None = None
    camera: str | None = None
    gps: tuple[float, float] | None = None
    orientation: int = 1


class Renditions(NamedTuple):
    """`preview` and `thumbnail` are JPEG files; sizes are (width, height) in pixels; `width` and `height` are the
    upright original's."""

    preview: bytes
    thumbnail: bytes
    width: int
    height: int
    preview_size: tuple[int, int]
    thumbnail_size: tuple[int, int]
