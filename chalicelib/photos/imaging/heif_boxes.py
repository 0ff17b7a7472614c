"""What a HEIC file will cost to open, read from its boxes before libheif sees it (ISO/IEC 14496-12 and 23008-12).

libheif limits pixels, and pillow_heif copies the metadata and the colour profile of every image in the file when it is
opened. Items may share bytes, so a file of 14 MB can ask for 5 GB of copies. Real photos carry a few kilobytes.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

MAX_METADATA_BYTES = 8 * 1024 * 1024
MAX_PROFILE_BYTES = 64 * 1024
_FULL_BOX_HEADER = 4  # version and flags
_IN_FILE, _IN_IDAT = 0, 1  # construction methods


@dataclass
class _Reader:
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
        return self.take(_FULL_BOX_HEADER) >> 24


def require_modest(data: bytes | memoryview) -> None:
    """Raise ValueError when opening the file would copy more than a photo needs, or when its boxes are
    malformed or items are missing."""
    meta = _only(_file_boxes(memoryview(data)), b"meta")
    inside = meta[_FULL_BOX_HEADER:]
    lengths = _item_lengths(_only(_boxes(inside), b"iloc"), len(data), _idat_size(inside))
    copied = sum(lengths.get(item, 0) * uses for item, uses in _described_by(inside))
    if copied > MAX_METADATA_BYTES:
        raise ValueError("HEIC metadata is too large")
    properties = _only(_boxes(_only(_boxes(inside), b"iprp")), b"ipco")
    if any(kind == b"colr" and len(body) > MAX_PROFILE_BYTES for kind, body in _boxes(properties)):
        raise ValueError("a HEIC colour profile is too large")


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield (type, content) of the boxes that follow one another."""
    reader = _Reader(data)
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


def _file_boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the file's own boxes up to a trailer that is none: some phones append one, and libheif stops there too."""
    with suppress(ValueError):
        yield from _boxes(data)


def _only(boxes: Iterator[tuple[bytes, memoryview]], kind: bytes) -> memoryview:
    """Return the one box of a type: with two, it would be a guess which one libheif takes."""
    (found,) = (content for name, content in boxes if name == kind)
    return found


def _idat_size(inside: memoryview) -> int:
    return sum(len(content) for kind, content in _boxes(inside) if kind == b"idat")


def _item_lengths(iloc: memoryview, file_size: int, idat_size: int) -> dict[int, int]:
    """Return the bytes of each item; a length of zero means the whole file.

    Raises ValueError when an extent ends after the file or after `idat`. Why: libheif leaves missing tiles blank.
    """
    reader = _Reader(iloc)
    version = reader.full_box()
    sizes = reader.take(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    id_size = 2 if version < 2 else 4  # noqa: PLR2004 - version 2 has 32-bit ids
    ends = {_IN_FILE: file_size, _IN_IDAT: idat_size}
    lengths: dict[int, int] = {}
    for _ in range(reader.take(id_size)):
        item = reader.take(id_size)
        method = reader.take(2) & 15 if version else 0
        reader.take(2)  # data reference
        base = reader.take(base_size)
        for _ in range(reader.take(2)):
            reader.take(index_size)
            start, length = base + reader.take(offset_size), reader.take(length_size)
            if start + length > ends.get(method, file_size):
                raise ValueError("a HEIC item lies outside of what holds it")
            lengths[item] = lengths.get(item, 0) + (length or file_size)
    return lengths


def _described_by(inside: memoryview) -> Iterator[tuple[int, int]]:
    """Yield (metadata item, how many images it describes) of the `cdsc` references."""
    for kind, iref in _boxes(inside):
        if kind != b"iref":
            continue
        id_size = 4 if _Reader(iref).full_box() else 2
        for reference, body in _boxes(iref[_FULL_BOX_HEADER:]):
            reader = _Reader(body)
            if reference == b"cdsc":
                yield reader.take(id_size), reader.take(2)
