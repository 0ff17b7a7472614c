"""HEIC photos of every kind of pixel, whole and damaged."""

import io
import random
import struct
from functools import cache

import pillow_heif

from tests.photos import photos_factory

WIDTH, HEIGHT = 61, 43
_CHANNELS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}


@cache
def plain_heic(mode: str, bits: int, level: float = 0.75) -> bytes:
    """Return a HEIC of one level of all its channels, opaque."""
    top = 255 if bits == 8 else 65_535
    size = 1 if bits == 8 else 2
    channels = [round(top * level)] * _CHANNELS[mode]
    if mode.endswith("A"):
        channels[-1] = top
    pixels = b"".join(value.to_bytes(size, "little") for value in channels) * (WIDTH * HEIGHT)
    file = io.BytesIO()
    pillow_heif.options.SAVE_HDR_TO_12_BIT = bits == 12
    name = mode if bits == 8 else f"{mode};16"
    pillow_heif.encode(name, (WIDTH, HEIGHT), pixels, file, quality=90)
    pillow_heif.options.SAVE_HDR_TO_12_BIT = False
    return file.getvalue()


@cache
def noisy_heic() -> bytes:
    """Return a HEIC with detail everywhere."""
    return photos_factory.heic(320, 240, quality=80, preset="slow")


@cache
def tiled_heic() -> bytes:
    """Return a HEIC of several tiles, as phones write them."""
    pillow_heif.options.GRID_TILE_SIZE = 128
    try:
        return photos_factory.heic(320, 240, quality=80, preset="slow")
    finally:
        pillow_heif.options.GRID_TILE_SIZE = 0


def with_zeros(data: bytes, percent: int) -> bytes:
    """Return the file with 200 zeros within its coded data."""
    start = _within_coded_data(data, percent)
    return data[:start] + bytes(200) + data[start + 200 :]


def with_random_bytes(data: bytes, percent: int) -> bytes:
    """Return the file with 200 random bytes within its coded data."""
    start = _within_coded_data(data, percent)
    return data[:start] + random.Random(percent).randbytes(200) + data[start + 200 :]


def with_erased_end(data: bytes, percent: int) -> bytes:
    """Return the file with zeros from a place in its coded data on: an upload that allocated and didn't write."""
    start = _within_coded_data(data, percent)
    return data[:start] + bytes(len(data) - start)


def _within_coded_data(data: bytes, percent: int) -> int:
    start = data.index(b"mdat") + 4
    return start + (len(data) - start) * percent // 100


@cache
def transparent_heic() -> bytes:
    """Return a HEIC of one picture with detail everywhere in its transparency too."""
    file = io.BytesIO()
    image = photos_factory.picture(320, 240).convert("RGBA")
    image.putalpha(image.convert("L").point(lambda value: 255 - value // 2))
    pillow_heif.from_pillow(image).save(file, quality=80)
    return file.getvalue()


def with_ones(data: bytes, percent: int) -> bytes:
    """Return the file with 500 bytes of ones within its coded data: erased flash memory reads so."""
    start = _within_coded_data(data, percent)
    return data[:start] + b"\xff" * 500 + data[start + 500 :]


def without_configuration(data: bytes) -> bytes:
    """Return the file without the configuration of its tiles' coding."""
    return data.replace(b"hvcC", b"free")


def with_tile_of_another_kind(data: bytes) -> bytes:
    """Return the file with its last tile said to be a JPEG."""
    at = data.rindex(b"hvc1")
    return data[:at] + b"jpeg" + data[at + 4 :]


def without_tile(data: bytes) -> bytes:
    """Return the file with its last tile's entry gone from the list of items."""
    at = data.rindex(b"hvc1") - 12
    return data[:at] + data[at:].replace(b"infe", b"free", 1)


def with_tile_in_an_item(data: bytes) -> bytes:
    """Return a file of large_factory with a tile that lies in another item (construction method 2)."""
    place = struct.pack(">HHHH", 2, 0, 0, 1)
    assert data.count(place) == 1
    return data.replace(place, struct.pack(">HHHH", 2, 2, 0, 1))


def with_tile_of_unknown_coding(data: bytes) -> bytes:
    """Return a file of large_factory with a tile to which no configuration belongs."""
    uses = struct.pack(">H", 3) + b"\x02\x82\x03"
    assert data.count(uses) == 1
    return data.replace(uses, struct.pack(">H", 3) + b"\x02\x00\x03")
