"""A tiled HEIC picture decoded tile by tile, each shrunk at once. The whole of 200 MP would not fit into memory.

pillow_heif decodes only whole pictures, so libheif, which its wheel brings, is called directly (docs/decisions/0029).
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, reduce
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

#: Pixels left on the longer side. Twice the preview's, so that the preview is as sharp as one of the whole picture.
LEAST = 3200
#: libheif's numbers of a colour space, of its layout, and of the one plane that it then has.
_RGB, _INTERLEAVED_RGB, _INTERLEAVED = 1, 10, 10
_BANDS = 3
_ROTATION, _MIRROR = int.from_bytes(b"irot"), int.from_bytes(b"imir")
_ROTATIONS = {0: "copy", 90: "rot270", 180: "rot180", 270: "rot90"}  # libheif turns to the left, libvips to the right
_MIRRORS = {0: "flipver", 1: "fliphor"}
_MAX_TURNS = 8
#: A decoded tile: the decoder's frame, libheif's copy, RGB, and our copy.
_BYTES_A_PIXEL = 10


class _Error(ctypes.Structure):
    _fields_ = (("code", ctypes.c_int), ("subcode", ctypes.c_int), ("message", ctypes.c_char_p))


class _Tiling(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("num_columns", ctypes.c_uint32),
        ("num_rows", ctypes.c_uint32),
        ("tile_width", ctypes.c_uint32),
        ("tile_height", ctypes.c_uint32),
        ("image_width", ctypes.c_uint32),
        ("image_height", ctypes.c_uint32),
        ("top_offset", ctypes.c_uint32),
        ("left_offset", ctypes.c_uint32),
        ("number_of_extra_dimensions", ctypes.c_uint8),
        ("extra_dimension_size", ctypes.c_uint32 * 8),
    )


class _Options(ctypes.Structure):
    """The beginning of heif_decoding_options, which libheif allocates."""

    _fields_ = (
        ("version", ctypes.c_uint8),
        ("ignore_transformations", ctypes.c_uint8),
        ("progress", ctypes.c_void_p * 4),
        ("convert_hdr_to_8bit", ctypes.c_uint8),
        ("strict_decoding", ctypes.c_uint8),
    )


class Tiles(NamedTuple):
    """A grid of equal tiles that covers a picture, and how that is turned upright: steps of `rot`, `flip…`."""

    columns: int
    rows: int
    tile_width: int
    tile_height: int
    width: int
    height: int
    turns: tuple[str, ...]

    @property
    def factor(self) -> int:
        """Return the factor by which tiles are shrunk: a power of two that splits no pixel at a tile's edge."""
        common = gcd(self.tile_width, self.tile_height)
        longest = max(self.width, self.height)
        return max(
            factor for factor in (1, 2, 4, 8) if (common % factor == 0 and longest // factor >= LEAST) or factor == 1
        )

    @property
    def pixels(self) -> int:
        """Return the pixels that are decoded, those beyond the picture's edges too."""
        return self.columns * self.rows * self.tile_width * self.tile_height

    @property
    def held_bytes(self) -> int:
        """Return the highest use of memory: all tiles shrunk, one more time when joined, and one as decoded."""
        shrunk = 2 * _BANDS * self.pixels // self.factor**2
        return shrunk + _BYTES_A_PIXEL * self.tile_width * self.tile_height


@cache
def _library() -> Any:
    import pillow_heif  # noqa: PLC0415 - heavy; loads libheif

    (path,) = Path(pillow_heif.__file__).parents[1].glob("pillow_heif.libs/libheif-*.so*")
    library = ctypes.CDLL(str(path))
    pointer, integer = ctypes.c_void_p, ctypes.c_int
    for name, result, arguments in (
        ("heif_context_alloc", pointer, []),
        ("heif_context_free", None, [pointer]),
        ("heif_context_read_from_memory_without_copy", _Error, [pointer, pointer, ctypes.c_size_t, pointer]),
        ("heif_context_get_primary_image_handle", _Error, [pointer, pointer]),
        ("heif_image_handle_release", None, [pointer]),
        ("heif_image_handle_get_image_tiling", _Error, [pointer, integer, pointer]),
        (
            "heif_image_handle_decode_image_tile",
            _Error,
            [pointer, pointer, integer, integer, pointer, ctypes.c_uint32, ctypes.c_uint32],
        ),
        ("heif_decoding_options_alloc", ctypes.POINTER(_Options), []),
        ("heif_decoding_options_free", None, [ctypes.POINTER(_Options)]),
        ("heif_image_get_plane_readonly", pointer, [pointer, integer, pointer]),
        ("heif_image_get_width", integer, [pointer, integer]),
        ("heif_image_get_height", integer, [pointer, integer]),
        ("heif_image_release", None, [pointer]),
        ("heif_image_handle_get_item_id", ctypes.c_uint32, [pointer]),
        ("heif_item_get_transformation_properties", integer, [pointer, ctypes.c_uint32, pointer, integer]),
        ("heif_item_get_property_type", ctypes.c_uint32, [pointer, ctypes.c_uint32, ctypes.c_uint32]),
        ("heif_item_get_property_transform_rotation_ccw", integer, [pointer, ctypes.c_uint32, ctypes.c_uint32]),
        ("heif_item_get_property_transform_mirror", integer, [pointer, ctypes.c_uint32, ctypes.c_uint32]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _require(error: _Error) -> None:
    if error.code:
        raise ValueError((error.message or b"").decode("latin-1"))


@contextmanager
def _primary(data: bytes) -> Iterator[tuple[Any, Any]]:
    """Open a file's primary picture for the time of the block."""
    library, handle = _library(), ctypes.c_void_p()
    context = library.heif_context_alloc()
    try:
        _require(library.heif_context_read_from_memory_without_copy(context, data, len(data), None))
        _require(library.heif_context_get_primary_image_handle(context, ctypes.byref(handle)))
        try:
            yield context, handle
        finally:
            library.heif_image_handle_release(handle)
    finally:
        library.heif_context_free(context)


def find_tiles(data: bytes) -> Tiles:
    """Return the tiles of a file's primary picture; a picture that isn't tiled is one. Raises ValueError."""
    with _primary(data) as (context, handle):
        return _tiles(context, handle)


def _tiles(context: Any, handle: Any) -> Tiles:
    found = _Tiling()
    _require(_library().heif_image_handle_get_image_tiling(handle, 0, ctypes.byref(found)))
    grid = found.num_columns, found.num_rows, found.tile_width, found.tile_height
    return Tiles(*grid, found.image_width, found.image_height, tuple(_turns(context, handle)))


def _turns(context: Any, handle: Any) -> Iterator[str]:
    """Yield the turns that set the picture upright, in order, as names of pyvips' methods.

    Raises ValueError for a crop.
    """
    library, properties = _library(), (ctypes.c_uint32 * _MAX_TURNS)()
    item = library.heif_image_handle_get_item_id(handle)
    count = library.heif_item_get_transformation_properties(context, item, properties, _MAX_TURNS)
    for each in properties[:count]:
        kind = library.heif_item_get_property_type(context, item, each)
        if kind == _ROTATION:
            yield _ROTATIONS[library.heif_item_get_property_transform_rotation_ccw(context, item, each)]
        elif kind == _MIRROR:
            yield _MIRRORS[library.heif_item_get_property_transform_mirror(context, item, each)]
        else:
            raise ValueError("a crop of tiles")


def decode_shrunk(data: bytes, vips: Any) -> Any:
    """Return the primary picture, without transparency, as a pyvips.Image of at least LEAST pixels on its longer side.

    Raises ValueError.
    """
    with _primary(data) as (context, handle):
        tiles = _tiles(context, handle)
        factor = tiles.factor
        pieces = [
            _tile(handle, column, row, tiles, vips).shrink(factor, factor).copy_memory()
            for row in range(tiles.rows)
            for column in range(tiles.columns)
        ]
    joined = vips.Image.arrayjoin(pieces, across=tiles.columns)
    width, height = -(-tiles.width // factor), -(-tiles.height // factor)
    image = joined.crop(0, 0, width, height).copy(interpretation="srgb")
    return reduce(lambda turned, turn: getattr(turned, turn)(), tiles.turns, image)


def _tile(handle: Any, column: int, row: int, tiles: Tiles, vips: Any) -> Any:
    """Return a tile in 8-bit RGB, as a copy. Raises ValueError for one of another size than the first."""
    library, image, stride = _library(), ctypes.c_void_p(), ctypes.c_int()
    options = library.heif_decoding_options_alloc()
    wanted = options.contents
    wanted.ignore_transformations = wanted.convert_hdr_to_8bit = wanted.strict_decoding = 1
    try:
        _require(
            library.heif_image_handle_decode_image_tile(
                handle, ctypes.byref(image), _RGB, _INTERLEAVED_RGB, options, column, row
            )
        )
    finally:
        library.heif_decoding_options_free(options)
    try:
        plane = library.heif_image_get_plane_readonly(image, _INTERLEAVED, ctypes.byref(stride))
        width, height = (
            get(image, _INTERLEAVED) for get in (library.heif_image_get_width, library.heif_image_get_height)
        )
        rows = ctypes.string_at(plane, stride.value * height)
    finally:
        library.heif_image_release(image)
    if (width, height) != (tiles.tile_width, tiles.tile_height):
        raise ValueError("a tile of another size")
    padded = vips.Image.new_from_memory(rows, stride.value, height, 1, "uchar")
    packed = padded.crop(0, 0, width * _BANDS, height).write_to_memory()
    return vips.Image.new_from_memory(packed, width, height, _BANDS, "uchar")
