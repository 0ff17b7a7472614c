"""Virtual environments of tools with conflicting pins, made at the first use and when pins change."""

import hashlib
import shutil
import sys
import venv
from pathlib import Path

from infra.environment import pip_installed

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venv"


class NotInstalled(Exception):
    """pip could not install a tool; the message is one line that names the requirements file."""


def tool_python(name: str, requirements: Path) -> Path:
    """Return the interpreter of a tool's environment, `.venv/<name>`. Raises NotInstalled."""
    environment = ENVIRONMENTS / name
    python = environment / "bin" / "python"
    stamp = environment / "requirements.sha256"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(environment, ignore_errors=True)
    venv.create(environment, with_pip=True)
    if not pip_installed(python, requirements):
        raise NotInstalled(f"pip could not install {requirements.relative_to(ROOT)}: see its message above")
    stamp.write_text(wanted)
    return python
