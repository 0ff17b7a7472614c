"""The picture in a JPEG file, put in order for a decoder that is then asked to be strict.

Faults of phones that cost no pixel are mended in a copy. They are stray bytes between segments, scan parameters without
meaning in a sequential picture, a later JFIF revision, a missing EOI, and bytes after EOI. So the remaining warnings of
a strict decoder are damage.
"""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.features.photos.imaging.jpeg_segments import END_OF_IMAGE, FRAMES, START_OF_SCAN, Segment, segments
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

_SOI, EOI = b"\xff\xd8", b"\xff\xd9"
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_ARITHMETIC = frozenset({0xC9, 0xCA})
_JFIF = 0xE0
_COEFFICIENTS = 64
#: A sequential scan's: all 64 coefficients, no approximation.
_WHOLE_SCAN = b"\x00\x3f\x00"
#: Stray bytes behind coded data that are not yet damage: a thousandth of it, within these.
_LEAST_STRAY, _MOST_STRAY = 64, 1024


class JpegPicture(NamedTuple):
    """`head` ends where the last scan's `coded` data begins, and `tail` follows it."""

    head: bytes
    coded: bytes
    tail: bytes
    is_single_scan: bool
    is_complete: bool
    is_arithmetic: bool

    @property
    def data(self) -> bytes:
        """Return the picture as a file that ends with EOI."""
        return self.head + self.coded + self.tail + EOI

    @property
    def stray_limit(self) -> int:
        """Return the number of stray bytes behind the coded data that are accepted."""
        return min(max(len(self.coded) // 1000, _LEAST_STRAY), _MOST_STRAY)

    def without_padding(self) -> "JpegPicture":
        """Return the picture without all but a few of the equal bytes that its coded data ends with."""
        data_end = len(self.coded.rstrip(self.coded[-1:]))
        return self._replace(coded=self.coded[: data_end + _LEAST_STRAY // 2])


class _Scans:
    """The coefficients that the scans bring, by component, with their precision."""

    def __init__(self) -> None:
        self.is_progressive = self.is_arithmetic = False
        self.missing_bits: dict[int, list[int]] = {}

    def begin(self, segment: Segment) -> None:
        self.is_progressive = segment.marker in _PROGRESSIVE
        self.is_arithmetic = segment.marker in _ARITHMETIC
        self.missing_bits = {component: [_COEFFICIENTS] * _COEFFICIENTS for component in bytes(segment.body[6::3])}

    def add(self, segment: Segment) -> None:
        first, last, approximation = _parameters(segment) if self.is_progressive else _WHOLE_SCAN
        before, after = approximation >> 4, approximation & 15
        for component in bytes(segment.body[1 : 1 + 2 * segment.body[0] : 2]):
            bits = self.missing_bits.get(component, [])
            for at in range(first, min(last + 1, len(bits))):
                # A refinement adds a bit to the result of the scan before it; without that scan nothing is complete.
                bits[at] = after if before in (0, bits[at]) else _COEFFICIENTS

    @property
    def are_complete(self) -> bool:
        return bool(self.missing_bits) and not any(any(bits) for bits in self.missing_bits.values())


def read_picture(data: bytes | memoryview) -> JpegPicture:
    """Return the picture up to its own end.

    Raises Unacceptable(broken) when there is no scan.
    """
    view, scans = memoryview(data), _Scans()
    found = [segment for segment in segments(data) if segment.marker != END_OF_IMAGE]
    for segment in found:
        if segment.marker in FRAMES:
            scans.begin(segment)
        elif segment.marker == START_OF_SCAN and len(segment.body):
            scans.add(segment)
    positions = [at for at, segment in enumerate(found) if segment.marker == START_OF_SCAN]
    if not positions:
        raise Unacceptable(RejectionReason.BROKEN)
    upto, after = found[: positions[-1] + 1], found[positions[-1] + 1 :]
    return JpegPicture(
        head=_written(view, upto, scans),
        # A last FF is the first half of a marker, or fills.
        coded=bytes(view[upto[-1].end : upto[-1].coded_end]).rstrip(b"\xff"),
        tail=b"".join(view[segment.start : segment.end] for segment in after),
        is_single_scan=len(positions) == 1,
        is_complete=scans.are_complete,
        is_arithmetic=scans.is_arithmetic,
    )


def _written(view: memoryview, chosen: list[Segment], scans: _Scans) -> bytes:
    """Return the segments as a file, without the coded data of the last."""
    return b"".join((_SOI, *(part for segment in chosen for part in _mended(view, segment, chosen[-1], scans))))


def _mended(view: memoryview, segment: Segment, last: Segment, scans: _Scans) -> Iterator[bytes | memoryview]:
    if segment.marker == START_OF_SCAN and not scans.is_progressive:
        yield bytes(view[segment.start : segment.end - len(_WHOLE_SCAN)]) + _WHOLE_SCAN
    elif segment.marker == _JFIF and bytes(segment.body[:5]) == b"JFIF\0":
        yield bytes(view[segment.start : segment.end - len(segment.body) + 5]) + b"\1\1" + bytes(segment.body[7:])
    else:
        yield view[segment.start : segment.end]
    if segment.marker == START_OF_SCAN and segment is not last:
        yield view[segment.end : segment.coded_end]


def _parameters(segment: Segment) -> bytes:
    return bytes(segment.body[-3:]) if len(segment.body) > 3 else _WHOLE_SCAN  # noqa: PLR2004 - three bytes
