"""The directories of an EXIF block (TIFF 6.0, section 2). Each value is read on its own, and a broken one left out.

Every offset and count comes from the file. Limits: of a directory MAX_ENTRIES are looked at, of a text MAX_TEXT_BYTES,
of numbers the first MAX_NUMBERS. A value outside of the block is left out; a text that begins within it is cut.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

#: A value of a tag: the bytes of a text, or numbers.
type Value = bytes | tuple[float, ...]

MAX_ENTRIES = 1000
MAX_TEXT_BYTES = 1024
MAX_NUMBERS = 8
_HEADS = {b"II*\0": "<", b"MM\0*": ">"}
_HEAD_WITHIN = 16  # "Exif" and two bytes, which some programs write otherwise or leave out
#: Types that hold text, some of them made for other values: BYTE, ASCII, UNDEFINED, and UTF-8 (EXIF 3.0).
_TEXTS = frozenset({1, 2, 7, 129})
#: Format and numbers of one value: SHORT, LONG, RATIONAL, signed ones, FLOAT, DOUBLE, IFD.
_NUMBERS = {3: "H", 4: "L", 5: "LL", 6: "b", 8: "h", 9: "l", 10: "ll", 11: "f", 12: "d", 13: "L"}
_RATIONALS = frozenset({5, 10})
_ENTRY_BYTES, _INLINE_BYTES = 12, 4
_COUNT_BYTES = 2


class Block(NamedTuple):
    """A TIFF structure with its byte order."""

    data: bytes
    order: str

    def numbers(self, layout: str, at: int) -> tuple[float, ...]:
        """Unpack numbers. Raises struct.error outside of the block."""
        return struct.unpack_from(self.order + layout, self.data, at)


def find_block(data: bytes) -> Block | None:
    """Return the TIFF structure behind up to a few other bytes; None if there is none."""
    starts = range(min(_HEAD_WITHIN, len(data)))
    return next((Block(data[at:], _HEADS[data[at : at + 4]]) for at in starts if data[at : at + 4] in _HEADS), None)


def first_directory(block: Block) -> int:
    """Return the offset of the first directory. Raises struct.error."""
    return int(block.numbers("L", 4)[0])


def read_directory(block: Block, directory: int, tags: frozenset[int]) -> dict[int, Value]:
    """Return the values of these tags; of a tag that is there twice, the first that can be read."""
    found: dict[int, Value] = {}
    for at in _entries(block, directory):
        tag = int(block.numbers("H", at)[0])
        value = _readable(block, at) if tag in tags and tag not in found else None
        if value:
            found[tag] = value
    return found


def _readable(block: Block, entry: int) -> Value | None:
    try:
        return _value(block, entry)
    except struct.error:  # it lies outside
        return None


def _entries(block: Block, directory: int) -> Iterator[int]:
    if directory + _COUNT_BYTES > len(block.data):
        return
    count = min(int(block.numbers("H", directory)[0]), MAX_ENTRIES)
    start = directory + _COUNT_BYTES
    end = min(start + count * _ENTRY_BYTES, len(block.data) - _ENTRY_BYTES + 1)
    yield from range(start, end, _ENTRY_BYTES)


def _value(block: Block, entry: int) -> Value | None:
    kind, count = map(int, block.numbers("HL", entry + 2))
    layout = _NUMBERS.get(kind, "B")
    size = struct.calcsize("=" + layout) * count
    start = entry + 8 if size <= _INLINE_BYTES else int(block.numbers("L", entry + 8)[0])
    if kind in _TEXTS:
        return block.data[start : start + min(size, MAX_TEXT_BYTES)] if size <= len(block.data) else None
    if kind not in _NUMBERS or not count:
        return None
    return _of_rationals(block.numbers(layout * min(count, MAX_NUMBERS), start), kind)


def _of_rationals(numbers: tuple[float, ...], kind: int) -> tuple[float, ...]:
    return tuple(map(_quotient, numbers[::2], numbers[1::2])) if kind in _RATIONALS else numbers


def _quotient(above: float, below: float) -> float:
    """Return a rational number; a division by 0 is unknown."""
    return above / below if below else float("nan")
