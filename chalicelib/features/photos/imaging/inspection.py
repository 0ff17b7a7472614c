"""The facts of a photo, decided from its first bytes and its header, before a pixel is decoded."""

from typing import Any, NamedTuple

from chalicelib.features.photos.imaging.baggage import require_little_baggage
from chalicelib.features.photos.imaging.codecs import held_in_tiles, open_header, open_heif
from chalicelib.features.photos.imaging.formats import ImageType, identify, require_image_type
from chalicelib.features.photos.imaging.jpeg_scans import require_few_scans, require_known_coding
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

#: Phones sold today take 200 MP.
MAX_PIXELS = 210_000_000
#: Bytes that a decoder may hold at once. Baseline JPEG and plain PNG stream; progressive, interlaced, WebP and HEIC
#: pictures are held whole. A picture of 15 MB in the file can be a gigabyte there.
MAX_HELD_BYTES = 400_000_000
#: libvips reads orientations; 5 to 8 lie on their side (EXIF 2.32, 4.6.4, Orientation).
_FIRST_SIDEWAYS = 5
#: YUV 4:2:0, 8-bit RGB and the row being converted, measured with libheif 1.23.
_HEIF_BYTES_A_PIXEL = 5
_WEBP_BYTES_A_PIXEL = 4


class PhotoFacts(NamedTuple):
    """A photo that may be decoded.

    `width` and `height` are pixels as stored. `orientation` is EXIF's 1 to 8, and 1 for HEIC: its own rotation is
    applied already (ISO/IEC 23008-12, A.2.1: EXIF's is to be ignored).
    """

    image_type: ImageType
    width: int
    height: int
    orientation: int

    @property
    def upright(self) -> tuple[int, int]:
        """Return (width, height) in pixels as a person sees the photo."""
        return (self.height, self.width) if self.orientation >= _FIRST_SIDEWAYS else (self.width, self.height)


def inspect(data: bytes | memoryview, *, declared_type: str | None) -> PhotoFacts:
    """Return the facts of a photo, declared as any photo type (None: not declared), since phones mislabel.

    Raises Unacceptable: `empty`, `type_mismatch` (declared as no photo at all), `not_an_image`, `unsupported_type`,
    `too_many_pixels`, `too_complex`, `broken`. `broken` is an unreadable header; damage further in shows in rendering.
    """
    image_type = identify(data)
    if declared_type is not None:
        require_image_type(declared_type)
    require_little_baggage(data, image_type)
    if image_type is ImageType.HEIC:
        return _inspect_heif(data)
    if image_type is ImageType.JPEG:
        require_known_coding(data)
        require_few_scans(data)
    if image_type is ImageType.PNG:
        _check_size(*_png_size(data))
    return _inspect_streamed(data, image_type)


def _png_size(data: bytes | memoryview) -> tuple[int, int]:
    """Return (width, height) from IHDR, always the first chunk: a bomb needs no more of the file than this."""
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _inspect_heif(data: bytes | memoryview) -> PhotoFacts:
    width, height = open_heif(data).size
    in_tiles = is_decoded_in_tiles(width, height)
    _check_size(width, height, held_bytes=held_in_tiles(data) if in_tiles else width * height * _HEIF_BYTES_A_PIXEL)
    return PhotoFacts(ImageType.HEIC, width, height, orientation=1)


def is_decoded_in_tiles(width: int, height: int) -> bool:
    """Return True if a HEIC picture of this size would take too much memory as a whole."""
    return width * height * _HEIF_BYTES_A_PIXEL > MAX_HELD_BYTES


def _inspect_streamed(data: bytes | memoryview, image_type: ImageType) -> PhotoFacts:
    header = open_header(data, image_type)
    _check_size(header.width, header.height, held_bytes=_held_bytes(header, image_type))
    orientation = header.get("orientation") if "orientation" in header.get_fields() else 1
    return PhotoFacts(image_type, header.width, header.height, orientation)


def _held_bytes(header: Any, image_type: ImageType) -> int:
    pixels: int = header.width * header.height
    fields = header.get_fields()
    if image_type is ImageType.WEBP:
        return pixels * _WEBP_BYTES_A_PIXEL
    if "jpeg-multiscan" in fields and header.get("jpeg-multiscan"):
        # Coefficients of 16 bits, of every component, until the last scan is read.
        return pixels * (3 if header.get("jpeg-chroma-subsample") == "4:2:0" else 2 * int(header.bands))
    if "interlaced" in fields:
        sample_bytes = 2 if header.format == "ushort" else 1
        return pixels * int(header.bands) * sample_bytes
    return 0


def _check_size(width: int, height: int, *, held_bytes: int = 0) -> None:
    if width * height > MAX_PIXELS or held_bytes > MAX_HELD_BYTES:
        raise Unacceptable(RejectionReason.TOO_MANY_PIXELS)
