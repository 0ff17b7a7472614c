"""Browsers that lack something: a worker to draw in, a chooser that opens, `multiple`; and a fast link."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, hash_of, open_step, pick, tiles
from tests.support.browser.system import eventually

pytestmark = pytest.mark.browser
_NO_OFFSCREEN = "delete globalThis.OffscreenCanvas;"
_NO_WORKER = "globalThis.Worker = class { constructor() { throw new Error('no workers here'); } };"
_DEAD_WORKER = """globalThis.Worker = class {
  postMessage() { queueMicrotask(() => this.onerror()); }
  terminate() {}
};"""


#: However busy this machine is, the link seems a hundred times as fast.
_FAST_LINK = "const now = performance.now.bind(performance); performance.now = () => now() / 100;"


def as_app(name: str) -> str:
    """Return an init script that makes the browser call itself an app's."""
    return f"Object.defineProperty(navigator, 'userAgent', {{ get: () => '{name}' }});"


@pytest.mark.parametrize(
    "lack",
    ["", _NO_OFFSCREEN, _NO_WORKER, _DEAD_WORKER],
    ids=["worker", "no_offscreen_canvas", "no_worker", "worker_that_dies"],
)
def test_a_large_photo_is_made_smaller_with_and_without_a_worker(
    phone: Page, asked: Asked, tmp_path: Path, lack: str
) -> None:
    request = asked()
    phone.add_init_script(lack or "0")

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=520, width=3200, height=2400)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert len(phone.workers) == (0 if lack else 1)
    assert photos.size_of(request.original(request.filed(1)[0])) == (2560, 1920)


def test_two_photos_at_a_time_go_up_on_a_fast_link(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 10}])
    picked = [
        photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed, width=1600, height=1200))
        for seed in range(521, 524)
    ]
    phone.add_init_script(_FAST_LINK)

    open_step(phone, request)
    pick(phone, picked[0])
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    gateway.faults.extend(["hold", "hold"])
    pick(phone, *picked[1:])
    eventually(lambda: gateway.most_in_flight, holds=lambda most: most == 2)
    gateway.release.set()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)

    assert {item["sha256"] for item in request.filed(3)} == {hash_of(photo) for photo in picked}


def test_after_a_failed_pick_a_way_out_of_the_app_is_offered(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked()
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])

    open_step(phone, request)
    expect(phone.locator("#elsewhere")).to_be_hidden()
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", b""))
    expect(phone.locator("#elsewhere")).to_be_visible()
    expect(phone.locator("#open-browser")).to_have_attribute("href", request.link)
    phone.locator("#copy-link").click()
    expect(phone.locator("#copied")).to_contain_text("Ссылка скопирована")

    assert phone.evaluate("() => navigator.clipboard.readText()") == request.link


def test_where_the_clipboard_is_closed_the_link_is_shown_to_be_copied(
    phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    phone.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('closed'));")

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", b""))
    phone.locator("#copy-link").click()

    expect(phone.locator("#copied")).to_have_text(request.link)


def test_where_no_chooser_opens_a_way_out_of_the_app_is_offered(phone: Page, asked: Asked) -> None:
    phone.clock.install()
    open_step(phone, asked())
    phone.evaluate("() => addEventListener('click', (event) => event.target.type === 'file' && event.preventDefault())")

    phone.locator("label[for=gallery-1]").click()
    phone.clock.fast_forward(3500)

    expect(phone.locator("#elsewhere")).to_be_visible()


def test_in_telegram_one_photo_is_chosen_at_a_time(phone: Page, asked: Asked) -> None:
    phone.add_init_script(
        as_app("Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) Chrome/130 Mobile Telegram-Android/11.2")
    )

    open_step(phone, asked())

    expect(phone.locator("#gallery-1")).not_to_have_attribute("multiple", "")
    link = phone.locator("#open-browser").get_attribute("href") or ""
    assert link.startswith("intent://localhost:")
    assert link.endswith("#Intent;scheme=https;action=android.intent.action.VIEW;end")


def test_an_iphone_is_asked_for_jpeg(phone: Page, asked: Asked) -> None:
    phone.add_init_script(as_app("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 Safari/604.1"))

    open_step(phone, asked())

    for source in ("camera", "gallery"):
        expect(phone.locator(f"#{source}-1")).to_have_attribute("accept", "image/jpeg,image/png")
    expect(phone.locator("#gallery-1")).to_have_attribute("multiple", "")


def test_a_state_that_is_as_before_is_not_sent_again(phone: Page, gateway: Gateway, asked: Asked) -> None:
    answers: list[int] = []
    phone.on("response", lambda answer: answers.append(answer.status) if "/state?" in answer.url else None)

    # The page says that it was opened, which changes the state; a question of before may still be under way.
    with phone.expect_response(lambda answer: "/opened?" in answer.url):
        open_step(phone, asked())
    for _ in ("perhaps the one under way", "the changed state", "the same state"):
        with phone.expect_response(lambda answer: "/state?" in answer.url):
            phone.evaluate("() => dispatchEvent(new Event('focus'))")

    assert answers[0] == 200
    assert answers[-1] == 304
