"""The page's assets: built when their sources change, with an unchanged meaning."""

import gzip
import os
from pathlib import Path

import pytest

from infra.page_assets import (
    CONSOLE_SCRIPTS,
    CONSOLE_SHEETS,
    CONSOLE_STYLE,
    DOCS_STYLE,
    SOURCES,
    build_assets,
    build_console_assets,
    minified,
    minifier,
    script,
)

needs_minifier = pytest.mark.skipif(minifier() is None, reason="the minifier has wheels for Linux only")


def sources(folder: Path) -> Path:
    """Write the sources of a page: one module and a style."""
    folder.mkdir()
    (folder / "main.js").write_text("// Why.\nconst words = 'a // b';\nconsole.log(words);\n")
    (folder / "page.css").write_text("/* Why. */\nbody {\n  margin: 0;\n}\n")
    return folder


def test_what_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    made_of, built = sources(tmp_path / "sources"), tmp_path / "built"

    first, second = build_assets(made_of, built), build_assets(made_of, built)
    later = first[0].stat().st_mtime + 10
    os.utime(made_of / "main.js", (later, later))
    third = build_assets(made_of, built)

    assert [path.name for path in first] == ["owner.js", "page.css"]
    assert (second, third) == ([], first)
    assert sorted(path.name for path in built.iterdir()) == ["owner.js", "page.css"]


def test_each_page_of_the_console_gets_its_script(tmp_path: Path) -> None:
    made_of = tmp_path / "sources"
    made_of.mkdir()
    for name in (*CONSOLE_SHEETS, DOCS_STYLE):
        (made_of / name).write_text(f".{Path(name).stem} {{\n  margin: 0;\n}}\n")
    (made_of / "shared.js").write_text("export const shared = 1;\n")
    for name in CONSOLE_SCRIPTS:
        (made_of / name).write_text(f"import {{ shared }} from './shared.js';\nconsole.log('{name}', shared);\n")

    built = build_console_assets(made_of, tmp_path / "built" / "console")

    assert {path.name for path in built} == {*CONSOLE_SCRIPTS, CONSOLE_STYLE, DOCS_STYLE}
    style = (tmp_path / "built" / "console" / CONSOLE_STYLE).read_text()
    assert [line.split("{")[0].strip(" .") for line in style.split("}") if line.strip()] == [
        Path(name).stem for name in CONSOLE_SHEETS
    ]
    for path in built:
        if path.suffix == ".js":
            assert path.name in path.read_text()
            assert "import" not in path.read_text()
    assert build_console_assets(made_of, tmp_path / "built" / "console") == []


@needs_minifier
def test_declarations_keep_their_order() -> None:
    """Later versions of the minifier move `const {b} = f(u)` before `const u`."""
    small = minified(
        "application/javascript",
        "function f(x) { const t = g(x); const u = !t; const { b, c } = x ? {} : h({ s: u, l: t });"
        " if (!c && !t) return 1; return b; }",
    )

    assert small.index("!") < small.index("{b:")


@needs_minifier
def test_the_script_is_at_most_10_kb_on_the_wire() -> None:
    assert len(gzip.compress(script(SOURCES).encode(), 9)) <= 10 * 1024
