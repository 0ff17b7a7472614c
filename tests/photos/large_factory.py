"""Photos of as many pixels as phones take, made without holding them."""

import io
import struct

import pillow_heif
from PIL import Image

TILE = 512


def jpeg_of_108_megapixels() -> bytes:
    """Return a baseline JPEG of 12,000 x 9,000 pixels."""
    file = io.BytesIO()
    Image.new("L", (12_000, 9_000), 128).save(file, "JPEG", quality=50)
    return file.getvalue()


def heic_of_200_megapixels(*, tiles: int = 32) -> bytes:
    """Return a HEIC of 16,320 x 12,240 pixels in tiles that all have the same bytes. Fewer `tiles` in a row make it
    broken.
    """
    return heic_grid(tiles, 24, width=16_320, height=12_240)


def heic_grid(columns: int, rows: int, *, width: int, height: int) -> bytes:
    """Return a HEIC of tiles that share their bytes."""
    ftyp, properties, tile = _parts()
    count = columns * rows
    at = len(ftyp) + 8
    meta = _full_box(
        b"meta",
        _full_box(b"hdlr", bytes(4) + b"pict" + bytes(13)),
        _full_box(b"pitm", struct.pack(">H", 1)),
        _box(b"idat", struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, width, height)),
        _locations(count, at, len(tile)),
        _items(count),
        _box(b"iprp", _box(b"ipco", _full_box(b"ispe", struct.pack(">II", width, height)), *properties), _uses(count)),
        _full_box(b"iref", _box(b"dimg", struct.pack(">HH", 1, count), *(_id(number) for number in range(count)))),
    )
    return ftyp + _box(b"mdat", tile) + meta


def _parts() -> tuple[bytes, list[bytes], bytes]:
    """Return ftyp, the tiles' properties (hvcC, ispe) and the bytes of a tile, as an encoder makes them."""
    file = io.BytesIO()
    picture = Image.new("RGB", (2 * TILE, 2 * TILE), (70, 120, 190))
    pillow_heif.from_pillow(picture).save(file, quality=20, tile_size=TILE)
    data = file.getvalue()
    coding = _found(data, b"hvcC")
    size = _full_box(b"ispe", struct.pack(">II", TILE, TILE))
    return _found(data, b"ftyp"), [coding, size], _found(data, b"mdat")[8:][-(len(_found(data, b"mdat")) - 8) // 4 :]


def _found(data: bytes, kind: bytes) -> bytes:
    at = data.index(kind) - 4
    return data[at : at + int.from_bytes(data[at : at + 4])]


def _locations(count: int, at: int, size: int) -> bytes:
    grid = struct.pack(">HHHHII", 1, 1, 0, 1, 0, 8)
    tiles = (_id(number) + struct.pack(">HHHII", 0, 0, 1, at, size) for number in range(count))
    return _full_box(b"iloc", struct.pack(">BBH", 0x44, 0, count + 1), grid, *tiles, version=1)


def _items(count: int) -> bytes:
    entries = [(struct.pack(">H", 1), b"grid"), *((_id(number), b"hvc1") for number in range(count))]
    boxes = [_full_box(b"infe", number + bytes(2) + kind + b"\0", version=2) for number, kind in entries]
    return _full_box(b"iinf", struct.pack(">H", len(boxes)), *boxes)


def _uses(count: int) -> bytes:
    tiles = (_id(number) + b"\x02\x82\x03" for number in range(count))
    return _full_box(b"ipma", struct.pack(">I", count + 1), struct.pack(">HBB", 1, 1, 1), *tiles)


def _id(number: int) -> bytes:
    return struct.pack(">H", number + 2)


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full_box(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]), *parts)
