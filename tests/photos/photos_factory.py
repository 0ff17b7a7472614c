"""Photos made to order, and files that only claim to be photos."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

import pillow_heif
from PIL import Image, ImageCms
from PIL.Image import Transpose

COMMENT = b"comment-of-the-owner"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>xmp-of-the-owner</rdf></x:xmpmeta>'
TAKEN_AT = datetime(2026, 3, 14, 15, 9, 26)  # noqa: DTZ001 - EXIF's local time
SKY, SUN = (70, 120, 190), (230, 40, 30)

#: The turn of an upright picture in the file, so that EXIF's orientation turns it upright.
_STORED = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


@dataclass(frozen=True)
class Camera:
    """The camera's EXIF data; None is left out."""

    orientation: int | None = None
    gps: tuple[float, float] | None = None
    taken_at: datetime | None = TAKEN_AT
    offset: str | None = "+03:00"
    make: str | None = "Osmotr"
    model: str | None = "Phone 7"

    def exif(self) -> Image.Exif:
        """Return the tags as Pillow writes them."""
        exif = Image.Exif()
        main = {0x010F: self.make, 0x0110: self.model, 0x0112: self.orientation}
        exif.update({tag: value for tag, value in main.items() if value is not None})
        details: dict[int, Any] = exif.get_ifd(0x8769)
        if self.taken_at:
            details[0x9003] = self.taken_at.strftime("%Y:%m:%d %H:%M:%S")
        if self.offset:
            details[0x9011] = self.offset
        if self.gps:
            exif.get_ifd(0x8825).update(_gps_tags(*self.gps))
        return exif


def _gps_tags(latitude: float, longitude: float) -> dict[int, Any]:
    return {
        1: "N" if latitude >= 0 else "S",
        2: _sexagesimal(abs(latitude)),
        3: "E" if longitude >= 0 else "W",
        4: _sexagesimal(abs(longitude)),
    }


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)


class MakePhoto(Protocol):
    """Makes a photo that is `width` x `height` when upright."""

    def __call__(self, width: int = ..., height: int = ..., *, camera: Camera | None = ...) -> bytes: ...


