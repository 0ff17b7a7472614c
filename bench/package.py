"""The size of the deployed package: `python -m bench package`. The zip of stage `local`, made if it isn't there."""

import zipfile
from collections.abc import Iterator

from bench.table import Figure, at_most
from infra.package import build

LIMIT_MB = 60
_MEGABYTE = 1024 * 1024


def figures() -> Iterator[Figure]:
    """Weigh."""
    code = build("local").code
    yield at_most("package, zip", code.stat().st_size / _MEGABYTE, LIMIT_MB, unit=" MB")
    with zipfile.ZipFile(code) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    yield Figure("package, unpacked (Lambda takes 250 MB)", f"{unpacked / _MEGABYTE:.0f} MB")
