"""Draws the owner's pages: one HTML document each, style and script inside, so that one request shows it all.

The content security policy names the style and the script by their SHA-256 and allows nothing else (CSP Level 3). So
the templates may use no `style` attribute and no inline handler.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from chalicelib.base.colours import contrast, is_light
from chalicelib.base.languages import LANGUAGES, Language, plural, text
from chalicelib.base.phones import display_with_extension
from chalicelib.base.templating import templates_in
from chalicelib.base.words import steady
from chalicelib.features.photos.owner import quality
from chalicelib.features.photos.owner.texts import owner_texts
from chalicelib.features.photos.owner.views import (
    AccountView,
    CodePageView,
    NotFoundView,
    OwnerPageView,
    PlainFormView,
    PreviewView,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_BUILT = _HERE / "built"
_BRAND = "#0b57d0"
_DATES = {"ru": "%d.%m.%Y", "es": "%d/%m/%Y", "en": "%Y-%m-%d"}
#: The page's own backgrounds, the harder ones for the tenant's colour.
_LIGHT, _DARK, _STANDS_OUT = "#f2f5f9", "#20252b", 3.0
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STORAGE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")
_ACCOUNTLESS = AccountView(name="Osmotr")


class Html(NamedTuple):
    """A page and the policy that its browser is to hold it to (the value of Content-Security-Policy)."""

    body: str
    content_security_policy: str

    def headers(self) -> Mapping[str, str]:
        """Return every header that the page must be served with."""
        return {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": self.content_security_policy,
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }


def owner_page(view: OwnerPageView) -> Html:
    """Draw a photo request: welcome, a step per category, check, thanks; the script shows one at a time."""
    return _page(
        "owner.html",
        language=view.language,
        account=view.account,
        script=_script(),
        storage=[_checked_origin(view.storage_origin)],
        steps=len(view.categories),
        view=view,
        boot=_json(_boot(view)),
        expires=view.expires_at.strftime(_DATES[view.language]),
    )


def code_page(view: CodePageView) -> Html:
    """Draw the form for the typed code."""
    return _page("code.html", language=view.language, view=view)


def not_found_page(view: NotFoundView) -> Html:
    """Draw the one answer to every link that is wrong, expired or revoked."""
    return _page("not_found.html", language=view.language, view=view)


def busy_page(view: NotFoundView) -> Html:
    """Return the page for an address over its limit: nothing is wrong with its link."""
    return _page("busy.html", language=view.language, view=view)


def plain_form_page(view: PlainFormView) -> Html:
    """Draw the form that sends one photo where no script runs."""
    return _page(
        "plain_form.html", language=view.language, account=view.account, storage=[_origin(view.url)], view=view
    )


def preview_page(view: PreviewView) -> Html:
    """Return the owner's first view, for staff who choose its look; nothing on it leads anywhere."""
    return _page("preview.html", language=view.language, account=view.account, view=view)


def _page(
    template: str,
    *,
    language: Language,
    account: AccountView = _ACCOUNTLESS,
    script: str = "",
    storage: list[str] | None = None,
    steps: int = 0,
    **values: object,
) -> Html:
    """Draw a template with style and script inside, and name both in its policy."""
    style = _style(_checked_colour(account.brand_color or _BRAND), steps)
    logo = [_origin(account.logo_url)] if account.logo_url else []
    body = (
        _templates()
        .get_template(template)
        .render(
            language=language,
            languages=LANGUAGES,
            account=account,
            phones=[(phone, _readable(phone, language)) for phone in account.phones],
            style=style,
            script=script,
            _=partial(text, language),
            counted=partial(plural, language),
            **values,
        )
    )
    return Html(body, _policy(style=style, script=script, storage=storage or [], images=logo))


