"""Wheels and zips, of which the package of all functions and the layers of single ones are made."""

import compileall
import hashlib
import py_compile
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from chalice.deploy.packager import DependencyBuilder, MissingDependencyError, PackageDownloadError
from chalice.utils import OSUtils

#: The one date in the zip, so that the same input gives the same bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class PackageError(Exception):
    """The package can't be built; the message has advice."""


def build_once(name: str, requirements: Path, build_dir: Path, *, more: bytes, finish: Callable[[Path], None]) -> Path:
    """Return the zip of a file's wheels for Lambda, made once for each content of that file and of `more`.

    `finish` is given the folder of the installed wheels. Raises PackageError.
    """
    made_of = requirements.read_bytes() + more + Path(__file__).read_bytes() + sys.version.encode()
    cached = build_dir / f"{name}-{hashlib.sha256(made_of).hexdigest()[:16]}.zip"
    if cached.exists():
        return cached
    with tempfile.TemporaryDirectory(prefix=f"osmotr-{name}-") as workplace:
        folder = Path(workplace)
        install(requirements, folder)
        finish(folder)
        unfinished = cached.with_suffix(".tmp")
        write_zip(unfinished, ((path, str(path.relative_to(folder))) for path in files_of(folder)))
        unfinished.replace(cached)
    for other in build_dir.glob(f"{name}-*.zip"):
        if other != cached:
            other.unlink()
    return cached


def install(requirements: Path, folder: Path) -> None:
    """Install the wheels of a file for Lambda into a folder. Raises PackageError."""
    abi = f"cp{sys.version_info.major}{sys.version_info.minor}"
    try:
        DependencyBuilder(OSUtils()).build_site_packages(abi, str(requirements), str(folder))
    except MissingDependencyError as error:
        lacking = ", ".join(sorted(one.identifier for one in error.missing))
        raise PackageError(f"no Linux wheel for Lambda of: {lacking}") from error
    except PackageDownloadError as error:
        raise PackageError(f"pip could not download what {requirements.name} names: {error}") from error


def compile_sources(folder: Path, *, place: str = "/var/task") -> None:
    """Put byte code beside the sources, which Lambda has in `place`.

    Why: its disk is read-only, every cold start would compile them again.
    """
    compileall.compile_dir(
        folder,
        quiet=2,
        workers=0,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        stripdir=str(folder),
        prependdir=place,
    )


def files_of(folder: Path) -> list[Path]:
    """Return all files under a folder, in a fixed order."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def write_zip(target: Path, files: Iterable[tuple[Path, str]]) -> None:
    """Write files under the given names into a new zip, with one fixed date and mode."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, name in files:
            add(archive, name, path.read_bytes())


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add one entry that everyone may read."""
    entry = zipfile.ZipInfo(name, ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def unpacked_size(archive: Path) -> int:
    """Return the bytes of all files in a zip."""
    with zipfile.ZipFile(archive) as opened:
        return sum(entry.file_size for entry in opened.infolist())