def picture(width: int = 400, height: int = 300) -> Image.Image:
    """Return a noisy blue picture whose top left quarter is red: the sun is there when it is upright."""
    noise = Image.effect_noise((max(width // 2, 1), max(height // 2, 1)), 50).resize((width, height))
    image = Image.blend(Image.merge("RGB", [noise] * 3), Image.new("RGB", (width, height), SKY), 0.8)
    image.paste(SUN, (0, 0, width // 2, height // 2))
    return image


def _stored(width: int, height: int, camera: Camera) -> Image.Image:
    image = picture(width, height)
    return image.transpose(_STORED[camera.orientation]) if camera.orientation in _STORED else image


def jpeg(
    width: int = 400, height: int = 300, *, camera: Camera | None = None, thumbnail: bytes = b"", **options: Any
) -> bytes:
    """Return a JPEG that is `width` x `height` when upright; `options` are Pillow's (quality, exif, ...).

    `thumbnail` is embedded in EXIF's second directory, as cameras do.
    """
    camera = camera or Camera()
    exif = camera.exif().tobytes()
    options.setdefault("exif", _with_thumbnail(exif, thumbnail) if thumbnail else exif)
    return saved(_stored(width, height, camera), "JPEG", **options)


def telling_jpeg(width: int = 400, height: int = 300) -> bytes:
    """Return a JPEG with everything in it that must not reach a rendition."""
    return jpeg(
        width,
        height,
        camera=Camera(orientation=6, gps=(55.751244, 37.618423)),
        thumbnail=small_jpeg(),
        comment=COMMENT,
        xmp=XMP,
        icc_profile=srgb_profile(),
    )


def png(width: int = 400, height: int = 300, *, camera: Camera | None = None, **options: Any) -> bytes:
    """Return a PNG with an eXIf chunk."""
    camera = camera or Camera()
    return saved(_stored(width, height, camera), "PNG", exif=camera.exif(), **options)


def transparent_png(width: int = 400, height: int = 300) -> bytes:
    """Return a PNG of nothing: wholly transparent black."""
    return saved(Image.new("RGBA", (width, height), (0, 0, 0, 0)), "PNG")


def webp(width: int = 400, height: int = 300, *, camera: Camera | None = None, **options: Any) -> bytes:
    """Return a WebP with an EXIF chunk."""
    camera = camera or Camera()
    return saved(_stored(width, height, camera), "WEBP", exif=camera.exif(), **options)


def heic(
    width: int = 400, height: int = 300, *, camera: Camera | None = None, quality: int = 60, preset: str = "ultrafast"
) -> bytes:
    """Return a HEIC whose orientation is in its own `irot` and `imir`, as phones write it.

    `preset` is how hard the encoder tries: the size hardly changes, "slow" (libheif's own) takes eight times as long.
    """
    camera = camera or Camera()
    file, exif = io.BytesIO(), camera.exif().tobytes()
    written = pillow_heif.from_pillow(_stored(width, height, camera))
    written.save(file, exif=exif, quality=quality, enc_params={"preset": preset})
    return file.getvalue()


@cache
def phone_jpeg(megapixels: int) -> bytes:
    """Return a 4:3 JPEG about as heavy as a phone's: 12 MP is 3 MB, 48 MP is 12 MB."""
    unit = round((megapixels * 1_000_000 / 12) ** 0.5)
    return jpeg(4 * unit, 3 * unit, camera=Camera(orientation=6), quality=88)


@cache
def small_jpeg() -> bytes:
    """Return a JPEG of a size for embedding."""
    return saved(picture(32, 24), "JPEG")


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the file that Pillow writes."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@cache
def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _with_thumbnail(exif: bytes, thumbnail: bytes) -> bytes:
    """Append a second directory (EXIF 2.32, 4.5.6) to Pillow's block, which is big-endian."""
    tiff = bytearray(exif.removeprefix(b"Exif\0\0"))
    (count,) = struct.unpack_from(">H", tiff, 8)
    struct.pack_into(">L", tiff, 8 + 2 + 12 * count, len(tiff))
    at = len(tiff) + 2 + 3 * 12 + 4
    entries = ((0x0103, 3, 6), (0x0201, 4, at), (0x0202, 4, len(thumbnail)))
    tiff += struct.pack(">H", len(entries))
    for tag, kind, value in entries:
        tiff += struct.pack(">HHLL", tag, kind, 1, value)
    return b"Exif\0\0" + bytes(tiff) + struct.pack(">L", 0) + thumbnail


def truncated(data: bytes, *, keep: float = 0.6) -> bytes:
    """Return the first part of a file, as an upload or a camera that stopped leaves it."""
    return data[: int(len(data) * keep)]


def with_zip_tail(data: bytes) -> bytes:
    """Return a file that is also a ZIP archive, readable from its end."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("payload.txt", "hidden in the tail")
    return data + archive.getvalue()


def with_script_tail(data: bytes) -> bytes:
    """Return a file that a browser which sniffs would run."""
    return data + b"<script>alert(document.domain)</script>"


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a few hundred bytes that declares more pixels than memory holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg_bomb(side: int = 65_500) -> bytes:
    """Return a JPEG whose frame header declares more pixels than it has."""
    data = bytearray(small_jpeg())
    frame = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, frame + 5, side, side)
    return bytes(data)


def heic_of_false_size(width: int, height: int) -> bytes:
    """Return a HEIC that declares `width` x `height` and holds 2000 x 1500 pixels."""
    data = bytearray(heic(2000, 1500))
    struct.pack_into(">II", data, data.index(b"ispe") + 8, width, height)
    return bytes(data)


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(64)


@cache
def gif() -> bytes:
    return saved(picture(40, 30), "GIF")


@cache
def tiff() -> bytes:
    return saved(picture(40, 30), "TIFF")


@cache
def swapped_profile() -> bytes:
    """Return sRGB's profile with the red and the green primary exchanged: to apply it is to see it."""
    return srgb_profile().replace(b"rXYZ", b"~XYZ").replace(b"gXYZ", b"rXYZ").replace(b"~XYZ", b"gXYZ")