def _checked_colour(colour: str) -> str:
    """Return a colour. Raises ValueError for one that would break out of the style sheet."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError("brand_color: #rrggbb is expected")
    return colour


def _checked_origin(origin: str) -> str:
    """Return an origin. Raises ValueError for one that would break out of the content security policy."""
    if not _STORAGE.fullmatch(origin):
        raise ValueError("storage_origin: scheme, host and port are expected")
    return origin


def _policy(*, style: str, script: str, storage: list[str], images: list[str]) -> str:
    """Return the content security policy of a page with this style and script."""
    directives = {
        "default-src": ["'none'"],
        "style-src": [_hash(style)],
        "script-src": [_hash(script)] if script else ["'none'"],
        # The worker that decodes photos is made of the script's own source.
        **({"worker-src": ["blob:"]} if script else {}),
        "img-src": ["'self'", "blob:", "data:", *storage, *images],
        "connect-src": ["'self'", *storage],
        "form-action": ["'self'", *storage],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(values))}" for name, values in directives.items())


def _hash(inline: str) -> str:
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def _boot(view: OwnerPageView) -> dict[str, object]:
    """Return the script's first values: the present answer of `/state`, and the texts."""
    categories = [
        {
            "code": category.code,
            "label": category.label,
            "min": category.min,
            "max": category.max,
            "original_required": category.original_required,
            **({} if quality.may_be_too_dark(category.code) else {"dark": False}),
            "photos": [photo._asdict() | {"received_at": _moment(photo.received_at)} for photo in category.photos],
        }
        for category in view.categories
    ]
    return {
        "language": view.language,
        "status": view.status,
        "completed_at": _moment(view.completed_at),
        "categories": categories,
        "texts": owner_texts(view.language),
        "quality": quality.thresholds()._asdict(),
    }


def _moment(moment: datetime | None) -> str | None:
    """Return a moment as `/state` writes it."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _json(value: object) -> str:
    """Return JSON that can stand inside a script element (HTML 13.2.5.4: `<` is the sign that could end it)."""
    return str(steady(json.dumps(value, ensure_ascii=False, separators=(",", ":")))).replace("<", "\\u003c")


def _origin(url: str) -> str:
    """Return scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def _script() -> str:
    return (_BUILT / "owner.js").read_text()


@lru_cache(maxsize=64)  # readers of previews may ask for any of millions of colours
def _style(brand: str, steps: int) -> str:
    """Return the style sheet in the tenant's colours; the list of steps gets a tick where the photos are there."""
    names = {
        "brand": brand,
        "on-brand": _on(brand),
        "brand-light": _visible(brand, on=_LIGHT),
        "brand-dark": _visible(brand, on=_DARK),
    }
    colours = f":root{{{';'.join(f'--{name}:{value}' for name, value in names.items())}}}\n"
    sheet = (_BUILT / "page.css").read_text()
    states = '#check:has(li:nth-child({n}) [data-state=done])~.rail [id="{n}"]::before'
    done = [states.format(n=step + 1) for step in range(steps)]
    return colours + sheet + (f'\n{",".join(done)}{{content:"✓"}}' if done else "")


def _on(brand: str) -> str:
    """Return the text colour with the better contrast."""
    return "#000" if is_light(brand) else "#fff"


def _visible(brand: str, *, on: str) -> str:
    """Return the colour, or the nearest to it towards black or white that stands out from a background.

    Lines and bars need a contrast of 3 (WCAG 2.2, 1.4.11); a tenant's colour may be as pale or as dark as the page.
    """
    end = 0 if on == _LIGHT else 255
    parts = [int(brand[at : at + 2], 16) for at in (1, 3, 5)]
    steps = ([round(part + (end - part) * share / 20) for part in parts] for share in range(21))
    colours = (f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in steps)
    return next(colour for colour in colours if contrast(colour, on) >= _STANDS_OUT)


def _readable(dialled: str, language: Language) -> str:
    """Return a phone (E.164, with a comma before an extension) as people of its country group it."""
    number, _, extension = dialled.partition(",")
    return display_with_extension(number, extension, language)


@cache
def _templates() -> "Environment":
    """Return the templates, compiled once a process."""
    return templates_in(_HERE / "templates")
