"""Draws the page: one HTML document with its style inside, which its policy names by SHA-256 and nothing else."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chalice.app import Response

from chalicelib.base.colours import is_light
from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.base.templating import templates_in

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_NAMES: Mapping[Language, str] = {"ru": "Русский", "es": "Español", "en": "English"}


class View(NamedTuple):
    """The content of the page; of a link that opens nothing the language alone."""

    language: Language
    name: str = "Osmotr"
    brand: str = "#0b57d0"
    #: Number to dial, and as people read it.
    phones: tuple[tuple[str, str], ...] = ()
    title: str = ""
    description: str = ""
    sum: str = ""
    said: tuple[str, ...] = ()
    #: True while the outcome is not known.
    is_open: bool = False
    #: The provider's page, while the payer can still pay there.
    url: str = ""


def draw(template: str, view: View, *, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page as an answer."""
    style = _style(view.brand)
    body = (
        _templates()
        .get_template(template)
        .render(view=view, style=style, languages=LANGUAGES, names=_NAMES, _=partial(text, view.language))
    )
    named = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{named}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    own = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=body, status_code=status, headers={**own, **(headers or {})})


def _style(brand: str) -> str:
    return f":root{{--brand:{brand};--on-brand:{'#000' if is_light(brand) else '#fff'}}}\n{_sheet()}"


@cache
def _sheet() -> str:
    return (_HERE / "page.css").read_text()


@cache
def _templates() -> "Environment":
    return templates_in(_HERE / "templates")
