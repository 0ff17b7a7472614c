"""The page's assets: built when their sources change, with an unchanged meaning."""

import gzip
import os
from pathlib import Path

import pytest

from infra.page_assets import (
    SOURCES,
    Part,
    build_assets,
    build_console_assets,
    minified,
    minifier,
    script,
)

needs_minifier = pytest.mark.skipif(minifier() is None, reason="the minifier has wheels for Linux only")


IMPORT = "import { shared } from '../first/shared.js';\n"


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


def test_assets_and_sheets_are_those_that_the_manifests_name(tmp_path: Path) -> None:
    parts = [Part(tmp_path / "first", ("a.js", "own.css"), ("sheet.css",)), Part(tmp_path / "second", ("b.js",), ())]
    for part in parts:
        part.folder.mkdir()
        for name in (*part.assets, *part.styles):
            text = f".{Path(name).stem} {{}}" if name.endswith(".css") else f"{IMPORT}console.log('{name}', shared);\n"
            (part.folder / name).write_text(text)
    (tmp_path / "first" / "shared.js").write_text("export const shared = 1;\n")
    built = tmp_path / "built"

    first = build_console_assets(built, parts=parts)

    assert {path.name for path in first} == {"console.css", "a.js", "own.css", "b.js"}
    assert ".sheet" in (built / "console.css").read_text()
    assert [name in (built / name).read_text() for name in ("a.js", "b.js")] == [True, True]
    assert "import" not in (built / "b.js").read_text()
    assert build_console_assets(built, parts=parts) == []


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
    assert len(gzip.compress(script(SOURCES / "main.js").encode(), 9)) <= 10 * 1024
