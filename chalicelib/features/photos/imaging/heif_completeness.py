"""Completeness of each tile of a HEIC picture, by the HEVC decoder's own warnings.

libheif drops libde265's warnings ("premature end of slice", "end of sub stream"), and shows grey or rubbish instead. So
libde265, as it is in pillow_heif's wheel, is asked itself, through its C interface, tile by tile.
"""

import ctypes
from functools import cache
from pathlib import Path

from chalicelib.features.photos.imaging.heif_coding import coded_pictures

#: A decoder that isn't done with one picture after so many turns never will be.
_MAX_TURNS = 1_000


def require_undamaged(data: bytes | memoryview, *, decode: bool) -> None:
    """Raise ValueError when a tile of the primary image isn't coded as it must be, or doesn't `decode` unwarned."""
    for units in coded_pictures(data):
        if decode and not _decodes(units):
            raise ValueError("a tile of the HEIC is damaged")


@cache
def _library() -> ctypes.CDLL:
    import pillow_heif  # noqa: PLC0415 - heavy

    (path,) = (Path(pillow_heif.__file__).parent.parent / "pillow_heif.libs").glob("libde265*")
    library = ctypes.CDLL(str(path))
    pointer = ctypes.c_void_p
    library.de265_new_decoder.restype = library.de265_get_next_picture.restype = pointer
    for name in ("free_decoder", "flush_data", "get_warning", "get_next_picture"):
        getattr(library, f"de265_{name}").argtypes = [pointer]
    library.de265_push_NAL.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int, ctypes.c_int64, pointer]
    library.de265_decode.argtypes = [pointer, ctypes.POINTER(ctypes.c_int)]
    return library


def _decodes(units: list[bytes]) -> bool:
    library = _library()
    decoder = library.de265_new_decoder()
    try:
        for unit in units:
            library.de265_push_NAL(decoder, unit, len(unit), 0, None)
        library.de265_flush_data(decoder)
        return _ends_well(library, decoder)
    finally:
        library.de265_free_decoder(decoder)


def _ends_well(library: ctypes.CDLL, decoder: int) -> bool:
    """Decode the given units; return True if they became a picture without a warning."""
    more = ctypes.c_int(1)
    for _ in range(_MAX_TURNS):
        failed = library.de265_decode(decoder, ctypes.byref(more))
        if failed or library.de265_get_warning(decoder):
            return False
        if library.de265_get_next_picture(decoder):
            return True
        if not more.value:
            return False
    return False
