"""Builds the assets of pages: of the owner's, one minified script and a style sheet; the console's files.

The results lie in `built` beside the sources (git-ignored) and travel in the package; no function minifies anything.
tdewolff's minifier has wheels for Linux, where tests, CI and most deployments run. Elsewhere the page gets the script
without comments and indentation: larger, and otherwise the same.

`python -m infra.page_assets` prints one line per file that it built; those that are up to date are left alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from chalicelib.base.feature import Feature
from chalicelib.features import FEATURES
from infra.bundle import bundle

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "chalicelib" / "features" / "photos" / "owner" / "static"
BUILT = SOURCES.parent / "built"
SCRIPT, STYLE = "owner.js", "page.css"
CONSOLE = ROOT / "chalicelib" / "frame" / "console"
#: The console's style: the rule of a later sheet holds.
CONSOLE_STYLE = "console.css"


def build_assets(sources: Path = SOURCES, built: Path = BUILT) -> list[Path]:
    """Build assets that are older than their sources; return the files written. ValueError: see `bundle`."""
    return build(
        {SCRIPT: partial(script, sources / "main.js"), STYLE: partial(style, [sources / STYLE])}, built, [sources]
    )


class Part(NamedTuple):
    """The assets of a feature: its folder of sources, files built by themselves, and sheets of the style."""

    folder: Path
    assets: tuple[str, ...]
    styles: tuple[str, ...]


def parts_of(features: Iterable[Feature]) -> list[Part]:
    """Return the parts of features that have any."""
    parts = [Part(each.folder / "console" / "static", each.assets, each.styles) for each in features]
    return [part for part in parts if part.assets or part.styles]


def build_console_assets(built: Path = CONSOLE / "built", *, parts: Iterable[Part] = ()) -> list[Path]:
    """Build the assets that manifests name: one style of all sheets, and each asset by itself."""
    parts = list(parts or parts_of(FEATURES))
    sheets = [part.folder / name for part in parts for name in part.styles]
    makers: dict[str, Callable[[], str]] = {CONSOLE_STYLE: partial(style, sheets)}
    for part in parts:
        for name in part.assets:
            source = part.folder / name
            makers[name] = partial(script, source) if source.suffix == ".js" else partial(style, [source])
    return build(makers, built, [part.folder for part in parts])


def build(makers: Mapping[str, Callable[[], str]], built: Path, folders: Iterable[Path]) -> list[Path]:
    """Build assets that are older than any file of the folders of sources; return the files written."""
    built.mkdir(parents=True, exist_ok=True)
    sources = (path for folder in folders for path in folder.iterdir())
    made_of = [*sources, Path(__file__), ROOT / "infra" / "bundle.py", ROOT / "requirements-dev.txt"]
    newest = max(path.stat().st_mtime for path in made_of if path.exists())
    written = []
    for name, make in makers.items():
        target = built / name
        if not target.exists() or target.stat().st_mtime < newest:
            replace(target, make())
            written.append(target)
    return written


def script(entry: Path) -> str:
    """Return a page's script. In one function of its own, so that all its names can be shortened."""
    return minified("application/javascript", f"(()=>{{\n{bundle(entry)}}})()")


def style(sheets: Sequence[Path]) -> str:
    """Return a page's style sheet, made of these in their order."""
    return minified("text/css", "\n".join(sheet.read_text() for sheet in sheets))


def minified(media_type: str, source: str) -> str:
    """Return source that means the same in fewer bytes, where the minifier is there."""
    minify = minifier()
    return minify(media_type, source) if minify else source


def minifier() -> Callable[[str, str], str] | None:
    """Return tdewolff's minifier, or None if it has no wheel here."""
    try:
        import minify  # noqa: PLC0415 - not everywhere
    except ImportError:
        return None
    string: Callable[[str, str], str] = minify.string
    return string


def replace(target: Path, text: str) -> None:
    """Write a file in one step: test workers may build, and read, at the same time."""
    with NamedTemporaryFile("w", dir=target.parent, prefix=target.name, delete=False, encoding="utf-8") as file:
        file.write(text)
    unfinished = Path(file.name)
    unfinished.chmod(0o644)
    unfinished.replace(target)


if __name__ == "__main__":
    for path in [*build_assets(), *build_console_assets()]:
        print(f"built {path.relative_to(ROOT)}, {path.stat().st_size} bytes")
