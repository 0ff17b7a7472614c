"""The phones' browsers: how Chromium is started, and one whose storage outlives it, to be killed and opened again."""

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.support.running import eventually

QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def executable() -> str | None:
    """Return the path of the system's Chromium; None stands for playwright's own.

    The shell is the same browser without windows: each page of a test costs a quarter of the CPU time.
    """
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or whole_browser()


def whole_browser() -> str | None:
    """Return the path of a Chromium that has profiles on disk, with the settings of its users in them."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def phone_options(proxy: str) -> dict[str, Any]:
    """Return the options of a phone: 360 by 740, Russian, touch, with every request through a proxy."""
    return {
        "viewport": {"width": 360, "height": 740},
        "locale": "ru-RU",
        "is_mobile": True,
        "has_touch": True,
        "proxy": {"server": proxy, "bypass": "<-loopback>"},
    }


class Profile:
    """A phone's browser with its storage on disk, in a folder of the test's own."""

    def __init__(self, playwright: Playwright, folder: Path, proxy: str) -> None:
        self._playwright, self._folder, self._proxy = playwright, folder, proxy
        self._context: BrowserContext | None = None

    def block_storage(self) -> None:
        """Set the browser not to let any page keep anything ("block all cookies"); before it is opened."""
        settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
        preferences = self._folder / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True)
        preferences.write_text(json.dumps(settings))

    def open(self) -> Page:
        """Start the browser and return its page."""
        self._context = self._playwright.chromium.launch_persistent_context(
            self._folder, executable_path=whole_browser(), args=QUIET, **phone_options(self._proxy)
        )
        return self._context.pages[0]

    def kill(self) -> None:
        """End the browser with all its processes by SIGKILL, as a phone short of memory does."""
        found = self._processes()
        assert found
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        eventually(self._processes, holds=lambda left: left == [])
        self._context = None

    def close(self) -> None:
        """Close the browser, if it runs."""
        if self._context:
            self._context.close()

    def _processes(self) -> list[int]:
        """Return the process groups' members of the browser that has this folder: playwright gives it a group."""
        mark = f"--user-data-dir={self._folder}"
        leaders = [pid for pid in _running() if mark in _command(pid) and "--type=" not in _command(pid)]
        return [pid for pid in _running() if _group(pid) in leaders]


def _running() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0
