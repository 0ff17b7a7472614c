"""The chunks of a WebP file (RFC 9649), and holes of zeros in their coded data.

libwebp tells of data that ends early, and of nothing else: VP8's arithmetic code gives any bytes a meaning.
"""

from collections.abc import Iterator

_FILE_HEADER, _CHUNK_HEADER, _FRAME_HEADER = 12, 8, 16
#: A flat area at the bottom leaves zeros at the end, up to one for 126 pixels, measured with libwebp's encoder. Zeros
#: before the end were 48 at most.
_PIXELS_A_LAST_ZERO, _LEAST_LAST_ZEROS = 64, 1024
_PIXELS_A_ZERO, _LEAST_ZEROS = 2048, 512


def require_no_hole(data: bytes | memoryview, *, pixels: int) -> None:
    """Raise ValueError when lossy coded data has more zeros in a row than a flat picture of its size.

    Lossless data isn't looked at: its fastest encoder writes zeros by the kilobyte.
    """
    coded = (bytes(body) for kind, body in _chunks(memoryview(data)[_FILE_HEADER:]) if kind == b"VP8 ")
    if any(_has_hole(body, pixels) for body in coded):
        raise ValueError("a WebP picture has a hole")


def _has_hole(coded: bytes, pixels: int) -> bool:
    written = coded.rstrip(b"\0")
    last_zeros = max(pixels // _PIXELS_A_LAST_ZERO, _LEAST_LAST_ZEROS)
    zeros = max(pixels // _PIXELS_A_ZERO, _LEAST_ZEROS)
    return len(coded) - len(written) > last_zeros or bytes(zeros + 1) in written


def _chunks(view: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield (kind, content) of the chunks, and of those within the frames of an animation."""
    while len(view) >= _CHUNK_HEADER:
        kind, size = bytes(view[:4]), int.from_bytes(view[4:8], "little")
        body = view[_CHUNK_HEADER : _CHUNK_HEADER + size]
        yield kind, body
        if kind == b"ANMF":
            yield from _chunks(body[_FRAME_HEADER:])
        view = view[_CHUNK_HEADER + size + size % 2 :]
