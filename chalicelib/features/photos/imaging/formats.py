"""The kind of a file by its first few bytes; nothing is decoded."""

from enum import StrEnum

from chalicelib.features.photos.rejection import RejectionReason, Unacceptable


class ImageType(StrEnum):
    """The types that are filed; the value is the media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"


#: Names of these types from phones and browsers.
ACCEPTED_MEDIA_TYPES = frozenset(
    {*ImageType, "image/jpg", "image/heif", "image/heic-sequence", "image/heif-sequence"},
)

#: ISO/IEC 23008-12, annexes B and D: HEVC-coded images and image sequences.
_HEVC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
#: The same container without a promise of its codec.
_HEIF_BRANDS = frozenset({b"mif1", b"mif2", b"msf1"})
_MAX_BRANDS = 64

#: Pictures, of kinds that aren't filed: their owner has a photo to send in another form.
_UNSUPPORTED_MAGIC = (
    b"GIF8",
    b"II*\x00",  # TIFF, and the raw formats built on it
    b"MM\x00*",
    b"BM",
    b"8BPS",
    b"\x00\x00\x01\x00",  # ICO
    b"\xff\x0a",  # JPEG XL
    b"\x00\x00\x00\x0cJXL ",
    b"\x00\x00\x00\x0cjP  ",
)
_XML_STARTS = (b"<?xml", b"<svg", b"<!--", b"<!doctype svg")
_SVG_WITHIN = 1024


def identify(data: bytes | memoryview) -> ImageType:
    """Return the type that the magic bytes say.

    Raises Unacceptable: `empty`; `unsupported_type` for pictures of other kinds (GIF, TIFF, BMP, SVG, AVIF, JPEG XL);
    `not_an_image` for the rest. Why not AVIF: no phone's camera writes it, and the decoder in the package has no AV1.
    """
    head = bytes(data[:_SVG_WITHIN])
    if not head:
        raise Unacceptable(RejectionReason.EMPTY)
    if head.startswith(b"\xff\xd8\xff"):
        return ImageType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return ImageType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return ImageType.WEBP
    if head[4:8] == b"ftyp" and _is_heif(head):
        return ImageType.HEIC
    raise Unacceptable(_reason_to_refuse(head))


def _is_heif(head: bytes) -> bool:
    major, *compatible = _brands(head)
    if major in _HEVC_BRANDS:
        return True
    return major in _HEIF_BRANDS and b"avif" not in compatible


def _brands(head: bytes) -> list[bytes]:
    """Return the major and the compatible brands of an `ftyp` box (ISO/IEC 14496-12, 4.3)."""
    end = min(int.from_bytes(head[:4]), 16 + 4 * _MAX_BRANDS, len(head))
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def _reason_to_refuse(head: bytes) -> RejectionReason:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    is_svg = text.startswith(_XML_STARTS) and b"<svg" in text
    is_avif = head[4:8] == b"ftyp" and not {b"avif", b"avis"}.isdisjoint(_brands(head))
    if is_svg or is_avif or head.startswith(_UNSUPPORTED_MAGIC):
        return RejectionReason.UNSUPPORTED_TYPE
    return RejectionReason.NOT_AN_IMAGE


def require_image_type(declared: str) -> None:
    """Raise Unacceptable(type_mismatch) unless a Content-Type, parameters aside, is one that photos come with."""
    if declared.partition(";")[0].strip().lower() not in ACCEPTED_MEDIA_TYPES:
        raise Unacceptable(RejectionReason.TYPE_MISMATCH)
