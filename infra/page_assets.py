"""Builds the assets of pages: of the owner's, one minified script and a style sheet; the console's files.

The results lie in `built` beside the sources (git-ignored) and travel in the package; no function minifies anything.
tdewolff's minifier has wheels for Linux, where tests, CI and most deployments run. Elsewhere the page gets the script
without comments and indentation: larger, and otherwise the same.

`python -m infra.page_assets` prints one line per file that it built; those that are up to date are left alone.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from infra.bundle import bundle

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "chalicelib" / "features" / "photos" / "owner" / "static"
BUILT = SOURCES.parent / "built"
SCRIPT, STYLE = "owner.js", "page.css"
#: The documentation page's addition to the console's style.
DOCS_STYLE = "docs.css"
CONSOLE = ROOT / "chalicelib" / "frame" / "console" / "static"
#: The console's style, and the sheets that it is made of: what a later one says of an element, holds.
CONSOLE_STYLE = "console.css"
CONSOLE_SHEETS = ("console.css", "cases.css", "figures.css", "review.css", "settings.css")
#: The modules that a page of the console begins with; what they import comes with them.
CONSOLE_SCRIPTS = (
    "menu.js",
    "ask.js",
    "made.js",
    "case.js",
    "copying.js",
    "recovery_codes.js",
    "hook_log.js",
)


def build_assets(sources: Path = SOURCES, built: Path = BUILT) -> list[Path]:
    """Build assets that are older than their sources; return the files written. ValueError: see `bundle`."""
    return build({SCRIPT: script, STYLE: style}, sources, built)


def build_console_assets(sources: Path = CONSOLE, built: Path = CONSOLE.parent / "built") -> list[Path]:
    """Build the console's files likewise, each page's script by itself."""
    makers: dict[str, Callable[[Path], str]] = {name: partial(script, entry=name) for name in CONSOLE_SCRIPTS}
    makers |= {CONSOLE_STYLE: partial(style, names=CONSOLE_SHEETS), DOCS_STYLE: partial(style, names=(DOCS_STYLE,))}
    return build(makers, sources, built)


def build(makers: Mapping[str, Callable[[Path], str]], sources: Path, built: Path) -> list[Path]:
    """Build assets that are older than their sources; return the files written. ValueError: see `bundle`."""
    built.mkdir(parents=True, exist_ok=True)
    made_of = [*sources.iterdir(), Path(__file__), ROOT / "infra" / "bundle.py", ROOT / "requirements-dev.txt"]
    newest = max(path.stat().st_mtime for path in made_of if path.exists())
    written = []
    for name, make in makers.items():
        target = built / name
        if not target.exists() or target.stat().st_mtime < newest:
            replace(target, make(sources))
            written.append(target)
    return written


def script(sources: Path, *, entry: str = "main.js") -> str:
    """Return a page's script. In one function of its own, so that all its names can be shortened."""
    return minified("application/javascript", f"(()=>{{\n{bundle(sources / entry)}}})()")


def style(sources: Path, *, names: Sequence[str] = (STYLE,)) -> str:
    """Return a page's style sheet, made of these in their order."""
    return minified("text/css", "\n".join((sources / name).read_text() for name in names))


def minified(media_type: str, source: str) -> str:
    """Return source that means the same in fewer bytes, where the minifier is there."""
    minify = minifier()
    return minify(media_type, source) if minify else source


def minifier() -> Callable[[str, str], str] | None:
    """Return tdewolff's minifier, or None where it has no wheel."""
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
