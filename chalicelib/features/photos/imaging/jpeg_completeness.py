"""Completeness of a JPEG's coded data: it holds each of its pixels, no fewer and no more.

A decoder fills missing pixels up with grey, and skips left-over bytes. libjpeg warns of missing data, also in the last
strip, where libvips no longer asks. It says nothing of bytes left over in a single scan, nor of data missing in
arithmetic coding. There zeros are added, and the number that the decoder asked for tells.
"""

from io import BytesIO

from chalicelib.features.photos.imaging.jpeg_picture import EOI, JpegPicture
from chalicelib.features.photos.imaging.jpeg_walk import has_own_blocks
from chalicelib.features.photos.imaging.jpeg_zeros import has_erased_part
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

#: The bytes of libjpeg's look-ahead. Ones are no Huffman code (ITU-T T.81, annex C), so these bytes are no pixels.
_LOOKAHEAD = b"\xff\x00" * 8
#: Zeros that an encoder of arithmetic coding leaves out at the end (D.1.8), or that a decoder reads ahead.
LEFT_OUT = 24
#: The bytes after such a picture: more than those.
FILLER = bytes(2 * LEFT_OUT)
#: Left-over bytes that are not worth a suspicion. libjpeg may have read half of them ahead.
_FEW_LEFT_OVER = 16
#: Bytes and blocks that are walked in any case take a tenth of a second; on suspicion 12 MP of a phone, three seconds.
_LITTLE_WORK, _MOST_WORK = 160 * 1024, 8_000_000


class LeftOver(ValueError):
    """A decoder had all pixels before the last bytes of the coded data."""


class CodedFile(BytesIO):
    """A picture as a file with its last bytes read apart, to show whether they were needed.

    Of several scans libjpeg reads all before it decodes one, and warns of missing ones. `is_open`: without an end
    marker. A harmless warning may hide a later one of missing bytes; without the marker libvips raises at the file's
    end.
    """

    def __init__(self, picture: JpegPicture, *, is_open: bool = False) -> None:
        self._picture, self.head = picture, picture.head
        self._marks: list[int] = []
        self._end = 0
        super().__init__(self._single_scan(is_open=is_open) if picture.is_single_scan else self._several_scans())

    def _several_scans(self) -> bytes:
        filler = FILLER if self._picture.is_arithmetic else b""
        return self._picture._replace(coded=self._picture.coded + filler).data

    def _single_scan(self, *, is_open: bool) -> bytes:
        picture, data = self._picture, self._picture.head + self._picture.coded
        start, end = len(picture.head), len(data)
        self._marks = [max(start, end - picture.stray_limit), max(start, end - _FEW_LEFT_OVER)]
        if picture.is_arithmetic:
            self._marks.append(end + LEFT_OUT)
            return data + FILLER + EOI
        return data + (_LOOKAHEAD if is_open else EOI)

    def read(self, size: int | None = -1, /) -> bytes:
        left = next((mark - self.tell() for mark in self._marks if mark > self.tell()), 0)
        data = super().read(min(size or 0, left) if left > 0 and (size or 0) >= 0 else size)
        self._end = max(self._end, self.tell())
        return data

    def require_read(self) -> None:
        """Raise LeftOver unless the last bytes were needed, and no others, once every pixel has been decoded."""
        if self._marks and self._end <= self._marks[0]:
            raise LeftOver
        if self._picture.is_arithmetic and self._marks and self._end > self._marks[-1]:
            raise LeftOver

    @property
    def has_left_over(self) -> bool:
        """Return True if the very last bytes were not needed."""
        return bool(self._marks) and self._end <= self._marks[1]


def require_all_scans(picture: JpegPicture) -> None:
    """Raise Unacceptable(broken) unless all scans are there and no part of the only scan's coded data was erased."""
    if not picture.is_complete or has_erased_part(picture):
        raise Unacceptable(RejectionReason.BROKEN)


def require_own_blocks(picture: JpegPicture, *, is_suspect: bool) -> None:
    """Raise Unacceptable(broken) if a sequential picture's data isn't its blocks; of a large one only on suspicion."""
    if not has_own_blocks(picture.data, at_most=_MOST_WORK if is_suspect else _LITTLE_WORK):
        raise Unacceptable(RejectionReason.BROKEN)
