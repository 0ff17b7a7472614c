"""The segments of a JPEG file, walked without decoding (ITU-T T.81, annex B)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

HUFFMAN_TABLES, END_OF_IMAGE, START_OF_SCAN = 0xC4, 0xD9, 0xDA
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})
_FILL = 0xFF
#: In a scan, FF 00 is a stuffed byte, FF D0 to FF D7 restart it, and FF FF fills.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)


class Segment(NamedTuple):
    """A marker, its parameters without their length, and where both lie in the file.

    `coded_end` is where the next marker begins: behind the coded data of a scan, and behind stray bytes elsewhere.
    """

    marker: int
    body: memoryview
    start: int
    end: int
    coded_end: int


def segments(data: bytes | memoryview) -> Iterator[Segment]:
    """Yield the segments behind SOI, up to the picture's own EOI, or to the end of the file without one."""
    view = memoryview(data)
    found = _NEXT_MARKER.search(view, 2)
    while found:
        marker, at = view[found.end() - 1], found.end()
        end = at if marker in _ALONE else min(at + number(view, at), len(view))
        following = None if marker == END_OF_IMAGE else _NEXT_MARKER.search(view, end)
        coded_end = _without_fill(view, end, following.start()) if following else len(view)
        yield Segment(marker, view[at + 2 : end], at - 2, end, coded_end)
        found = following


def number(data: bytes | memoryview, at: int) -> int:
    """Return the two-byte number at a position; 0 behind the end."""
    return int.from_bytes(data[at : at + 2])


def _without_fill(view: memoryview, start: int, end: int) -> int:
    while end > start and view[end - 1] == _FILL:
        end -= 1
    return end
