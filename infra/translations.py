"""Compiles the gettext catalogues: every .po of a package of chalicelib gets its .mo beside it.

`python -m infra.translations` prints one line per catalogue that it compiled; those that are up to date are left alone.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CHALICELIB = ROOT / "chalicelib"


def compile_catalogues(root: Path = CHALICELIB) -> list[Path]:
    """Compile sources newer than their catalogue; return the .mo files written. A malformed .po is a PoFileError."""
    return [compile_catalogue(source) for source in sorted(root.rglob("locale/*/*.po")) if is_stale(source)]


def is_stale(source: Path) -> bool:
    """Return True if the .mo of a .po is missing or older than it."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source: Path) -> Path:
    """Write the .mo of one .po; entries marked fuzzy are left out, so that English shows instead of a guess."""
    language = source.parent.name
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=source.stem, abort_invalid=True)
    compiled = source.with_suffix(".mo")
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    return compiled


if __name__ == "__main__":
    for path in compile_catalogues():
        print(f"compiled {path.relative_to(ROOT)}")
