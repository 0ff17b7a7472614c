"""Pieces of a file beside its pixels, bounded before a decoder reads them: segments, chunks, and their inflated sizes.

Decoders limit each piece and not their number: a thousand texts of a PNG that inflate to 8 MB each are 8 GB. Limits are
a hundred times the sizes that cameras and editors write.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping

from chalicelib.features.photos.imaging.formats import ImageType
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

MAX_PIECES = 20_000
MAX_INFLATED_BYTES = 16 * 1024 * 1024
_PNG_HEAD, _RIFF_HEAD = 8, 12
_MARKER = 0xFF
_START_OF_SCAN = 0xDA


def require_little_baggage(data: bytes | memoryview, image_type: ImageType) -> None:
    """Raise Unacceptable(too_complex) when a file has more pieces, or larger ones, than a photo needs.

    HEIC is bounded by its own boxes (heif_boxes). The decoder refuses malformed pieces.
    """
    inflated = 0
    for count, (kind, body) in enumerate(pieces(data, image_type), start=1):
        if kind in _PACKED:
            inflated += _inflated(body, MAX_INFLATED_BYTES - inflated)
        if count > MAX_PIECES or inflated > MAX_INFLATED_BYTES:
            raise Unacceptable(RejectionReason.TOO_COMPLEX)


def pieces(data: bytes | memoryview, image_type: ImageType) -> Iterator[tuple[bytes, memoryview]]:
    """Yield kind and content of each piece beside the pixels, as far as the file is well formed. HEIC has none."""
    return _PIECES.get(image_type, _none)(memoryview(data))


def _none(_: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    return iter(())


def _png_chunks(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = _PNG_HEAD
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), bytes(data[at + 4 : at + 8])
        if kind == b"IEND" or not kind.isalpha():
            return
        if kind not in (b"IDAT", b"fdAT", b"fcTL"):  # the picture itself, and frames that are not decoded
            yield kind, data[at + 8 : at + 8 + size]
        at += 12 + size


def _webp_chunks(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = _RIFF_HEAD
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at + 4 : at + 8], "little"), bytes(data[at : at + 4])
        if not kind.rstrip().isalnum():
            return
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _jpeg_segments(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the segments before the first scan."""
    at = 2
    while at + 4 <= len(data) and data[at] == _MARKER and data[at + 1] != _START_OF_SCAN:
        size = int.from_bytes(data[at + 2 : at + 4])
        yield bytes(data[at + 1 : at + 2]), data[at + 4 : at + 2 + size]
        at += 2 + size


_PIECES: Mapping[ImageType, Callable[[memoryview], Iterator[tuple[bytes, memoryview]]]] = {
    ImageType.PNG: _png_chunks,
    ImageType.WEBP: _webp_chunks,
    ImageType.JPEG: _jpeg_segments,
}
#: Chunks of a PNG of which a part is deflated (PNG, third edition, 11.3).
_PACKED = frozenset({b"zTXt", b"iTXt", b"iCCP"})


def _inflated(body: memoryview, at_most: int) -> int:
    """Return the inflated size of a chunk's packed part in bytes, `at_most` and one if it is larger."""
    packed = _packed(bytes(body))
    try:
        return len(zlib.decompressobj().decompress(packed, at_most + 1)) if packed else 0
    except zlib.error:
        return 0


def _packed(body: bytes) -> bytes:
    """Return the part after the keyword and the method; of iTXt, after language and translated keyword, too."""
    _, _, rest = body.partition(b"\0")
    if rest[:2] == b"\1\0":  # iTXt: a flag, then the method
        return rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return rest[1:]
