"""Whether the coded data of a JPEG holds each of its pixels, no fewer and no more.

A decoder fills up with grey what is missing, and skips what is left over. libjpeg tells of both only at the end of the
picture, where libvips no longer asks. So the coded data of a single scan is decoded by Pillow, at an eighth of the size
and without an end marker: Pillow asks for more bytes as long as a pixel is missing, and for none afterwards.
"""

from enum import Enum, auto
from io import BytesIO

from chalicelib.photos.imaging.jpeg_picture import JpegPicture
from chalicelib.photos.imaging.jpeg_zeros import has_erased_part
from chalicelib.photos.rejection import RejectionReason, Unacceptable

#: What libjpeg looks ahead. Ones are no Huffman code (ITU-T T.81, annex C), so these bytes are no pixels.
_LOOKAHEAD = b"\xff\x00" * 8


class _Content(Enum):
    MISSING = auto()
    WHOLE = auto()
    LEFT_OVER = auto()


class _HeldBack(BytesIO):
    """A file whose last bytes are read apart from the others, so that it shows whether they were needed."""

    def __init__(self, data: bytes, last: int) -> None:
        super().__init__(data)
        self._boundary = len(data) - last

    def read(self, size: int | None = -1, /) -> bytes:
        left = self._boundary - self.tell()
        return super().read(min(size or 0, left) if left > 0 and (size or 0) >= 0 else size)

    @property
    def is_needed(self) -> bool:
        return self.tell() > self._boundary


def require_complete(picture: JpegPicture) -> None:
    """Raise Unacceptable(broken) unless all scans are there and the only scan's coded data is all its pixels.

    Equal bytes behind the last pixel are padding. Why: zeros in place of half a picture decode to pixels, and leave
    zeros over, but the picture isn't complete where they begin.
    """
    if not picture.is_complete or has_erased_part(picture):
        raise Unacceptable(RejectionReason.BROKEN)
    content = _content(picture) if picture.is_single_scan else _Content.WHOLE
    if content is _Content.LEFT_OVER:
        content = _content(picture.without_padding())
    if content is not _Content.WHOLE:
        raise Unacceptable(RejectionReason.BROKEN)


def _content(picture: JpegPicture) -> _Content:
    from PIL.JpegImagePlugin import JpegImageFile  # noqa: PLC0415 - heavy

    last = min(picture.stray_limit, len(picture.coded)) + len(_LOOKAHEAD)
    file = _HeldBack(picture.bare_head + picture.coded + _LOOKAHEAD, last)
    with JpegImageFile(file) as image:
        image.draft("L", (1, 1))
        try:
            image.load()
        except OSError:
            return _Content.MISSING
    return _Content.WHOLE if file.is_needed else _Content.LEFT_OVER
