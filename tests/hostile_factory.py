"""Photos that ask a decoder for more work than they weigh."""

from tests import photos_factory

_EOI = b"\xff\xd9"
#: A scan of one component that refines its last bit and holds no data: 10 bytes, and a pass over all coefficients.
_EMPTY_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x10"


def jpeg_of_empty_scans(count: int = 4_000, *, width: int = 400, height: int = 300) -> bytes:
    """Return a progressive JPEG with `count` empty scans behind its own."""
    photo = photos_factory.jpeg(width, height, progressive=True)
    return photo.removesuffix(_EOI) + _EMPTY_SCAN * count + _EOI
