"""The cost of opening a HEIC file, read from its boxes before libheif sees it (ISO/IEC 14496-12 and 23008-12).

libheif limits pixels, and pillow_heif copies the metadata and the colour profile of every image in the file when it is
opened. Items may share bytes, so a file of 14 MB can ask for 5 GB of copies. Real photos carry a few kilobytes.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

MAX_METADATA_BYTES = 8 * 1024 * 1024
MAX_PROFILE_BYTES = 64 * 1024
FULL_BOX_HEADER = 4  # version and flags
IN_FILE, IN_IDAT = 0, 1  # construction methods


@dataclass
class Reader:
    """Big-endian integers out of a part of the file; ValueError at its end."""

    data: memoryview
    at: int = 0

    def take(self, size: int) -> int:
        end = self.at + size
        if end > len(self.data):
            raise ValueError("a HEIC box ends early")
        value = int.from_bytes(self.data[self.at : end])
        self.at = end
        return value

    def full_box(self) -> int:
        """Skip version and flags, and return the version."""
        return self.take(FULL_BOX_HEADER) >> 24


def require_modest(data: bytes | memoryview) -> None:
    """Raise ValueError if opening the file would copy more than a photo needs.

    So do malformed boxes and missing items.
    """
    meta = only(file_boxes(memoryview(data)), b"meta")
    inside = meta[FULL_BOX_HEADER:]
    lengths = _item_lengths(inside, len(data))
    copied = sum(lengths.get(item, 0) * len(described) for item, described in references(inside, b"cdsc"))
    if copied > MAX_METADATA_BYTES:
        raise ValueError("HEIC metadata is too large")
    properties = only(boxes(only(boxes(inside), b"iprp")), b"ipco")
    if any(kind == b"colr" and len(body) > MAX_PROFILE_BYTES for kind, body in boxes(properties)):
        raise ValueError("a HEIC colour profile is too large")


def boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield (type, content) of the boxes that follow one another."""
    reader = Reader(data)
    while reader.at < len(data):
        start = reader.at
        size, kind = reader.take(4), reader.take(4).to_bytes(4)
        if size == 1:
            size = reader.take(8)
        elif size == 0:  # to the end
            size = len(data) - start
        end = start + size
        if end < reader.at or end > len(data):
            raise ValueError("a HEIC box has an impossible size")
        yield kind, data[reader.at : end]
        reader.at = end


def file_boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the file's own boxes, up to a trailer that is none. Some phones append one, and libheif stops there too."""
    with suppress(ValueError):
        yield from boxes(data)


def only(boxes: Iterator[tuple[bytes, memoryview]], kind: bytes) -> memoryview:
    """Return the one box of a type: with two, it would be a guess which one libheif takes."""
    (found,) = (content for name, content in boxes if name == kind)
    return found


def _item_lengths(inside: memoryview, file_size: int) -> dict[int, int]:
    """Return the bytes of each item; a length of zero means the whole file.

    Raises ValueError when an extent ends after the file or after `idat`. Why: libheif leaves missing tiles blank.
    """
    idat_size = sum(len(content) for kind, content in boxes(inside) if kind == b"idat")
    ends = {IN_FILE: file_size, IN_IDAT: idat_size}
    lengths: dict[int, int] = {}
    for item, method, start, length in extents(inside):
        if start + length > ends.get(method, file_size):
            raise ValueError("a HEIC item lies outside of what holds it")
        lengths[item] = lengths.get(item, 0) + (length or file_size)
    return lengths


class Extent(NamedTuple):
    """A part of an item: `start` counts from the container that `method` names."""

    item: int
    method: int
    start: int
    length: int


def extents(inside: memoryview) -> Iterator[Extent]:
    """Yield the parts of all items, as `iloc` lists them, from the content of `meta`."""
    reader = Reader(only(boxes(inside), b"iloc"))
    version = reader.full_box()
    sizes = reader.take(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    id_size = 2 if version < 2 else 4  # noqa: PLR2004 - version 2 has 32-bit ids
    for _ in range(reader.take(id_size)):
        item = reader.take(id_size)
        method = reader.take(2) & 15 if version else 0
        reader.take(2)  # data reference
        base = reader.take(base_size)
        for _ in range(reader.take(2)):
            reader.take(index_size)
            yield Extent(item, method, base + reader.take(offset_size), reader.take(length_size))


def references(inside: memoryview, wanted: bytes) -> Iterator[tuple[int, list[int]]]:
    """Yield (item, the items it refers to) of the references of a kind."""
    for kind, iref in boxes(inside):
        if kind != b"iref":
            continue
        id_size = 4 if Reader(iref).full_box() else 2
        for reference, body in boxes(iref[FULL_BOX_HEADER:]):
            reader = Reader(body)
            if reference == wanted:
                yield reader.take(id_size), [reader.take(id_size) for _ in range(reader.take(2))]
