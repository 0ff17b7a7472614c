"""The one way in which templates are read: escaped, strict about names, and blind to characters that nobody sees.

In the package byte code lies beside the templates, since compiling a page takes 50 ms of CPU. Jinja compares it with
the source and with the version of Python, and compiles a template whose byte code is another's.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from chalicelib.base.words import first_seen, steady

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket, BytecodeCache

#: Lambda's folder of the code. Tracebacks name the templates there, and the package is the same on every machine that
#: builds it.
_DEPLOYED = Path("/var/task")


def templates_in(*folders: Path, finalize: Callable[[Any], Any] | None = steady) -> "Environment":
    """Return an environment that finds templates in these folders, the first one first."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy

    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled()(),
    )
    environment.filters["seen"] = lambda written, otherwise: first_seen((written,), otherwise=otherwise)
    environment.filters["breakable"] = _breakable
    return environment


def _breakable(written: str) -> Markup:
    """Return a text whose e-mails may be broken behind the @, and so need not be inside a word."""
    return escape(str(steady(written))).replace("@", Markup("@<wbr>"))


def write_compiled(folder: Path, *, root: Path) -> None:
    """Write the byte code of the templates in a folder; `root` is the folder that is deployed."""
    environment, cached = templates_in(folder), _compiled()()
    for name in environment.list_templates():
        path = folder / name
        source = path.read_text()
        bucket = cached.get_bucket(environment, name, str(path), source)
        bucket.code = environment.compile(source, name, str(_DEPLOYED / path.relative_to(root)))
        place = Path(bucket.key)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(bucket.bytecode_to_string())


@cache
def _compiled() -> "type[BytecodeCache]":
    """Return the class that reads byte code; it writes none, since Lambda's disk is read-only."""
    from jinja2.bccache import BytecodeCache  # noqa: PLC0415 - heavy

    class Compiled(BytecodeCache):
        def get_cache_key(self, name: str, filename: str | None = None) -> str:
            return str(Path((filename or name).removesuffix(name)) / "compiled" / f"{name}.code")

        def load_bytecode(self, bucket: "Bucket") -> None:
            path = Path(bucket.key)
            if path.is_file():
                bucket.bytecode_from_string(path.read_bytes())

        def dump_bytecode(self, bucket: "Bucket") -> None:
            pass

    return Compiled
