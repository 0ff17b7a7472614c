"""Photos that ask a decoder for more work than they weigh."""

import struct
import zlib
from math import ceil

from tests.photos import photos_factory

_EOI = b"\xff\xd9"
#: A Huffman table of one symbol, "the next 16,384 blocks are empty", and a scan of the first component that uses it.
_TABLE = b"\xff\xc4\x00\x14\x10\x01" + bytes(15) + b"\xe0"
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00"
_RUN_BLOCKS, _RUN_BITS = 16_384, 15


def jpeg_of_empty_scans(count: int = 4_000, *, width: int = 400, height: int = 300) -> bytes:
    """Return a progressive JPEG with `count` scans behind its own; they are valid, and say that nothing is there."""
    photo = photos_factory.jpeg(width, height, progressive=True)
    runs = ceil(ceil(width / 8) * ceil(height / 8) / _RUN_BLOCKS)
    scan = _SCAN + bytes(ceil(runs * _RUN_BITS / 8))
    return photo.removesuffix(_EOI) + _TABLE + scan * count + _EOI


def png_of_nothing(width: int = 10_000, height: int = 9_900, *, profile: bytes = b"") -> bytes:
    """Return a PNG of black, 16 bits and four channels, that inflates to a thousand times its size."""
    rows = (b"\0" * (1 + 8 * width)) * 10
    packer = zlib.compressobj(9)
    packed = packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)
    head, piece = packed[:2], zlib.compressobj(9, wbits=-15)
    again = piece.compress(rows) + piece.flush(zlib.Z_FULL_FLUSH)
    size = len(rows) * (height // 10)
    data = head + again * (height // 10) + b"\x03\x00" + ((size % 65_521) << 16 | 1).to_bytes(4)
    header = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    described = [_chunk(b"iCCP", b"p\0\0" + zlib.compress(profile))] if profile else []
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", header), *described, _chunk(b"IDAT", data), _chunk(b"IEND", b"")]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def bombs() -> dict[str, bytes]:
    """Return small, valid files that are dear to decode, by their kind."""
    profile = photos_factory.srgb_profile()
    return {
        "a JPEG of 4,000 scans": jpeg_of_empty_scans(),
        "a PNG of nothing": png_of_nothing(),
        "a PNG of nothing with a colour profile": png_of_nothing(profile=profile),
    }


def png_of_texts(count: int = 100) -> bytes:
    """Return a PNG of texts that inflate to 8 MB each."""
    text = zlib.compress(b"a" * 7_900_000, 9)
    return _with_chunks(*(_chunk(b"zTXt", b"text%d\0\0" % number + text) for number in range(count)))


def png_of_translations(count: int = 100) -> bytes:
    """Return the same as iTXt."""
    text = zlib.compress(b"a" * 7_900_000, 9)
    return _with_chunks(*(_chunk(b"iTXt", b"text%d\0\1\0en\0t\0" % number + text) for number in range(count)))


def png_of_a_large_profile() -> bytes:
    """Return a PNG whose colour profile inflates to 50 MB."""
    return _with_chunks(_chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(50_000_000), 9)))


def png_of_many_chunks(count: int = 100_000) -> bytes:
    """Return a PNG of many short texts."""
    return _with_chunks(_chunk(b"tEXt", b"k\0v") * count)


def jpeg_of_many_comments(count: int = 100_000) -> bytes:
    photo = photos_factory.jpeg()
    return photo[:2] + b"\xff\xfe\x00\x03c" * count + photo[2:]


def webp_of_many_chunks(count: int = 100_000) -> bytes:
    """Return a WebP with many chunks behind its picture."""
    photo = photos_factory.webp()
    longer = photo[12:] + b"none\x02\x00\x00\x00xx" * count
    return photo[:4] + (len(longer) + 4).to_bytes(4, "little") + photo[8:12] + longer


def _with_chunks(*chunks: bytes) -> bytes:
    photo = photos_factory.png()
    after = photo.index(b"IHDR") - 4 + 25
    return photo[:after] + b"".join(chunks) + photo[after:]
