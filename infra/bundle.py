"""Makes one script of the page's small ES modules, so that it travels inside the document: one request, no Node.

Starting from the entry, each `import { a, b } from './x.js';` (or from another folder) pulls in that module before its
importer, once. Import lines and the word `export` go away, and all modules share the scope of one
`<script type="module">`. So a top-level name means one thing in all of them, which is checked here. Renaming and
default imports are not known. Comment lines and indentation are left out; hence no line inside a template literal may
begin with `//`, `*` or `/*`.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r"^import \{[^}]*\} from '(\.{1,2}/[\w./-]+\.js)';\n", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*?(?:[^*]|\*(?!/))*\*/[ \t]*\n|//[^\n]*\n)", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|let|function|async|class)", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:const|let|function\*?|async function|class) (\w+)", re.MULTILINE)


def bundle(entry: Path) -> str:
    """Return the script of an entry module and all that it imports.

    Raises ValueError when two modules declare the same name, or an import or export is written in another way.
    """
    paths = _in_order(entry.resolve())
    names = [name for path in paths for name in _DECLARED.findall(path.read_text())]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"declared in two modules: {twice}")
    return "".join(_script(path) for path in paths)


def _in_order(path: Path, seen: tuple[Path, ...] = ()) -> list[Path]:
    """List a module's imports, depth first, and then itself; a circle ends at its beginning."""
    order: list[Path] = []
    for name in _IMPORT.findall(path.read_text()):
        imported = (path.parent / name).resolve()
        if imported not in (*seen, path):
            order += [each for each in _in_order(imported, (*seen, path)) if each not in order]
    return [*order, path]


def _script(path: Path) -> str:
    """Return one module's own lines, without imports, exports, comments and indentation."""
    source = _IMPORT.sub("", path.read_text())
    bare = _EXPORT.sub("", _INDENT.sub("", _COMMENT.sub("", source)))
    strange = re.search(r"^(?:import|export)\b[^\n]*", bare, re.MULTILINE)
    if strange:
        raise ValueError(f"{path.name}: not understood: {strange[0]}")
    return re.sub(r"\n{2,}", "\n", bare)
