"""The two pictures that staff look at: upright, sRGB, JPEG, with nothing in them but pixels."""

from typing import Any

from chalicelib.features.photos.imaging.codecs import PROFILE, open_heif, refusing_broken, vips
from chalicelib.features.photos.imaging.decoding import decode, srgb_conversion
from chalicelib.features.photos.imaging.facts import Renditions
from chalicelib.features.photos.imaging.formats import ImageType
from chalicelib.features.photos.imaging.heif_completeness import require_undamaged
from chalicelib.features.photos.imaging.heif_tiles import decode_shrunk
from chalicelib.features.photos.imaging.inspection import PhotoFacts, is_decoded_in_tiles

PREVIEW_SIDE = 1600
THUMBNAIL_SIDE = 320
JPEG_QUALITY = 80
_WHITE = 255
#: By whether there are colours, and whether they have more than 8 bits.
_INTERPRETATIONS = {
    (False, False): "b-w",
    (False, True): "grey16",
    (True, False): "srgb",
    (True, True): "rgb16",
}


def render(data: bytes | memoryview, facts: PhotoFacts) -> Renditions:
    """Decode an inspected photo once and make its renditions, longest side at most 1600 and 320 px, never enlarged.

    Raises Unacceptable(broken) when the pixels can't be decoded to the last.
    """
    with refusing_broken():
        preview = _plain(
            _decode_heif(data)
            if facts.image_type is ImageType.HEIC
            else decode(data, facts.image_type, width=PREVIEW_SIDE, height=PREVIEW_SIDE)
        ).copy_memory()
        thumbnail = preview.thumbnail_image(THUMBNAIL_SIDE, height=THUMBNAIL_SIDE, size="down")
        width, height = facts.upright
        return Renditions(
            preview=_jpeg(preview),
            thumbnail=_jpeg(thumbnail),
            width=width,
            height=height,
            preview_size=(preview.width, preview.height),
            thumbnail_size=(thumbnail.width, thumbnail.height),
        )


def _decode_heif(data: bytes | memoryview) -> Any:
    """Return the photo at preview size; libheif has turned it upright."""
    photo = open_heif(data)
    in_tiles = is_decoded_in_tiles(*photo.size)
    require_undamaged(data, decode=not in_tiles)  # Why: decoding 200 MP twice would take too long
    image = decode_shrunk(bytes(data), vips()) if in_tiles else _decode_whole(photo)
    profile = photo.info.get("icc_profile")
    if profile:
        image.set_type(vips().GValue.blob_type, PROFILE, profile)
    return image.thumbnail_image(PREVIEW_SIDE, height=PREVIEW_SIDE, size="down", **srgb_conversion(image))


def _decode_whole(photo: Any) -> Any:
    """Return the decoded pixels as libvips takes them, without the padding of their rows."""
    pixels, mode, (width, height) = photo.data, photo.mode, photo.size
    bands, is_deep = len(mode.partition(";")[0]), ";" in mode  # "I;16" is grey of more than 8 bits
    row = photo.stride // (bands * (2 if is_deep else 1))
    image = vips().Image.new_from_memory(pixels, row, height, bands, "ushort" if is_deep else "uchar")
    image = image.crop(0, 0, width, height).copy(interpretation=_INTERPRETATIONS[bands > 2, is_deep])  # noqa: PLR2004
    return image.unpremultiply().cast(image.format) if mode.startswith("RGBa") else image


def _plain(image: Any) -> Any:
    """Return 8-bit sRGB without transparency: transparent parts become white."""
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=_WHITE)
    return image.cast("uchar")


def _jpeg(image: Any) -> bytes:
    return bytes(image.jpegsave_buffer(Q=JPEG_QUALITY, keep="none"))
