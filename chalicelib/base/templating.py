"""The one way in which templates are read: escaped, strict about names, and blind to characters that nobody sees."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.base.words import steady

if TYPE_CHECKING:
    from jinja2 import Environment


def templates_in(*folders: Path, finalize: Callable[[Any], Any] | None = steady) -> "Environment":
    """Return an environment that finds templates in these folders, the first one first."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy

    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
