"""Steps of an owner in the page, and places for a test to look at."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.support.browser.system import PhotoRequest, eventually

Asked = Callable[..., PhotoRequest]

#: Lengths of the byte arrays that the phone keeps.
KEPT_BYTES = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open('osmotr', 1);
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction('bytes').objectStore('bytes').getAll();
    all.onsuccess = () => resolve(all.result.map((each) => each.byteLength));
  };
})"""


def open_step(phone: Page, request: PhotoRequest, step: int = 1) -> None:
    """Open the link and go to a step, as a tap on Start does."""
    phone.goto(request.link)
    phone.locator("#start").click()
    if step > 1:
        phone.goto(f"{request.link}#{step}")
    expect(phone.locator(f"#step-{step}")).to_be_visible()


def pick(phone: Page, *files: Path, step: int = 1, source: str = "gallery") -> None:
    """Pick files with one of the step's two inputs."""
    phone.locator(f"#{source}-{step}").set_input_files([str(file) for file in files])


def tiles(phone: Page, status: str, step: int = 1) -> str:
    """Return the selector of the photos of a step that have a status."""
    return f"#photos-{step} [data-status={status}]"


def finish(phone: Page) -> None:
    """Send the photos off and wait for the thanks."""
    phone.locator("#next-1").click()
    phone.locator("#submit").click()
    thanks = phone.locator("#done h1")
    expect(thanks).to_be_visible()
    expect(thanks).to_have_text("Фотографии успешно отправлены. Спасибо!")


def hash_of(file: Path) -> str:
    """Return the SHA-256 that the system should have of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def stands_still(bar: Locator, *, above: float) -> None:
    """Wait until a progress bar has come so far and stands still.

    Ten looks in a row, a second of real time, must agree.
    """
    looks: list[float] = []

    def look() -> list[float]:
        looks.append(float(bar.evaluate("(bar) => bar.value")))
        return looks[-10:]

    eventually(look, holds=lambda last: len(last) == 10 and last[0] > above and len(set(last)) == 1)
