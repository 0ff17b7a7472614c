"""Finds Chromium for the tests of the page; installs Debian's when it may. Exit 1 and one line without one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's package, when we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("installing chromium with apt-get ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            return


def main() -> int:
    """Say plainly what can't be run when there is no browser."""
    if not find():
        install()
    if find():
        return 0
    print("NOT RUN: tests/browser, the owner's page: it needs Chromium (as root: apt-get install chromium)")
    return 1


if __name__ == "__main__":
    sys.exit(main())
