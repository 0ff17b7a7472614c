"""Photos of more pixels than memory holds: shrunk while they are decoded."""

import io
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageStat

from bench.memory import peak_megabytes
from chalicelib.features.photos.imaging import Renditions, heif_tiles, inspection
from chalicelib.features.photos.imaging.codecs import vips
from chalicelib.features.photos.imaging.stages import inspect, render
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from tests.photos import large_factory
from tests.photos import photos_factory as photos


def tiled(width: int = 400, height: int = 300, *, tile: int = 64, orientation: int = 1) -> bytes:
    """Return a HEIC of tiles that don't fit evenly, turned by the file's own properties."""
    file = io.BytesIO()
    exif = photos.Camera(orientation=orientation).exif().tobytes()
    pillow_heif.from_pillow(photos.picture(width, height)).save(file, quality=90, tile_size=tile, exif=exif)
    return file.getvalue()


def renditions(data: bytes) -> Renditions:
    return render(data, inspect(data, declared_type=None))


def difference(one: bytes, other: bytes) -> float:
    """Return the mean difference of two pictures' samples, of 255; the sizes must be the same."""
    first, second = (Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other))
    assert first.size == second.size
    means = ImageStat.Stat(ImageChops.difference(first, second)).mean
    return sum(means) / len(means)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_decoded_in_tiles_is_the_one_decoded_whole(orientation: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tiled(orientation=orientation)
    whole = renditions(data)
    monkeypatch.setattr(inspection, "_HEIF_BYTES_A_PIXEL", 10_000)

    in_tiles = renditions(data)

    assert in_tiles[2:] == whole[2:]
    assert difference(in_tiles.preview, whole.preview) < 1


def test_tiles_are_shrunk_and_joined_without_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    data = tiled()
    whole = renditions(data)
    monkeypatch.setattr(inspection, "_HEIF_BYTES_A_PIXEL", 10_000)
    monkeypatch.setattr(heif_tiles, "LEAST", 100)

    assert heif_tiles.find_tiles(data).factor == 4
    assert difference(_small(renditions(data)), _small(whole)) < 5


def _small(made: Renditions) -> bytes:
    return bytes(vips().Image.thumbnail_buffer(made.preview, 100).jpegsave_buffer(Q=95))


def test_a_large_picture_that_is_no_grid_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MAX_HELD_BYTES", 590_000)

    with pytest.raises(Unacceptable) as refused:
        inspect(photos.heic(), declared_type=None)
    assert refused.value.reason is RejectionReason.TOO_MANY_PIXELS


def test_a_tile_that_is_damaged_makes_the_picture_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(tiled())
    data[-2000:] = bytes(2000)
    monkeypatch.setattr(inspection, "_HEIF_BYTES_A_PIXEL", 10_000)

    with pytest.raises(Unacceptable) as refused:
        renditions(bytes(data))
    assert refused.value.reason is RejectionReason.BROKEN


_RENDER = """
import sys
from pathlib import Path
from chalicelib.features.photos.imaging.stages import inspect, render
data = Path(sys.argv[1]).read_bytes()
assert max(render(data, inspect(data, declared_type=None)).preview_size) == 1600
"""


@pytest.mark.parametrize("make", [large_factory.jpeg_of_108_megapixels, large_factory.heic_of_200_megapixels])
def test_the_largest_photos_of_phones_stay_under_512_megabytes(make: Callable[[], bytes], tmp_path: Path) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(make())

    assert peak_megabytes(_RENDER, str(photo)) < 512
