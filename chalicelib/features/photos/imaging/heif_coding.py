"""The coded pictures of a HEIC file's primary image, as the units that an HEVC decoder takes.

ISO/IEC 23008-12 (items), 14496-15 (`hvcC`), and ITU-T H.265, 7.4.2: in a unit no two zeros are followed by 0, 1 or 2.
So a hole of zeros shows before anything is decoded.
"""

import re
from collections.abc import Iterator, Mapping

from chalicelib.features.photos.imaging.heif_boxes import (
    FULL_BOX_HEADER,
    IN_FILE,
    IN_IDAT,
    Reader,
    boxes,
    extents,
    file_boxes,
    only,
    references,
)

_IMPOSSIBLE = re.compile(rb"\0\0[\0-\2]")
#: An erased part of a memory card or a flash. Arithmetic coding has runs of 5 such bytes at most, measured.
_ERASED = b"\xff" * 64
#: Zeros that encoders leave behind the last unit's own end.
_TRAILING_ZEROS = 8
_LENGTH_SIZE_AT, _ARRAYS_AT = 21, 22
_CODED = b"hvc1"
#: Items that are made of others (ISO/IEC 23008-12, 6.6), and so have no coded units themselves.
_DERIVED = frozenset({b"grid", b"iovl", b"iden"})
#: Types of an auxiliary picture with a photo's transparency (23008-12, 7.5.1; 23091-2).
_TRANSPARENCY = frozenset({b"urn:mpeg:hevc:2015:auxid:1", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"})


def coded_pictures(data: bytes | memoryview) -> Iterator[list[bytes]]:
    """Yield, for each tile of the primary image and of its transparency, its parameter sets and its coded units.

    Raises ValueError when no encoder can have written a unit, or a tile is of a kind that the decoder can't read. Why:
    libheif leaves such a tile blank.
    """
    view = memoryview(data)
    inside = only(file_boxes(view), b"meta")[FULL_BOX_HEADER:]
    kinds, contents, properties = _kinds(inside), _contents(view, inside), _properties(inside)
    for item in _parts(inside, properties):
        if kinds.get(item) in _DERIVED:
            continue
        configuration = properties.get((item, b"hvcC"))
        if kinds.get(item) != _CODED or configuration is None or item not in contents:
            raise ValueError("a part of a HEIC picture is missing, or of another kind")
        length_size = (configuration[_LENGTH_SIZE_AT] & 3) + 1
        yield [*_parameter_sets(configuration), *_units(contents[item], length_size)]


def _parts(inside: memoryview, properties: Mapping[tuple[int, bytes], memoryview]) -> Iterator[int]:
    """Yield the primary item, its transparency, and all that they are derived from, each once."""
    reader = Reader(only(boxes(inside), b"pitm"))
    primary = reader.take(4 if reader.full_box() else 2)
    derived = dict(references(inside, b"dimg"))
    left, seen = [primary, *_transparencies(inside, properties, primary)], set[int]()
    while left:
        item = left.pop()
        if item not in seen:
            seen.add(item)
            left += derived.get(item, [])
            yield item


def _transparencies(
    inside: memoryview, properties: Mapping[tuple[int, bytes], memoryview], primary: int
) -> Iterator[int]:
    """Yield the auxiliary items that make parts of the primary one transparent; depth and gain maps aren't shown."""
    for item, described in references(inside, b"auxl"):
        name = bytes(properties.get((item, b"auxC"), b"")[FULL_BOX_HEADER:]).partition(b"\0")[0]
        if primary in described and name in _TRANSPARENCY:
            yield item


def _kinds(inside: memoryview) -> dict[int, bytes]:
    """Return the type of each item."""
    iinf = only(boxes(inside), b"iinf")
    entries = iinf[FULL_BOX_HEADER + (4 if Reader(iinf).full_box() else 2) :]
    kinds = {}
    for _, entry in boxes(entries):
        reader = Reader(entry)
        item = reader.take(4 if reader.full_box() > 2 else 2)  # noqa: PLR2004 - version 3 has 32-bit ids
        reader.take(2)  # protection
        kinds[item] = reader.take(4).to_bytes(4)
    return kinds


def _contents(view: memoryview, inside: memoryview) -> dict[int, bytes]:
    """Return the bytes of each item in the file or in `idat`. A length of zero means to the end."""
    idat = next((content for kind, content in boxes(inside) if kind == b"idat"), memoryview(b""))
    holders = {IN_FILE: view, IN_IDAT: idat}
    parts: dict[int, list[memoryview]] = {}
    for item, method, start, length in extents(inside):
        if method in holders:
            end = start + length if length else len(holders[method])
            parts.setdefault(item, []).append(holders[method][start:end])
    return {item: b"".join(found) for item, found in parts.items()}


def _properties(inside: memoryview) -> dict[tuple[int, bytes], memoryview]:
    """Return the properties of each item by their type."""
    iprp = only(boxes(inside), b"iprp")
    properties = list(boxes(only(boxes(iprp), b"ipco")))
    found = {}
    for kind, ipma in boxes(iprp):
        for item, index in _associations(ipma) if kind == b"ipma" else ():
            if 0 < index <= len(properties):
                name, found_property = properties[index - 1]
                found[item, name] = found_property
    return found


def _associations(ipma: memoryview) -> Iterator[tuple[int, int]]:
    """Yield (item, number of a property, from 1)."""
    reader = Reader(ipma)
    header = reader.take(FULL_BOX_HEADER)
    id_size, index_size = 4 if header >> 24 else 2, 2 if header & 1 else 1
    for _ in range(reader.take(4)):
        item = reader.take(id_size)
        for _ in range(reader.take(1)):
            yield item, reader.take(index_size) & (0x7FFF if index_size > 1 else 0x7F)


def _parameter_sets(configuration: memoryview) -> Iterator[bytes]:
    reader = Reader(configuration, _ARRAYS_AT)
    for _ in range(reader.take(1)):
        reader.take(1)  # their type
        for _ in range(reader.take(2)):
            size = reader.take(2)
            yield bytes(configuration[reader.at : reader.at + size])
            reader.at += size


def _units(content: bytes, length_size: int) -> Iterator[bytes]:
    """Yield the units of a coded item."""
    reader = Reader(memoryview(content))
    while reader.at < len(content):
        size = reader.take(length_size)
        unit = content[reader.at : reader.at + size]
        reader.at += size
        if size <= 2 or len(unit) < size or unit[0] >> 7 or _has_hole(unit):  # noqa: PLR2004 - its header
            raise ValueError("a coded unit of a HEIC item is damaged")
        yield unit


def _has_hole(unit: bytes) -> bool:
    written = unit.rstrip(b"\0")
    is_erased = len(unit) - len(written) > _TRAILING_ZEROS or _ERASED in unit
    return is_erased or _IMPOSSIBLE.search(written) is not None
