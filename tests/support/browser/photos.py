"""Photos made in code: noise does not compress, so tests choose sizes; every seed is another photo."""

import io
import random
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageFilter
from PIL.TiffImagePlugin import IFDRational

_ORIENTATION, _EXIF_IFD, _GPS_IFD, _TAKEN = 0x0112, 0x8769, 0x8825, 0x9003


class Maker(Protocol):
    """Makes one photo of many, by its seed."""

    def __call__(self, *, seed: int) -> bytes: ...


def noise(*, seed: int, width: int = 640, height: int = 480) -> Image.Image:
    """Return an image of coloured squares; the same seed gives the same image."""
    dice = random.Random(seed)
    small = Image.frombytes("RGB", (width // 4, height // 4), dice.randbytes((width // 4) * (height // 4) * 3))
    return small.resize((width, height), Image.Resampling.NEAREST)


def jpeg(*, seed: int, width: int = 640, height: int = 480, exif: Image.Exif | None = None) -> bytes:
    """Return a JPEG; with the default size about 100 KB, which no page makes smaller."""
    out = io.BytesIO()
    noise(seed=seed, width=width, height=height).save(out, "JPEG", quality=80, exif=exif or b"")
    return out.getvalue()


def blurred(*, seed: int) -> bytes:
    """Return a JPEG that is far out of focus."""
    out = io.BytesIO()
    shapes = noise(seed=seed, width=64, height=48).resize((800, 600), Image.Resampling.NEAREST)
    shapes.filter(ImageFilter.GaussianBlur(12)).save(out, "JPEG", quality=90)
    return out.getvalue()


def dark(*, seed: int) -> bytes:
    """Return a JPEG of a night without light."""
    out = io.BytesIO()
    noise(seed=seed).point([value // 12 for value in range(256)] * 3).save(out, "JPEG", quality=90)
    return out.getvalue()


def sideways_with_place(*, seed: int, width: int, height: int) -> bytes:
    """Return a JPEG whose Exif says orientation 6 (shown turned to the right), 55°45′ N, and 5 March 2026, 14:07:09."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif.get_ifd(_EXIF_IFD)[_TAKEN] = "2026:03:05 14:07:09"
    place = {
        1: "N",
        2: tuple(IFDRational(part) for part in (55, 45, 21)),
        3: "E",
        4: tuple(IFDRational(p) for p in (37, 37, 2)),
    }
    exif.get_ifd(_GPS_IFD).update(place)
    return jpeg(seed=seed, width=width, height=height, exif=exif)


def heic(*, seed: int) -> bytes:
    """Return a HEIC, which Chromium can't decode."""
    import pillow_heif  # noqa: PLC0415 - slow to load, one test needs it

    out = io.BytesIO()
    pillow_heif.from_pillow(noise(seed=seed)).save(out, quality=60, enc_params={"preset": "ultrafast"})
    return out.getvalue()


def place_of(photo: bytes) -> dict[int, object]:
    """Return the GPS directory of a photo's Exif."""
    with Image.open(io.BytesIO(photo)) as image:
        return dict(image.getexif().get_ifd(_GPS_IFD))


def size_of(photo: bytes) -> tuple[int, int]:
    """Return width and height of the pixels as they are stored."""
    with Image.open(io.BytesIO(photo)) as image:
        return image.size


def written(folder: Path, name: str, photo: bytes) -> Path:
    """Write a photo to a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(photo)
    return path


def png(*, seed: int) -> bytes:
    out = io.BytesIO()
    noise(seed=seed, width=320, height=240).save(out, "PNG")
    return out.getvalue()


def forty_eight_megapixels(*, seed: int) -> bytes:
    """Return a JPEG of 8000 by 6000. Big squares make it in a second, of a megabyte or two."""
    dice = random.Random(seed)
    squares = Image.frombytes("L", (80, 60), dice.randbytes(80 * 60))
    out = io.BytesIO()
    squares.resize((8000, 6000), Image.Resampling.NEAREST).save(out, "JPEG", quality=80)
    return out.getvalue()


def sparse(folder: Path, name: str, *, head: bytes, size: int) -> Path:
    """Write a file of a size that is zeros after its head and takes no room on the disk."""
    path = written(folder, name, head)
    with path.open("r+b") as file:
        file.truncate(size)
    return path
