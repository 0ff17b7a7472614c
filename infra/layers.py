"""Builds layers: packages and files of single functions for which the zip of all functions has no room."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from infra.system.model import Layer
from infra.wheels import build_once, compile_sources, files_of

#: The folder of a layer that Python's path has.
_INSIDE = "python"


def build_layer(layer: Layer, *, root: Path, build_dir: Path) -> Path:
    """Return the zip of a layer, made once for each content of its sources. Raises PackageError."""
    more = b"\0".join(path.read_bytes() for path in (*sources(layer, root), Path(__file__)))
    return build_once(
        f"layer-{layer.name}",
        root / layer.requirements,
        build_dir,
        more=more,
        finish=lambda folder: _finish(layer, root, folder),
    )


def sources(layer: Layer, root: Path) -> Iterator[Path]:
    """Yield the files that a layer is made of, in a fixed order."""
    yield root / layer.requirements
    for each in layer.folders:
        yield from files_of(root / each)


def _finish(layer: Layer, root: Path, folder: Path) -> None:
    """Move the wheels of a folder to their place in the layer, and put the layer's own folders beside them."""
    inside = folder / _INSIDE
    installed = list(folder.iterdir())
    inside.mkdir()
    for each in installed:
        each.rename(inside / each.name)
    for source, name in layer.folders.items():
        shutil.copytree(root / source, inside / name)
    compile_sources(inside, place=f"/opt/{_INSIDE}")
