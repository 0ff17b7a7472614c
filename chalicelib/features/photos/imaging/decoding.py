"""A photo's pixels, decoded strictly, once, and shrunk meanwhile where the format allows."""

import re
from typing import Any

from chalicelib.features.photos.imaging.codecs import (
    LOADER_OPTIONS,
    PROFILE,
    last_warnings,
    open_header,
    refusing_broken,
    vips,
)
from chalicelib.features.photos.imaging.formats import ImageType
from chalicelib.features.photos.imaging.jpeg_completeness import (
    FILLER,
    LEFT_OUT,
    CodedFile,
    LeftOver,
    require_all_scans,
    require_own_blocks,
)
from chalicelib.features.photos.imaging.jpeg_picture import JpegPicture, read_picture
from chalicelib.features.photos.imaging.png_chunks import require_whole_chunks
from chalicelib.features.photos.imaging.webp_chunks import require_no_hole

#: The factors by which libjpeg can shrink at no cost.
_SHRINKS = (8, 4, 2)
_STRAY = re.compile(r"Corrupt JPEG data: (\d+) extraneous bytes before marker 0x(..)")
_LAST_MARKER = "d9"
#: libjpeg's warnings that cost no pixel.
_HARMLESS = re.compile(r"Unknown Adobe color transform|bad ICC marker")


def decode(data: bytes | memoryview, image_type: ImageType, *, width: int, height: int) -> Any:
    """Return a JPEG, PNG or WebP in memory, upright, within a box of `width` x `height`, never enlarged.

    Raises Unacceptable(broken) when a pixel is missing or its data is damaged.
    """
    with refusing_broken():
        if image_type is ImageType.JPEG:
            return _decode_jpeg(read_picture(data), width, height)
        options = {"height": height, "size": "down", "option_string": LOADER_OPTIONS}
        header = open_header(data, image_type)
        if image_type is ImageType.PNG:
            require_whole_chunks(data)
        else:
            require_no_hole(data, pixels=header.width * header.height)
        return vips().Image.thumbnail_buffer(data, width, **options, **srgb_conversion(header)).copy_memory()


def srgb_conversion(header: Any) -> dict[str, str]:
    """Ask for sRGB where a profile is embedded; without one libvips would take 15 times longer to change nothing."""
    return {"output_profile": "srgb"} if PROFILE in header.get_fields() else {}


def _decode_jpeg(picture: JpegPicture, width: int, height: int) -> Any:
    """Return the picture. Equal bytes at its end are left out if it is complete before them.

    Why: zeros in place of half a picture decode to pixels, and leave zeros over, but it isn't complete there.
    """
    require_all_scans(picture)
    failure = LeftOver if picture.is_single_scan else vips().Error
    try:
        return _load_jpeg(picture, width, height)
    except failure:
        unpadded = picture.without_padding()
        if len(unpadded.coded) == len(picture.coded):
            raise
        return _load_jpeg(unpadded, width, height)


def _load_jpeg(picture: JpegPicture, width: int, height: int) -> Any:
    """Return the picture unless libjpeg warns of damage; decode it again only after a warning that is harmless."""
    file = CodedFile(picture)
    image, told = _shrunk_strictly(file, width, height)
    if told or (picture.is_arithmetic and not picture.is_single_scan):
        if not _is_harmless(told, picture):
            raise vips().Error(told)
        file = CodedFile(picture, is_open=True)
        image = _shrunk(file, "error", width, height)
    file.require_read()
    require_own_blocks(picture, is_suspect=bool(told) or file.has_left_over)
    return image.thumbnail_image(width, height=height, size="down", **srgb_conversion(image)).copy_memory()


def _shrunk_strictly(file: CodedFile, width: int, height: int) -> tuple[Any, str]:
    """Return the picture and libjpeg's first warning: libvips itself passes over one in the last strip."""
    vips().vips_lib.vips_error_clear()  # warnings of earlier photos would be told again
    try:
        image = _shrunk(file, "warning", width, height)
    except vips().Error as error:
        return None, str(error)
    return image, last_warnings()


def _shrunk(file: CodedFile, fail_on: str, width: int, height: int) -> Any:
    """Return the picture in memory, shrunk by the decoder as far as that is free.

    Every row is decoded at once: a thumbnail may do without the last ones.
    """
    header = open_header(file.head, ImageType.JPEG)
    sides = (header.width, header.height)
    least = min(max(sides) // max(width, height), *sides)  # a strip of few pixels must not shrink to none
    shrink = next((shrink for shrink in _SHRINKS if shrink <= least), 1)
    source = vips().SourceCustom()
    source.on_read(file.read)
    source.on_seek(file.seek)  # Why: libvips reads ahead in a source that can't be sought
    return vips().Image.jpegload_source(source, shrink=shrink, fail_on=fail_on, access="sequential").copy_memory()


def _is_harmless(told: str, picture: JpegPicture) -> bool:
    """Return True if the first warning, the only one that is told, is harmless, and others can't hide damage."""
    stray = _STRAY.search(told)
    if picture.is_arithmetic and not picture.is_single_scan:
        return stray is not None and LEFT_OUT <= int(stray[1]) <= len(FILLER) + picture.stray_limit
    if stray and int(stray[1]) > picture.stray_limit:
        return False
    if picture.is_single_scan:  # its pixels were counted
        return bool(stray or _HARMLESS.search(told))
    return stray is not None and stray[2] == _LAST_MARKER
