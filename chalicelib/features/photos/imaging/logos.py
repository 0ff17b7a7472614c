"""A tenant's logo: any uploaded picture becomes a small PNG with nothing in it but pixels."""

from chalicelib.features.photos.imaging.codecs import refusing_broken
from chalicelib.features.photos.imaging.decoding import decode
from chalicelib.features.photos.imaging.formats import ImageType, identify
from chalicelib.features.photos.imaging.inspection import inspect
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

MAX_PIXELS = 20_000_000
#: The largest display, with three pixels per CSS pixel: 160 by 40 and 220 by 40 with room to grow.
WIDTH, HEIGHT = 480, 160


def draw_logo(data: bytes) -> bytes:
    """Return the picture as a PNG of at most 480 by 160 pixels, its transparency kept, never enlarged.

    JPEG, PNG and WebP only, by their magic bytes. An SVG is a program, and no decoder of ours reads it, so that
    re-encoding can't make it harmless. Raises Unacceptable before a pixel is decoded, or `broken` when one can't be.
    """
    image_type = identify(data)
    if image_type is ImageType.HEIC:
        raise Unacceptable(RejectionReason.UNSUPPORTED_TYPE)
    facts = inspect(data, declared_type=None)
    if facts.width * facts.height > MAX_PIXELS:
        raise Unacceptable(RejectionReason.TOO_MANY_PIXELS)
    with refusing_broken():
        logo = decode(data, image_type, width=WIDTH, height=HEIGHT)
        return bytes(logo.colourspace("srgb").cast("uchar").pngsave_buffer(compression=9, keep="none"))
