"""Whether the coded data of a JPEG holds each of its pixels, no fewer and no more.

A decoder fills up with grey what is missing, and skips what is left over. libjpeg tells of both only at the end of the
picture, where libvips no longer asks. So the coded data of a single scan is read from a file without an end marker: the
decoder asks for more bytes as long as a pixel is missing, and for none afterwards.
"""

from io import BytesIO

from chalicelib.photos.imaging.jpeg_picture import JpegPicture
from chalicelib.photos.imaging.jpeg_zeros import has_erased_part
from chalicelib.photos.rejection import RejectionReason, Unacceptable

#: What libjpeg looks ahead. Ones are no Huffman code (ITU-T T.81, annex C), so these bytes are no pixels.
_LOOKAHEAD = b"\xff\x00" * 8


class LeftOver(ValueError):
    """A decoder had all pixels before the last bytes of the coded data."""


class CodedFile(BytesIO):
    """A picture as a file whose last bytes are read apart from the others, so that it shows whether they were needed.

    Of several scans libjpeg reads all before it decodes one, and tells of what it misses: that file has its end marker.
    """

    def __init__(self, picture: JpegPicture) -> None:
        last = min(picture.stray_limit, len(picture.coded)) + len(_LOOKAHEAD)
        data = picture.head + picture.coded + _LOOKAHEAD if picture.is_single_scan else picture.data
        super().__init__(data)
        self._boundary = len(data) - last if picture.is_single_scan else 0
        self._end = 0

    def read(self, size: int | None = -1, /) -> bytes:
        left = self._boundary - self.tell()
        data = super().read(min(size or 0, left) if left > 0 and (size or 0) >= 0 else size)
        self._end = max(self._end, self.tell())
        return data

    def require_read(self) -> None:
        """Raise LeftOver unless the last bytes were needed; to be called when every pixel has been decoded."""
        if self._end <= self._boundary:
            raise LeftOver


def require_all_scans(picture: JpegPicture) -> None:
    """Raise Unacceptable(broken) unless all scans are there and no part of the only scan's coded data was erased."""
    if not picture.is_complete or has_erased_part(picture):
        raise Unacceptable(RejectionReason.BROKEN)
