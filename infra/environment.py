"""Makes .venv, or brings it up to the pinned requirements. Uses the standard library alone: it runs before all else."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = tuple(ROOT / f"requirements{each}.txt" for each in ("", "-printing", "-dev"))
STAMP = VENV / "requirements.sha256"


def pip_installed(python: Path, requirements: Path) -> bool:
    """Install the pins of a file into an interpreter's environment. Returns True if pip could."""
    options = ["--quiet", "--disable-pip-version-check", "-r"]
    command: list[str | Path] = [python, "-m", "pip", "install", *options, requirements]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Do nothing when the stamp says that all is there; else install and stamp. 1 with one line when pip fails."""
    python = VENV / "bin" / "python"
    wanted = hashlib.sha256(b"\0".join(path.read_bytes() for path in REQUIREMENTS)).hexdigest()
    if python.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    print("osmotr: setting up .venv ...", flush=True)
    if not python.exists():
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    if not pip_installed(python, REQUIREMENTS[-1]):
        print("osmotr: pip could not install requirements-dev.txt; see its message above", file=sys.stderr)
        return 1
    STAMP.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
