"""The phone's storage when it is killed, closed, full or cut off. Numbers as in the specification."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.devices import Profile
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import KEPT_BYTES, Asked, finish, hash_of, open_step, pick, tiles
from tests.support.browser.system import eventually

pytestmark = pytest.mark.browser

ROOMY = [{"code": "exterior", "min": 1, "max": 5}]

#: No picture larger than the tiles' own is ever finished, in the page or in its worker; `hanging` says that one was
#: begun. A worker made of text gets the same in front of it, since the page's own settings do not reach it.
HANG = """(() => {
  const hang = () => {
    const told = new BroadcastChannel('hanging');
    for (const [kind, name] of [['HTMLCanvasElement', 'toBlob'], ['OffscreenCanvas', 'convertToBlob']]) {
      const canvas = self[kind]?.prototype;
      if (!canvas) continue;
      const real = canvas[name];
      canvas[name] = function (...given) {
        if (Math.max(this.width, this.height) <= 640) return real.apply(this, given);
        told.postMessage(name);
        self.hanging = name;
        return new Promise(() => {});
      };
    }
  };
  hang();
  new BroadcastChannel('hanging').onmessage = ({ data }) => { self.hanging = data; };
  const script = `(${hang})();`;
  const RealBlob = Blob;
  self.Blob = class Blob extends RealBlob {
    constructor(parts = [], options = {}) {
      const text = parts.length > 0 && parts.every((part) => typeof part === 'string');
      super(text ? [script, ...parts] : parts, options);
    }
  };
})()"""

#: Connections that the page has opened, for a test to close.
CONNECTIONS = """
  window.connections = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener('success', () => window.connections.push(request.result));
    return request;
  };
"""

#: No transaction begins and no database opens while `broken` is true.
BREAKABLE = """
  for (const [kind, name] of [['IDBDatabase', 'transaction'], ['IDBFactory', 'open']]) {
    const real = self[kind].prototype[name];
    self[kind].prototype[name] = function (...given) {
      if (window.broken) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
      return real.apply(this, given);
    };
  }
"""


def test_case_12_a_browser_that_is_killed_goes_on_when_it_is_opened_again(
    profile: Profile, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (300, 301)]
    gateway.faults.append("stall")

    phone = profile.open()
    open_step(phone, request)
    pick(phone, *picked)
    expect(phone.locator("#photos-1 > li")).to_have_count(2)
    eventually(gateway.uploads)
    profile.kill()
    phone = profile.open()
    open_step(phone, request)

    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in picked}
    eventually(lambda: phone.evaluate(KEPT_BYTES), holds=lambda kept: kept == [])


def test_case_13_after_a_tab_that_died_resizing_the_original_goes_up(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=302, width=2800, height=2100))
    phone.add_init_script(HANG)

    open_step(phone, request)
    pick(phone, photo)
    eventually(lambda: phone.evaluate("window.hanging"))
    second = phone.context.new_page()
    phone.close()
    assert gateway.uploads() == []
    open_step(second, request)

    expect(second.locator(tiles(second, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_14_a_browser_that_keeps_nothing_for_anybody_still_sends(
    profile: Profile, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (313, 314)]
    profile.block_storage()

    phone = profile.open()
    open_step(phone, request)
    assert phone.evaluate("(() => { try { return localStorage.length; } catch { return 'blocked'; } })()") == "blocked"
    pick(phone, *picked)
    expect(phone.locator("#tell-1")).to_contain_text("Не закрывайте страницу")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    finish(phone)

    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in picked}


def test_case_15_a_phone_that_fills_up_while_resizing_sends_the_photo_once(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=315, width=2800, height=2100))
    size = photo.stat().st_size
    gateway.faults.append("hold")

    open_step(phone, request)
    leave_room(phone, size + 1024 * 1024)
    pick(phone, photo)
    gateway.until_held()
    assert phone.evaluate(KEPT_BYTES) == [size]
    second = phone.context.new_page()
    phone.close()
    gateway.go_offline()
    gateway.offline = False
    open_step(second, request)

    expect(second.locator(tiles(second, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_15_a_full_phone_is_told_of_and_what_is_kept_already_stays(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    first = photos.written(tmp_path, "1.jpg", photos.jpeg(seed=303))
    second = photos.written(tmp_path, "2.jpg", photos.jpeg(seed=304, width=2000, height=1500))
    gateway.faults.append("hold")

    open_step(phone, request)
    leave_room(phone, 1024 * 1024)
    pick(phone, first)
    gateway.until_held()
    pick(phone, second)
    expect(phone.locator("#tell-1")).to_contain_text("Не закрывайте страницу, пока мы не получим все.")
    assert phone.evaluate(KEPT_BYTES) == [first.stat().st_size]
    gateway.release.set()

    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in (first, second)}


def test_case_16_a_connection_closed_under_the_page_is_opened_again(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (305, 306, 307)]
    gateway.faults.append("hold")
    phone.add_init_script(CONNECTIONS)

    open_step(phone, request)
    pick(phone, *picked[:2])
    gateway.until_held()
    expect(phone.locator("#photos-1 > li")).to_have_count(2)
    assert phone.evaluate("window.connections.map((each) => each.close()).length") > 0
    pick(phone, picked[2])
    expect(phone.locator("#photos-1 > li")).to_have_count(3)
    phone.evaluate("window.connections.map((each) => each.close())")
    gateway.release.set()

    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)
    assert {item["sha256"] for item in request.filed(3)} == {hash_of(photo) for photo in picked}
    expect(phone.locator("#tell-1")).to_have_text("")
    eventually(lambda: phone.evaluate(KEPT_BYTES), holds=lambda kept: kept == [])


def test_case_16_a_storage_that_is_away_for_a_while_loses_nothing(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (308, 309, 310)]
    gateway.faults.append("hold")
    phone.add_init_script(BREAKABLE)

    open_step(phone, request)
    pick(phone, *picked[:2])
    gateway.until_held()
    expect(phone.locator(tiles(phone, "kept"))).to_have_count(1)
    phone.evaluate("window.broken = true")
    gateway.release.set()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    pick(phone, picked[2])
    expect(phone.locator("#tell-1")).to_contain_text("Не закрывайте страницу")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    phone.evaluate("window.broken = false; dispatchEvent(new Event('online'))")

    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)
    assert {item["sha256"] for item in request.filed(3)} == {hash_of(photo) for photo in picked}


def test_a_photo_whose_bytes_the_owner_has_wiped_is_told_of(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (311, 312)]
    gateway.faults.append("hold")

    open_step(phone, request)
    pick(phone, *picked)
    gateway.until_held()
    expect(phone.locator(tiles(phone, "kept"))).to_have_count(1)
    phone.context.new_cdp_session(phone).send(
        "Storage.clearDataForOrigin", {"origin": origin_of(phone), "storageTypes": "indexeddb"}
    )
    gateway.release.set()

    expect(phone.locator(tiles(phone, "failed"))).to_contain_text("Удалите её и снимите снова.")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    phone.locator(f"{tiles(phone, 'failed')} .remove").click()
    pick(phone, picked[1])
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in picked}


def leave_room(phone: Page, size: int) -> None:
    """Limit the page's free storage to so many bytes, beside those that its origin uses already."""
    taken = phone.evaluate("navigator.storage.estimate().then((told) => told.usage)")
    phone.context.new_cdp_session(phone).send(
        "Storage.overrideQuotaForOrigin", {"origin": origin_of(phone), "quotaSize": taken + size}
    )


def origin_of(phone: Page) -> str:
    """Return scheme, host and port of the page."""
    return str(phone.evaluate("location.origin"))
