"""Checks the types of the page's modules (JSDoc) by `tsc --checkJs --strict`, where Node is present; see `make check`.

TypeScript comes by npx from the npm registry, in the one version that is named here, into npm's own cache. Nothing of
it is in the repository. Nothing needs it to run, deploy or test the project. Exit 1 when a type is wrong. Without Node
or TypeScript, one line gives the reason why this was not run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "5.9.3"
SETTINGS = Path(__file__).resolve().parent.parent / "tests" / "photos" / "browser" / "modules" / "tsconfig.json"
PATIENCE_SECONDS = 180
#: Options: the cache before the registry; no question, no notice, and no long waiting for a dead registry.
_QUIET = {
    "npm_config_yes": "true",
    "npm_config_prefer_offline": "true",
    "npm_config_update_notifier": "false",
    "npm_config_fund": "false",
    "npm_config_audit": "false",
    "npm_config_loglevel": "error",
    "npm_config_fetch_retries": "1",
    "npm_config_fetch_timeout": "30000",
}


class NoCompiler(Exception):
    """TypeScript is not to be had here; the message says why."""


def main() -> int:
    """Check, or say why not."""
    try:
        compiler = find()
    except NoCompiler as reason:
        print(f"NOT RUN: types of the page's script (tsc --checkJs --strict): {reason}")
        return 0
    checked = _run([*compiler, "--project", str(SETTINGS)])
    print(checked.stdout or f"types of the page's script: no error (TypeScript {VERSION})")
    return checked.returncode


def find() -> list[str]:
    """Return the command of the compiler, tried out: later failures are errors of types. Raises NoCompiler."""
    npx = shutil.which("npx")
    if not npx:
        raise NoCompiler("it needs Node, and there is no npx")
    command = [npx, f"--package=typescript@{VERSION}", "--", "tsc"]
    try:
        tried = _run([*command, "--version"])
    except subprocess.TimeoutExpired:
        raise NoCompiler(f"npx has brought no TypeScript within {PATIENCE_SECONDS} s") from None
    if tried.returncode or VERSION not in tried.stdout:
        words = " ".join(tried.stdout.split())
        raise NoCompiler(f"npx could not bring TypeScript {VERSION}: {words[:200]}")
    return command


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **_QUIET},
        cwd=SETTINGS.parent,
        timeout=PATIENCE_SECONDS,
        check=False,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main())
