"""Photos that ask a decoder for more work than they weigh."""

from math import ceil

from tests import photos_factory

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
