"""The scans of a sequential JPEG of Huffman coding: their blocks, and the codes of their tables (ITU-T T.81)."""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.features.photos.imaging.jpeg_segments import HUFFMAN_TABLES, START_OF_SCAN, Segment, number, segments

_SEQUENTIAL = frozenset({0xC0, 0xC1})
_RESTART_INTERVAL = 0xDD
_BLOCK = 8
_LENGTHS = 16
#: Class of the tables that all coefficients but a block's first are coded in.
OTHERS = 0x10

#: (Code, its length in bits, its symbol).
type Codes = list[tuple[int, int, int]]


class Scan(NamedTuple):
    """A scan of so many minimum coded units (MCU). `unit` has the pair of tables for each block of one.

    `interval` is the number of units between restart markers, 0 for none.
    """

    coded: memoryview
    unit: list[tuple[int, int]]
    units: int
    interval: int
    tables: dict[int, Codes]

    @property
    def work(self) -> int:
        """Return the number of bytes and blocks: flat pictures have more blocks than bytes."""
        return len(self.coded) + self.units * len(self.unit)


class _Frame(NamedTuple):
    width: int
    height: int
    #: Across and down: blocks of a component in a unit.
    sides: dict[int, tuple[int, int]]

    def units(self, components: bytes) -> int:
        """Return the units of a scan; one component alone has units of one block (annex A.2)."""
        across, down = (max(sides) for sides in zip(*self.sides.values(), strict=True))
        own_across, own_down = self.sides[components[0]] if len(components) == 1 else (1, 1)
        return _in_blocks(self.width * own_across, across) * _in_blocks(self.height * own_down, down)

    def unit(self, components: bytes) -> Iterator[int]:
        """Yield the place, among a scan's components, of the one that each block of a unit belongs to."""
        for place, component in enumerate(components):
            across, down = self.sides[component] if len(components) > 1 else (1, 1)
            yield from [place] * across * down


def sequential_scans(data: bytes) -> Iterator[Scan]:
    """Yield the scans; none of a picture of another kind. Raises ValueError or LookupError on damaged headers."""
    frame, interval, tables = None, 0, dict[int, Codes]()
    for segment in segments(data):
        if segment.marker in _SEQUENTIAL:
            frame = _read_frame(bytes(segment.body))
        elif segment.marker == HUFFMAN_TABLES:
            tables |= _read_tables(bytes(segment.body))
        elif segment.marker == _RESTART_INTERVAL:
            interval = number(segment.body, 0)
        elif segment.marker == START_OF_SCAN and frame is not None:
            yield _read_scan(segment, memoryview(data)[segment.end : segment.coded_end], frame, interval, tables)


def _read_frame(body: bytes) -> _Frame:
    sides = {
        component: (sampling >> 4, sampling & 15) for component, sampling in zip(body[6::3], body[7::3], strict=True)
    }
    return _Frame(height=number(body, 1), width=number(body, 3), sides=sides)


def _read_scan(segment: Segment, coded: memoryview, frame: _Frame, interval: int, tables: dict[int, Codes]) -> Scan:
    selected = bytes(segment.body[1 : 1 + 2 * segment.body[0]])
    components, selectors = selected[::2], selected[1::2]
    unit = [(selectors[place] >> 4, OTHERS | selectors[place] & 15) for place in frame.unit(components)]
    return Scan(coded, unit, frame.units(components), interval, dict(tables))


def _read_tables(body: bytes) -> dict[int, Codes]:
    found: dict[int, Codes] = {}
    while len(body) > 1 + _LENGTHS:
        counts = body[1 : 1 + _LENGTHS]
        end = 1 + _LENGTHS + sum(counts)
        found[body[0]] = list(_codes(counts, body[1 + _LENGTHS : end]))
        body = body[end:]
    return found


def _codes(counts: bytes, symbols: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the codes in the order of annex C."""
    code, left = 0, iter(symbols)
    for length, count in enumerate(counts, start=1):
        for _, symbol in zip(range(count), left, strict=False):
            yield code, length, symbol
            code += 1
        code *= 2


def _in_blocks(pixels: int, share: int) -> int:
    return (pixels + share * _BLOCK - 1) // (share * _BLOCK)
