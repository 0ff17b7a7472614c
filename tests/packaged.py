"""The template as it is deployed, built once in a process: chalice takes three seconds of CPU for it."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infra.package import build_template


def packaged_template() -> dict[str, Any]:
    """Return the template of the stage `prod`; it is the caller's to change."""
    content: dict[str, Any] = json.loads(_text())
    return content


@cache
def _text() -> str:
    with TemporaryDirectory() as folder:
        return build_template("prod", build_dir=Path(folder)).read_text()
