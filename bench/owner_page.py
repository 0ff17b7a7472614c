"""The owner's page in headless Chromium, as a phone: its budgets (`python -m bench owner_page`).

Behind `gzip_hop`, since the emulator does not compress. Slow 3G is Chromium's own (400 kbit/s, 400 ms from a request to
its answer). Name look-up and TLS, which a real phone pays before, are not in it, while the emulator's own time is. The
CPU is slowed down by Chromium as well, which slows the page's thread and not its worker's, where photos are drawn.
While thirty photos go up, they do so as over 4G (9 Mbit/s, 170 ms; WebPageTest's). Taps are answered once the next
frame is there (Event Timing); INP is the slowest answer but for one in fifty taps.
"""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, CDPSession, FilePayload, Page, expect, sync_playwright

from bench.emulator import ask, running_system
from bench.gzip_hop import LEVEL, gzip_hop
from bench.imaging import phone_photo
from bench.table import Figure, at_most
from infra import chromium

OPENINGS = 5
PHOTOS_TO_SHOW = 5
PHOTOS_TO_TAP_BY = 30
SLOWER = 6
SCRIPT_KB, PAGE_KB, REQUESTS = 10, 25, 3
PAINT_MS, USABLE_MS, READY_MS, TAP_MS = 2500, 3500, 1500, 200
DEADLINE_MS = 240_000
CATEGORIES = ("exterior", "damage", "vin", "odometer", "policyholder_policy", "injured_party_policy")
_FOUR_G = {
    "offline": False,
    "latency": 170,
    "downloadThroughput": 9_000_000 / 8,
    "uploadThroughput": 9_000_000 / 8,
}
_SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
#: Notes the times at which the page was painted and usable, a photo picked and shown, and the delay of each tap's
#: answer.
_WATCH = """
window.noted = { usable: 0, picked: 0, ready: 0, taps: new Map() };
new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) {
    if (interactionId) noted.taps.set(interactionId, Math.max(duration, noted.taps.get(interactionId) || 0));
  }
}).observe({ type: 'event', durationThreshold: 16, buffered: true });
document.addEventListener('change', () => {
  noted.picked = performance.now();
  noted.shown = document.querySelectorAll('.picture:not([hidden])').length;
  noted.ready = 0;
}, true);
new MutationObserver(() => {
  const start = document.getElementById('start');
  if (!noted.usable && start && !start.hidden) requestAnimationFrame(() => { noted.usable ||= performance.now(); });
  const shown = document.querySelectorAll('.picture:not([hidden])').length;
  if (noted.picked && !noted.ready && shown > noted.shown) noted.ready = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True)
class Phones:
    """A factory of phones."""

    browser: Browser
    proxy: str

    @contextmanager
    def open(self) -> Iterator[tuple[Page, CDPSession]]:
        """Yield the page of a phone whose storage and cache are empty."""
        context = self.browser.new_context(
            viewport={"width": 360, "height": 740},
            locale="ru-RU",
            is_mobile=True,
            has_touch=True,
            proxy={"server": self.proxy, "bypass": "<-loopback>"},
        )
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(DEADLINE_MS)
        try:
            yield page, context.new_cdp_session(page)
        finally:
            context.close()


def figures() -> Iterator[Figure]:
    """Measure."""
    found = chromium.find()
    if not found:
        yield Figure("the owner's page", "NOT RUN", "no Chromium")
        return
    expect.set_options(timeout=DEADLINE_MS)
    with running_system() as run, gzip_hop() as proxy, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        phones = Phones(browser, proxy)
        page = ask(run, *({"code": code, "max": 30} for code in CATEGORIES))
        yield from _sizes(phones, page)
        yield from _slow_network(phones, page)
        yield from _slow_processor(phones, page)
        browser.close()


def _sizes(phones: Phones, link: str) -> Iterator[Figure]:
    """Weigh the document, and count fetches until there are no more."""
    with phones.open() as (page, _):
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        answer = page.goto(link, wait_until="networkidle")
        document = answer.body() if answer else b""
    script = re.findall(rb"<script(?![^>]*json)[^>]*>(.*?)</script>", document, re.DOTALL)[0]
    yield _kilobytes("the page's script, gzipped", script, SCRIPT_KB)
    yield _kilobytes("the page, six categories in Russian, gzipped", document, PAGE_KB)
    yield at_most("requests until the page is usable", len(requests), REQUESTS, unit="")


def _kilobytes(name: str, content: bytes, limit: int) -> Figure:
    size = len(gzip.compress(content, LEVEL)) / 1024
    return Figure(name, f"{size:.1f} KB ({len(content) / 1024:.0f} KB)", f"<= {limit} KB", size <= limit)


def _slow_network(phones: Phones, link: str) -> Iterator[Figure]:
    """Open the page again and again, each time as if for the first."""
    painted, usable = [], []
    for _ in range(OPENINGS):
        with phones.open() as (page, cdp):
            cdp.send("Network.enable")
            cdp.send("Network.emulateNetworkConditions", _SLOW_3G)
            page.goto(link)
            page.wait_for_function("() => noted.usable")
            painted.append(float(page.evaluate(_PAINTED)))
            usable.append(float(page.evaluate("noted.usable")))
    yield _milliseconds("slow 3G: first contentful paint", painted, PAINT_MS)
    yield _milliseconds("slow 3G: usable", usable, USABLE_MS)


def _slow_processor(phones: Phones, link: str) -> Iterator[Figure]:
    """Pick photos of 12 megapixels one by one, then thirty at once and tap until they are received."""
    with phones.open() as (page, cdp):
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(link)
        page.locator("#start").tap()
        ready = [_pick_one(page, number) for number in range(PHOTOS_TO_SHOW)]
        yield _milliseconds(f"{SLOWER}x slower CPU: 12 MP photo shown after the pick", ready, READY_MS)
        # Filing thirty photos at once would take this machine's cores from the phone: they go up as over 4G.
        cdp.send("Network.enable")
        cdp.send("Network.emulateNetworkConditions", _FOUR_G)
        page.goto(f"{link}#2")
        with TemporaryDirectory() as folder:
            page.locator("#gallery-2").set_input_files([_file(Path(folder), each) for each in range(PHOTOS_TO_TAP_BY)])
            expect(page.locator("#photos-2 > li")).to_have_count(PHOTOS_TO_TAP_BY)
        while page.locator("#photos-2 [data-status=received]").count() < PHOTOS_TO_TAP_BY:
            for step, button in ((2, "last"), (3, "first")):
                getattr(page.locator(f"#step-{step} .bar button"), button).tap()
                expect(page.locator(f"#step-{5 - step} h1")).to_be_focused()
        taps = sorted(float(each) for each in page.evaluate("[...noted.taps.values()]"))
    if not taps:
        raise RuntimeError("Chromium has told of no tap")
    note = f"{len(taps)} taps, median {median(taps):.0f}"
    name = f"{SLOWER}x slower CPU, {PHOTOS_TO_TAP_BY} photos of 6 MP going up: INP"
    yield at_most(name, taps[-1 - len(taps) // 50], TAP_MS, unit=" ms", note=note)


def _pick_one(page: Page, number: int) -> float:
    """Pick a photo and wait until it is received. Returns the milliseconds until it is shown."""
    photo: FilePayload = {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": phone_photo(4000, 3000)}
    page.locator("#gallery-1").set_input_files([photo])
    page.wait_for_function("() => noted.ready")
    expect(page.locator("#photos-1 [data-status=received]")).to_have_count(number + 1)
    return float(page.evaluate("noted.ready - noted.picked"))


def _file(folder: Path, number: int) -> Path:
    """Write a photo of 6 megapixels."""
    path = folder / f"IMG_{number}.jpg"
    path.write_bytes(phone_photo(2800, 2100))
    return path


def _milliseconds(name: str, times: list[float], limit: int) -> Figure:
    note = f"median of {len(times)}, worst {max(times):.0f}"
    return at_most(name, median(times), limit, unit=" ms", note=note)
