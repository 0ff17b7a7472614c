"""The deployed package decodes by itself: a process sees nothing of this project but its package."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.package import build
from tests.photos import large_factory
from tests.photos import photos_factory as photos
from tests.support import pdfs

_EXAMINE = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from chalicelib.sandbox import allowance
from chalicelib.sandbox.allowance import whole
from chalicelib.features.photos.sandbox.examination import examine
from chalicelib.features.photos.sandbox.examination import SANDBOX
allowance.PATIENCE = 100.0  # a busy machine may keep a decoder waiting
done = examine(Path(sys.argv[2]).read_bytes(), declared_type=None, allowance=whole())
(child,) = SANDBOX.children
maps = [line.split()[-1] for line in Path(f"/proc/{child}/maps").read_text().splitlines()]
print(json.dumps({
    "size": [done.renditions.width, done.renditions.height], "preview": done.renditions.preview_size,
    "foreign": sorted({path for path in maps if "site-packages" in path and not path.startswith(sys.argv[1])}),
    "libraries": sorted({Path(path).name.partition("-")[0] for path in maps if path.startswith(sys.argv[1])}),
}))
"""
_EXAMINE_PDF = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from chalicelib.sandbox import allowance
from chalicelib.sandbox.pdf.examination import SANDBOX, examine_pdf
allowance.PATIENCE = 100.0
done = examine_pdf(Path(sys.argv[2]).read_bytes(), allowance=allowance.whole())
(child,) = SANDBOX.children
maps = [line.split()[-1] for line in Path(f"/proc/{child}/maps").read_text().splitlines()]
print(json.dumps({
    "pages": done.pages, "flags": done.flags, "preview": len(done.preview or b""),
    "foreign": sorted({path for path in maps if "site-packages" in path and not path.startswith(sys.argv[1])}),
}))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield a folder with the package as Lambda unpacks it."""
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(build("local").code) as archive:
        archive.extractall(folder)
    yield folder


def examined(package: Path, data: bytes, *, code: str = _EXAMINE) -> dict[str, Any]:
    """Examine a file in a process with the package as its only site-packages, and without an environment."""
    photo = package.parent / "photo"
    photo.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, package, photo],
        capture_output=True,
        text=True,
        check=False,
        cwd=package.parent,
        env={},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("photo", "library"),
    [
        pytest.param(large_factory.heic_of_200_megapixels, "libheif", id="heic of 200 MP"),
        pytest.param(photos.heic, "libde265", id="heic"),
        pytest.param(photos.jpeg, "_libvips.abi3.so", id="jpeg"),
    ],
)
def test_the_package_alone_decodes(unpacked: Path, photo: Callable[[], bytes], library: str) -> None:
    found = examined(unpacked, photo())

    assert max(found["preview"]) == min(1600, max(found["size"]))
    assert found["foreign"] == []
    assert library in found["libraries"]


def test_the_package_alone_reads_pdf_files_that_only_their_owner_may_change(unpacked: Path) -> None:
    found = examined(unpacked, pdfs.locked(user="", owner="owner"), code=_EXAMINE_PDF)

    assert (found["pages"], found["flags"], found["foreign"]) == (1, [], [])
    assert found["preview"] > 1000
