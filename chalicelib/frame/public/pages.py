"""The frame of pages behind a link: the account's name and colour, the language, the phones, errors alike for all.

A page is one HTML document with its style inside, which its policy names by SHA-256 and nothing else. The token in the
path is the permission.
"""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.base.colours import is_light
from chalicelib.base.errors import DomainError, QuotaExceeded
from chalicelib.base.languages import LANGUAGES, Language, preferred, text
from chalicelib.base.phones import dial, display_with_extension
from chalicelib.base.templating import templates_in
from chalicelib.http.blueprint import Blueprint, Call, Presentation
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.audiences import Audience
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html"
_HERE = Path(__file__).parent
_NAMES: Mapping[Language, str] = {"ru": "Русский", "es": "Español", "en": "English"}
#: Of a link that opens nothing: nobody's name and colour.
_NOBODY = {"name": "Osmotr", "brand": "#0b57d0", "phones": ()}


class LinkQuery(TypedFields):
    """The language of the page; parameters that messengers and providers add to links are ignored."""

    lang: Annotated[Language | None, BeforeValidator(lambda given: given if given in LANGUAGES else None)] = None


def holder_of(link: str) -> Audience:
    """Return the audience of pages of a link, such as "a payment"."""
    return Audience(
        name="owner",
        resolve=lambda _: None,
        who=f"Whoever has the link of {link}: the token in the path is the permission.",
    )


def link_pages(import_name: str) -> Blueprint:
    """Return a blueprint of pages behind a link. An unknown link and a blocked address have pages of their own."""
    return Blueprint(import_name, presentation=Presentation(refuse=_refuse), tag="web")


def language_of(query: LinkQuery, call: Call, default: Language) -> Language:
    """Return the language of a page: the chosen one, else the browser's, else the default."""
    return query.lang or preferred(call.headers.get("accept-language", ""), default=default)


def draw(
    folder: Path,
    template: str,
    account: Account,
    language: Language,
    values: Mapping[str, object],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    forms_lead_to: tuple[str, ...] = (),
) -> Response:
    """Return a page of an account as an answer; `folder` has its template, which reads the values in `view`.

    `forms_lead_to`: origins that the page's forms may redirect to.
    """
    phones = tuple(
        (dial(each.number, each.extension), display_with_extension(each.number, each.extension, language))
        for each in account.support_phones
    )
    shown = {"name": account.shown_name, "brand": account.branding.color, "phones": phones}
    view = {"language": language, **shown, **values}
    return _answer(folder, template, view, status=status, headers=headers or {}, forms_lead_to=forms_lead_to)


def see_other(where: str) -> Response:
    """Lead to another address, which is fetched by GET (RFC 9110, 15.4.4)."""
    headers = {"Location": where, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=dict(headers))


def _refuse(call: Call, error: DomainError, _occurrence: str | None) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    template = "busy.html" if isinstance(error, QuotaExceeded) else "unknown.html"
    view = {"language": call.language, **_NOBODY}
    return _answer(_HERE / "templates", template, view, status=int(kind_of(error)[0]), headers=headers)


def _answer(
    folder: Path,
    template: str,
    view: Mapping[str, Any],
    *,
    status: int,
    headers: Mapping[str, str],
    forms_lead_to: tuple[str, ...] = (),
) -> Response:
    style = _style(view["brand"])
    body = (
        _templates(folder)
        .get_template(template)
        .render(view=view, style=style, languages=LANGUAGES, names=_NAMES, _=partial(text, view["language"]))
    )
    named = b64encode(sha256(style.encode()).digest()).decode()
    forms = " ".join(("'self'", *forms_lead_to))
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{named}'; form-action {forms}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    own = {
        "Content-Type": f"{HTML}; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=body, status_code=status, headers={**own, **headers})


def _style(brand: str) -> str:
    return f":root{{--brand:{brand};--on-brand:{'#000' if is_light(brand) else '#fff'}}}\n{_sheet()}"


@cache
def _sheet() -> str:
    return (_HERE / "page.css").read_text()


@cache
def _templates(folder: Path) -> "Environment":
    return templates_in(folder, _HERE / "templates")
