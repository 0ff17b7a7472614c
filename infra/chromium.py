"""Finds Chromium for the tests of the page; installs Debian's when it may. Exit 1 and one line without one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: The same browser without windows, by which tests take a quarter of the time.
SHELL = "chromium-headless-shell"


def find() -> str | None:
    """Return the path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install(*packages: str) -> None:
    """Install packages of Debian, when we may."""
    print(f"installing {' and '.join(packages)} with apt-get ...", flush=True)
    for command in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        if _apt("apt-get", *command):
            return


def may_install() -> bool:
    """Return True if this is root on a system with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt(*command: str) -> int:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode


def main() -> int:
    """Print the tests that can't be run when there is no browser."""
    if may_install() and not find():
        install("chromium")
    if may_install() and not shutil.which(SHELL) and not _apt("apt-cache", "show", SHELL):
        install(SHELL)
    if find():
        return 0
    print("NOT RUN: the tests in a browser: they need Chromium (as root: apt-get install chromium)")
    return 1


if __name__ == "__main__":
    sys.exit(main())
