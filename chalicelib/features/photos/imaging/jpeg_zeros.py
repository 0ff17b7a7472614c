"""Zeros where the coded data of a JPEG was, told from the zeros that a flat picture is coded as.

An upload that was resumed, or a memory card, leaves holes of zeros. A decoder reads them as pixels, by chance as many
as were there. Zeros mean a flat area only if the shortest codes mean "no difference" and "end of block". Else they
would be the same busy block again and again.
"""

from collections.abc import Iterator

from chalicelib.features.photos.imaging.jpeg_picture import JpegPicture
from chalicelib.features.photos.imaging.jpeg_segments import HUFFMAN_TABLES, Segment, segments

#: More than a row of blocks of a gradient needs.
_LEAST_HOLE = bytes(2048)
_AC = 0x10
_LENGTHS = 16


def has_erased_part(picture: JpegPicture) -> bool:
    """Return True if coded data of a single scan has a hole. In several scans a decoder misses the erased part."""
    if not picture.is_single_scan or _LEAST_HOLE not in picture.coded.rstrip(b"\0"):
        return False
    first_symbols: dict[int, int] = {}
    for segment in segments(picture.head):
        if segment.marker == HUFFMAN_TABLES:
            first_symbols.update(_first_symbols(segment))
        last = segment
    return any(first_symbols.get(table, 0) for table in _used_tables(last))


def _first_symbols(segment: Segment) -> Iterator[tuple[int, int]]:
    """Yield (class and number of a table, the symbol whose code is all zeros)."""
    body = bytes(segment.body)
    while len(body) > 1 + _LENGTHS:
        symbols = sum(body[1 : 1 + _LENGTHS])
        yield body[0], body[1 + _LENGTHS]
        body = body[1 + _LENGTHS + symbols :]


def _used_tables(scan: Segment) -> Iterator[int]:
    for selectors in bytes(scan.body[2 : 1 + 2 * scan.body[0] : 2]):
        yield selectors >> 4
        yield _AC | selectors & 15
