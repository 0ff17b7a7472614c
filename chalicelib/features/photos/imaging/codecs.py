"""The decoders, opened only the hardened way: libvips with three loaders allowed, libheif for HEIC.

A header is opened by the same decoder as the pixels, so that the measured picture is the decoded one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from chalicelib.features.photos.imaging.formats import ImageType
from chalicelib.features.photos.imaging.heif_boxes import require_modest
from chalicelib.features.photos.imaging.heif_tiles import find_tiles
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

#: thumbnail_buffer takes its loader's options only in this form; it ignores its own `fail_on` (libvips 8.18). "error"
#: refuses truncated files too, and accepts faults that decoders only warn of (stray bytes between markers).
LOADER_OPTIONS = "[fail_on=error]"
#: libvips' name for the embedded ICC profile.
PROFILE = "icc-profile-data"
_LOADERS = {ImageType.JPEG: "jpegload_buffer", ImageType.PNG: "pngload_buffer", ImageType.WEBP: "webpload_buffer"}
_ALLOWED = ("VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp")


@cache
def vips() -> Any:
    """Return pyvips, with every loader blocked but those of JPEG, PNG and WebP, and nothing kept between photos."""
    import pyvips  # noqa: PLC0415 - heavy

    pyvips.block_untrusted_set(True)
    pyvips.operation_block_set("VipsForeignLoad", True)
    for loader in _ALLOWED:
        pyvips.operation_block_set(loader, False)
    pyvips.cache_set_max(0)
    return pyvips


@cache
def _heif() -> Any:
    import pillow_heif  # noqa: PLC0415 - heavy

    # Only the photo itself is wanted: no thumbnails, depth maps or HDR gain maps are even listed.
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    return pillow_heif


def load() -> None:
    """Load the decoders now, so that the first photo needn't wait for them."""
    vips()
    _heif()


def last_warnings() -> str:
    """Return libvips' notes of errors and warnings since the last one was raised or cleared."""
    library = vips()
    return str(library.ffi.string(library.vips_lib.vips_error_buffer()).decode("utf-8", "replace"))


def open_header(data: bytes | memoryview, image_type: ImageType) -> Any:
    """Return a pyvips.Image of a JPEG, PNG or WebP of which only the header has been read.

    Raises Unacceptable(broken).
    """
    with refusing_broken():
        return getattr(vips().Image, _LOADERS[image_type])(data, access="sequential")


def open_heif(data: bytes | memoryview) -> Any:
    """Return the primary image of a HEIC file (pillow_heif.HeifImage), its pixels not yet decoded.

    Raises Unacceptable(broken).
    """
    with refusing_broken():
        require_modest(data)
        file = _heif().open_heif(bytes(data), convert_hdr_to_8bit=True)
        return file[file.primary_index]


def held_in_tiles(data: bytes | memoryview) -> int:
    """Return the bytes that are held when a HEIC picture is decoded tile by tile. Raises Unacceptable(broken)."""
    with refusing_broken():
        return find_tiles(bytes(data)).held_bytes


@contextmanager
def refusing_broken() -> Iterator[None]:
    """Raise errors of the decoders on damaged bytes as Unacceptable(broken)."""
    try:
        yield
    except (vips().Error, ValueError, IndexError, EOFError, SyntaxError, RuntimeError, OSError) as error:
        raise Unacceptable(RejectionReason.BROKEN) from error
