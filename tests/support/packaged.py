"""The template as it is deployed, built once for all workers and runs. Chalice needs three seconds of CPU for it."""

import fcntl
import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra.package import ROOT, build_template, fingerprint

KEPT = ROOT / ".build" / "tests"


def packaged_template() -> dict[str, Any]:
    """Return the template of the stage `prod`; it is the caller's to change."""
    content: dict[str, Any] = json.loads(_text())
    return content


@cache
def _text() -> str:
    """Return the template's text as it is kept by its sources; the first worker that asks builds it."""
    folder = KEPT / f"template-{_sources()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / "template.json"
        if not made.exists():
            build_template("prod", build_dir=folder).replace(made)
        return made.read_text()


def _sources() -> str:
    """Return a digest (hex) of all that the template is made of, and by."""
    digest = hashlib.sha256(f"{fingerprint(ROOT, 'prod')} {version('chalice')}".encode())
    for path in sorted(Path(ROOT, "infra").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
