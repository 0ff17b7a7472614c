"""The project's own source, parsed for the tests of its architecture."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file; `name` is its path from the root of the project."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.text)

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    @property
    def imported(self) -> set[str]:
        """The modules that are imported, anywhere in the file."""
        return {name for node in ast.walk(self.tree) for name in modules_of(node)}

    @property
    def imported_in_functions(self) -> set[str]:
        """The modules that are imported within functions."""
        return {name for function in self.functions for node in ast.walk(function) for name in modules_of(node)}


def modules_of(node: ast.AST) -> list[str]:
    """Return the modules that a node imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def sources(*places: str) -> list[Source]:
    """Return the files at these places: files, or folders with all that is in them."""
    files = [
        file
        for place in places
        for file in (sorted((ROOT / place).rglob("*.py")) if (ROOT / place).is_dir() else [ROOT / place])
    ]
    return [Source(file.relative_to(ROOT).as_posix(), file.read_text()) for file in files]


def top_level(modules: set[str]) -> set[str]:
    """Return the packages that modules belong to."""
    return {module.partition(".")[0] for module in modules}
