"""The cost of inspecting a photo and making its renditions: `python -m bench imaging`.

CPU time of all threads, as a ratio to bare pyvips making the same two renditions, by turns in this very process. Memory
is the most that a process of its own holds.
"""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import pillow_heif
import pyvips
from PIL import Image

from bench.memory import peak_megabytes
from bench.table import Figure, at_most, by_turns
from chalicelib.features.photos.imaging.renditions import JPEG_QUALITY, PREVIEW_SIDE, THUMBNAIL_SIDE
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render

ROUNDS = 11
TIME_LIMIT = 1.4
MEMORY_LIMIT_MB = 350
_FILE_PHOTO = """
import sys
from pathlib import Path
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render
data = Path(sys.argv[1]).read_bytes()
facts = inspect(data, declared_type="image/jpeg")
read_exif(data)
assert max(render(data, facts).preview_size) == 1600
"""


def figures() -> Iterator[Figure]:
    """Measure."""
    photo = phone_photo(4000, 3000)
    seconds = by_turns({"ours": partial(_filed, photo), "bare": partial(bare, photo)}, rounds=ROUNDS)
    ratio = seconds["ours"] / seconds["bare"]
    note = f"{seconds['ours'] * 1000:.0f} / {seconds['bare'] * 1000:.0f} ms"
    yield at_most("inspect + EXIF + render of 12 MP, CPU / bare pyvips", ratio, TIME_LIMIT, unit="x", note=note)
    large = {
        "JPEG of 48 MP": phone_photo(8000, 6000),
        "progressive JPEG of 48 MP": phone_photo(8000, 6000, progressive=True),
        "HEIC of 24 MP": phone_heic(6000, 4000),
    }
    for name, data in large.items():
        yield at_most(f"peak memory, {name}", _peak(data), MEMORY_LIMIT_MB, unit=" MB")


def phone_photo(width: int, height: int, *, quality: int = 88, **options: object) -> bytes:
    """Return a JPEG with the detail of a phone's (12 MP are about 4 MB). Its EXIF turns it onto its side."""
    file = BytesIO()
    exif = Image.Exif()
    exif.update({0x010F: "Osmotr", 0x0110: "Bench", 0x0112: 6, 0x0132: "2026:03:14 15:09:26"})
    _scene(width, height).save(file, "JPEG", quality=quality, exif=exif, **options)
    return file.getvalue()


def phone_heic(width: int, height: int) -> bytes:
    """Return a HEIC of the same scene."""
    file = BytesIO()
    pillow_heif.from_pillow(_scene(width, height)).save(file, quality=50)
    return file.getvalue()


def _scene(width: int, height: int) -> Image.Image:
    noise = Image.effect_noise((width // 3, height // 3), 60).resize((width, height), Image.Resampling.BICUBIC)
    return Image.merge(
        "RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), Image.linear_gradient("L").resize(noise.size))
    )


def _filed(data: bytes) -> None:
    facts = inspect(data, declared_type="image/jpeg")
    read_exif(data)
    render(data, facts)


def bare(data: bytes) -> None:
    """The least that pyvips can do for the same two files: one decode, the thumbnail from the preview."""
    preview = pyvips.Image.thumbnail_buffer(data, PREVIEW_SIDE, height=PREVIEW_SIDE, size="down").copy_memory()
    thumbnail = preview.thumbnail_image(THUMBNAIL_SIDE, height=THUMBNAIL_SIDE, size="down")
    for rendition in (preview, thumbnail):
        rendition.jpegsave_buffer(Q=JPEG_QUALITY, keep="none")


def _peak(data: bytes) -> float:
    with NamedTemporaryFile(suffix=".photo") as file:
        Path(file.name).write_bytes(data)
        return peak_megabytes(_FILE_PHOTO, file.name)
