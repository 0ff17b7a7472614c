"""Narrow screens, large text: nothing is wider than the screen, and a finger hits everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, open_step, pick, tiles
from tests.support.browser.system import force_upload, wait_until
from tests.support.running import send_photo

pytestmark = pytest.mark.browser

TARGET = 48
#: Width, height, device pixels a CSS pixel, the text's enlargement.
_SCREENS = {
    "320 px": (320, 568, 2, 1),
    "1280 px at 200 %": (640, 360, 2, 1),
    "360 px, text at 200 %": (360, 740, 3, 2),
}
_ENLARGE = """(times) => {
  const all = [...document.body.querySelectorAll('*'), document.body];
  const sizes = all.map((each) => parseFloat(getComputedStyle(each).fontSize));
  all.forEach((each, at) => { each.style.fontSize = times === 1 ? '' : `${sizes[at] * times}px`; });
}"""
#: Elements that stick out to the right or left, or are too small for a finger.
_FAULTS = """([target, width]) => {
  const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length;
  const named = (each) => `${each.tagName} ${each.id || each.className} ${each.textContent.trim().slice(0, 30)}`;
  const targets = [...document.querySelectorAll('button, a[href], input:not(.file), .file + label')].filter(seen);
  const small = targets.filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return width < target - 0.01 || height < target - 0.01;
  });
  const inner = [...document.body.querySelectorAll('*')]
    .filter((each) => seen(each) && !each.closest('svg, input, .file'));
  const wide = inner.filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return left < -0.5 || right > width + 0.5;
  });
  const clips = (each) => getComputedStyle(each).overflowX !== 'visible';
  const cut = inner.filter((each) => each.scrollWidth > each.clientWidth + 1 && clips(each));
  return [
    ...(document.documentElement.scrollWidth > width ? [`scrolls: ${document.documentElement.scrollWidth}`] : []),
    ...small.map((each) => `small: ${named(each)} ${JSON.stringify(each.getBoundingClientRect())}`),
    ...wide.map((each) => `wide: ${named(each)}`),
    ...cut.map((each) => `cut: ${named(each)}`),
  ];
}"""


@dataclass(frozen=True)
class Screens:
    """One page on every screen: `look` records the faults in its present state."""

    phone: Page
    cdp: CDPSession
    faults: list[str]

    def look(self, state: str) -> None:
        """Look at the page on every screen, and leave it as it was."""
        for screen, (width, height, scale, text) in _SCREENS.items():
            self.cdp.send(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": True},
            )
            wait_until(self.phone, "(width) => document.documentElement.clientWidth === width", width)
            self.phone.evaluate(_ENLARGE, text)
            found = self.phone.evaluate(_FAULTS, [TARGET, width])
            self.faults.extend(f"{state}, {screen}: {fault}" for fault in found)
            self.phone.evaluate(_ENLARGE, 1)


@pytest.fixture
def screens(phone: Page) -> Iterator[Screens]:
    """Return the phone's page on screens of other sizes."""
    phone.emulate_media(reduced_motion="reduce")
    yield Screens(phone, phone.context.new_cdp_session(phone), [])


_CODES = ["exterior", "damage", "vin", "odometer", "policyholder_policy", "injured_party_policy"]


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_case_40_no_screen_scrolls_sideways_and_every_target_is_large_on_the_way(
    phone: Page, screens: Screens, gateway: Gateway, asked: Asked, tmp_path: Path, language: str
) -> None:
    comment = "Снимите, пожалуйста, https://example.org/очень-длинный-адрес-без-единого-пробела-внутри"
    request = asked(
        language=language, comment=comment, categories=[{"code": code, "min": 1, "max": 9} for code in _CODES]
    )
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (4000, 4001, 4002)]
    for code in _CODES[1:]:
        send_photo(request, photos.jpeg(seed=len(code), width=64, height=48), category=code)
    gateway.faults.extend(["403", "403", "hold"])

    phone.goto(f"{request.link}?lang={language}")
    expect(phone.locator("#start")).to_be_visible()
    screens.look("welcome")
    phone.locator("#start").click()
    for step in range(2, len(_CODES) + 1):
        phone.goto(f"{request.link}?lang={language}#{step}")
        screens.look(f"step {step}")
    phone.goto(f"{request.link}?lang={language}#1")
    pick(phone, photos.written(tmp_path, f"{'IMG' * 40}.jpg", b"%PDF-1.7"), *picked)
    gateway.until_held()
    expect(phone.locator(tiles(phone, "failed"))).to_have_count(1)
    expect(phone.locator("#tell-1 p")).to_have_count(1)
    screens.look("failed, sending, kept")
    phone.locator("#next-1").click()
    phone.goto(f"{request.link}?lang={language}#check")
    screens.look("check, pending")
    gateway.release.set()
    phone.goto(f"{request.link}?lang={language}#1")
    phone.locator("#photos-1 .again:visible").click()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)
    screens.look("received")
    phone.goto(f"{request.link}?lang={language}#check")
    expect(phone.locator("#submit")).to_be_enabled()
    screens.look("check")
    phone.locator("#submit").click()
    expect(phone.locator("#done")).to_be_visible()
    screens.look("thanks")

    assert screens.faults == []
    request.filed(8)


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_case_40_neither_do_the_screens_where_things_go_wrong(
    phone: Page, screens: Screens, asked: Asked, tmp_path: Path, language: str
) -> None:
    request = asked(language=language, categories=[{"code": "exterior", "min": 1, "max": 1}])
    force_upload(
        request, photo_id="01J00000000000000000000040", category="exterior", content_type="image/jpeg", body=b"no photo"
    )

    open_step(phone, request)
    phone.goto(f"{request.link}?lang={language}#1")
    expect(phone.locator(tiles(phone, "rejected"))).to_have_count(1)
    screens.look("rejected")
    pick(phone, photos.written(tmp_path, "empty.jpg", b""))
    expect(phone.locator("#elsewhere")).to_be_visible()
    screens.look("another browser is offered")
    pick(phone, photos.written(tmp_path, "1.jpg", photos.dark(seed=4010)))
    expect(phone.locator(tiles(phone, "doubtful"))).to_have_count(1)
    screens.look("doubtful")
    phone.locator("#photos-1 .anyway:visible").click()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    screens.look("full")
    request.staff("POST", f"photo-requests/{request.id}/revoke")
    phone.evaluate("dispatchEvent(new Event('focus'))")
    expect(phone.locator("#closed")).to_be_visible()
    screens.look("closed")
    phone.goto(f"{request.link}?lang={language}")
    screens.look("not found")
    phone.goto(f"{request.api}/c?lang={language}")
    phone.locator("#code").fill("AAAA-AAAA")
    phone.get_by_role("button").click()
    expect(phone.locator("#problem")).to_be_visible()
    screens.look("wrong code")

    assert screens.faults == []
    request.filed(1)
