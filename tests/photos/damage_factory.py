"""Photos that lost a part on their way, and photos of which phones write odd bytes without losing a pixel."""

import random
from functools import cache
from typing import Any

from PIL import Image

from tests.photos import photos_factory

EOI = b"\xff\xd9"
SIDES = (480, 320)
SEED = 7


@cache
def detailed_picture() -> Image.Image:
    """Return a picture of noise above and of one colour below: damage hides in both.

    The noise is the same in every run: by chance, damaged data may have as many blocks as it had.
    """
    levels, size = random.Random(SEED), (SIDES[0] // 2, SIDES[1] // 2)
    samples = bytes(min(max(round(levels.gauss(128, 60)), 0), 255) for _ in range(size[0] * size[1]))
    noise = Image.frombytes("L", size, samples).resize(SIDES)
    picture = Image.merge("RGB", [noise, noise.rotate(3), noise.rotate(9)])
    picture.paste((200, 200, 200), (0, 2 * SIDES[1] // 3, *SIDES))
    return picture


@cache
def jpegs() -> dict[str, bytes]:
    """Return a JPEG of each way to code one."""
    ways: dict[str, dict[str, Any]] = {
        "4:2:0": {},
        "4:4:4": {"subsampling": 0},
        "own tables": {"optimize": True},
        "grey": {"mode": "L"},
        "print colours": {"mode": "CMYK"},
        "restarts": {"restart_marker_blocks": 20},
        "progressive": {"progressive": True},
        "progressive with restarts": {"progressive": True, "restart_marker_rows": 1},
    }
    return {name: _jpeg(**options) for name, options in ways.items()}


def large_jpeg() -> bytes:
    """Return a JPEG with as much data as a photo of 12 MP of many phones: 3 MB."""
    picture = Image.frombytes("L", (2000, 1600), random.Random(7).randbytes(2000 * 1600))
    return photos_factory.saved(picture, "JPEG", quality=94)


def _jpeg(*, mode: str = "RGB", **options: Any) -> bytes:
    return photos_factory.saved(detailed_picture().convert(mode), "JPEG", quality=85, **options)


def cut(data: bytes, percent: int) -> bytes:
    """Return the first part and an end marker behind it."""
    return data[: len(data) * percent // 100] + EOI


def erased(data: bytes, percent: int) -> bytes:
    """Return the first part, zeros in place of the second, and an end marker."""
    return _replaced(data, percent, bytes(len(data)))


def garbled(data: bytes, percent: int) -> bytes:
    """Return the first part, random bytes in place of the second, and an end marker."""
    return _replaced(data, percent, random.Random(percent).randbytes(len(data)))


def garbled_without_markers(data: bytes, percent: int) -> bytes:
    """Return the first part, random pixels in place of the second, and an end marker."""
    return _replaced(data, percent, random.Random(percent).randbytes(len(data)).replace(b"\xff", b"\x11"))


def repeated(data: bytes, percent: int) -> bytes:
    """Return the first part, the file's beginning in place of the second, and an end marker."""
    return _replaced(data, percent, data)


def filled(data: bytes, percent: int) -> bytes:
    """Return the first part, fill bytes in place of the second, and an end marker."""
    return _replaced(data, percent, b"\xff" * len(data))


def with_hole(data: bytes, percent: int) -> bytes:
    """Return a file of which a tenth is zeros."""
    start, size = len(data) * percent // 100, len(data) // 10
    return data[:start] + bytes(size) + data[start + size :]


def _replaced(data: bytes, percent: int, other: bytes) -> bytes:
    start = len(data) * percent // 100
    return data[:start] + other[: len(data) - start - len(EOI)] + EOI


def with_odd_scan_parameters(data: bytes) -> bytes:
    """Return a sequential JPEG with the scan parameters of Samsung's phones: "Invalid SOS parameters"."""
    scan = data.index(b"\xff\xda")
    end = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4])
    return data[: end - 3] + b"\x00\x00\x00" + data[end:]


def with_stray_bytes(data: bytes, marker: bytes, stray: bytes = b"\x12\x34\x56") -> bytes:
    """Return a JPEG with bytes before a marker that belong to nothing."""
    at = data.rindex(marker)
    return data[:at] + stray + data[at:]


def without_scan(data: bytes, number: int) -> bytes:
    """Return a JPEG of several scans without one of them."""
    starts = [at for at in range(len(data)) if data[at : at + 2] == b"\xff\xda"]
    ends = [*starts[1:], len(data) - len(EOI)]
    return data[: starts[number]] + _tables_before(data[starts[number] : ends[number]]) + data[ends[number] :]


def _tables_before(scan: bytes) -> bytes:
    """Return the tables for the next scan, which lie behind this one's data."""
    at = scan.find(b"\xff\xc4")
    return scan[at:] if at >= 0 else b""


def with_block_again(data: bytes, percent: int, size: int) -> bytes:
    """Return a file with a block repeated over the next one: a lost block of a disk or a download."""
    at = len(data) * percent // 100
    return data[:at] + data[at - size : at] + data[at + size :]


def without_block(data: bytes, percent: int, size: int) -> bytes:
    """Return a file without a block."""
    at = len(data) * percent // 100
    return data[:at] + data[at + size :]


def with_block_twice(data: bytes, percent: int, size: int) -> bytes:
    """Return a file with a block that came twice."""
    at = len(data) * percent // 100
    return data[:at] + data[at - size :]


def of_another_coding(marker: int, *, bits: int = 8) -> bytes:
    """Return a JPEG whose frame says that it is coded in another way."""
    data = jpegs()["4:2:0"]
    at = data.index(b"\xff\xc0")
    return data[: at + 1] + bytes([marker]) + data[at + 2 : at + 4] + bytes([bits]) + data[at + 5 :]
