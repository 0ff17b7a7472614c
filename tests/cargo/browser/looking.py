"""Looking at a page as a stickler does: fitting every window, in one language, without anything for programs."""

import html
import re
from collections.abc import Collection, Iterator

from playwright.sync_api import Page

from tests.support.browser.desks import NARROW, overflow
from tests.support.browser.system import wait_until

WIDTHS = (NARROW, 360, 1280)
#: Texts for readers and for screen readers, but for those in another language and those that are shown as codes.
_TEXTS = """() => {
  const apart = 'script, style, noscript, code, select, [lang]:not(html)', names = ['aria-label', 'placeholder', 'alt'];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [document.title];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(apart)) found.push(node.data);
  }
  for (const each of document.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    if (!each.closest(apart)) found.push(...names.map((name) => each.getAttribute(name) ?? ''));
  }
  return found.map((each) => each.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
_VALUES = """() => {
  const typed = document.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox])');
  return [...typed].map((each) => each.value);
}"""
#: Names of Python, scripts and templates, codes, dates of programs, two points at the end of a sentence.
_RAW = re.compile(
    r"\b(None|null|undefined|NaN|True|False|Decimal|datetime)\b|[{}\[\]<]|&[a-z]+;|\.\.(?!\.)"
    r"|\b[a-z]+_[A-Za-z0-9_]+\b|\b\d{4}-\d\d-\d\d\b"
)
_WORD = re.compile(r"[^\W\d_]{3,}")


def texts_of(page: Page) -> list[str]:
    """Return the texts of a page, one for each piece between two tags."""
    found: list[str] = page.evaluate(_TEXTS)
    return found


def values_of(page: Page) -> list[str]:
    """Return the values of the fields of a page."""
    found: list[str] = page.evaluate(_VALUES)
    return found


def texts_in(document: str) -> set[str]:
    """Return the pieces of text between the tags of a page that no browser has drawn."""
    return {" ".join(html.unescape(each).split()) for each in re.split(r"<[^>]+>", document)}


def raw_in(texts: Collection[str]) -> Iterator[str]:
    """Yield the texts with something that only programs understand."""
    return (each for each in texts if _RAW.search(each))


def untranslated_in(texts: Collection[str], english: Collection[str], known: re.Pattern[str]) -> list[str]:
    """Return the texts that the English page has, too; `known` are names and other words of all languages."""
    return sorted(each for each in set(texts) & set(english) if _WORD.search(known.sub(" ", each)))


def too_wide(page: Page) -> Iterator[str]:
    """Yield the windows that a page is wider than; its window is that of a phone afterwards."""
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        wait_until(page, "(width) => innerWidth === width", width)
        if over := overflow(page):
            yield f"{width}: too wide by {over}"
