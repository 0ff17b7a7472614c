"""The chunks of a PNG file, up to its own end (ISO/IEC 15948, 5).

libpng stops after the first picture's pixels, so lost frames of an animation, or bytes cut behind them, go unseen.
"""

from zlib import crc32

_SIGNATURE_BYTES, _HEADER_BYTES, _AROUND_BYTES = 8, 8, 12
_END = b"\0\0\0\0IEND\xaeB`\x82"
_FRAMES = frozenset({b"fcTL", b"fdAT"})


def require_whole_chunks(data: bytes | memoryview) -> None:
    """Raise ValueError when a chunk before IEND is cut, or one that holds pixels is damaged.

    A file that only lacks IEND, or a part of it, has all its pixels.
    """
    view, at = memoryview(data), _SIGNATURE_BYTES
    while not _END.startswith(view[at : at + len(_END)]):
        size, kind = int.from_bytes(view[at : at + 4]), bytes(view[at + 4 : at + _HEADER_BYTES])
        end = at + _AROUND_BYTES + size
        if end > len(view) or not kind.isalpha():
            raise ValueError("a PNG chunk is cut")
        if _holds_pixels(kind) and crc32(view[at + 4 : end - 4]) != int.from_bytes(view[end - 4 : end]):
            raise ValueError("a PNG chunk is damaged")
        at = end


def _holds_pixels(kind: bytes) -> bool:
    """Return True for critical chunks, which begin with a capital, and for the frames of an animation."""
    return kind[:1].isupper() or kind in _FRAMES
