"""Draws pages of client areas: one document with its style inside, which the policy names by its hash.

A page needs no script. Its forms have to name their origin (origins.py), and so the referrer stays on this site.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from chalice.app import Response

from chalicelib.aws.photo_bucket import origin as bucket_origin
from chalicelib.base import localized
from chalicelib.base.colours import is_light
from chalicelib.base.installed import find_notice, installed, is_warning
from chalicelib.base.languages import LANGUAGES, Language, plural, text
from chalicelib.base.phones import dial, display_with_extension
from chalicelib.base.templating import templates_in
from chalicelib.frame.area.addresses import page_address
from chalicelib.frame.area.menu import actions_for, entries_for
from chalicelib.frame.area.site import Site, page_path
from chalicelib.frame.console.addresses import address
from chalicelib.frame.shown import page_above
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import AREA_NOTICE, cookie, expire_cookie, set_cookie
from chalicelib.identity.area.model import AreaCaller
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Environment

HTML = "text/html"
Headers = dict[str, str | list[str]]
_HERE = Path(__file__).parent
_NAMES: Mapping[Language, str] = {"ru": "Русский", "es": "Español", "en": "English"}
_NOTICE_SECONDS = 60
_NEUTRAL = "#1f5fa8"


class Allowed(NamedTuple):
    """Origins that the policy of a page allows beside our own."""

    images: Sequence[str] = ()
    forms_lead_to: Sequence[str] = ()
    connects_to: Sequence[str] = ()


_OWN = Allowed()


def page(
    call: Call,
    site: Site,
    template: str,
    *,
    caller: AreaCaller | None = None,
    status: int = 200,
    headers: Mapping[str, str | list[str]] | None = None,
    cookies: Sequence[str] = (),
    forms_lead_to: Sequence[str] = (),
    script: str = "",
    connects_to: Sequence[str] = (),
    is_step: bool = False,
    **values: Any,
) -> Response:
    """Draw a template of `area/templates` in the look of the account, with the menu of the caller.

    `forms_lead_to`: origins that the page's forms may redirect to. `script`: its template writes it into the page.
    `connects_to`: origins that the script may call, beside our own. `is_step`: of a form in steps, which its typist
    comes back to by the browser's own button: browsers show no answer to a form again that may not be stored.
    """
    code = cookie(call.headers, AREA_NOTICE)
    said = find_notice(code)
    view = {
        **_standing(call, site, caller),
        "said": text(call.language, said) if said else "",
        "warned": is_warning(code),
        "script": script,
        **values,
    }
    answer: Headers = {**({"Cache-Control": "private, no-cache"} if is_step else {}), **(headers or {})}
    if said:
        cookies = [*cookies, expire_cookie(AREA_NOTICE, lax=True)]
    if cookies:
        answer["Set-Cookie"] = [*cookies]
    logo = site.account.branding.logo_url
    images = (_origin_of(logo), bucket_origin()) if logo else ()
    allowed = Allowed(images=images, forms_lead_to=forms_lead_to, connects_to=connects_to)
    return _answer(template, view, status=status, headers=answer, allowed=allowed)


def nobodys_page(language: Language, template: str, *, status: int, values: Mapping[str, Any]) -> Response:
    """Draw a template for an address that is no account's: in nobody's name and colour."""
    view = {**_words(language), "name": "Osmotr", "brand": _NEUTRAL, "site": None, "said": "", "warned": False}
    empty = {"menu": (), "phones": (), "logo": None, "person": None, "home": "", "here": "", "help_email": None}
    return _answer(template, {**view, **empty, **values}, status=status, headers={})


def see_other(path: str, *, notice: str | None = None, cookies: Sequence[str] = ()) -> Response:
    """Lead to a page below the API's address (RFC 9110, 15.4.4), which says the notice of this code once."""
    said = [set_cookie(AREA_NOTICE, notice, seconds=_NOTICE_SECONDS, lax=True)] if notice else []
    headers: Headers = {"Location": address(path), "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    if said or cookies:
        headers["Set-Cookie"] = [*cookies, *said]
    return Response(body="", status_code=303, headers=headers)


def _standing(call: Call, site: Site, caller: AreaCaller | None) -> dict[str, Any]:
    """Return the values of every template."""
    account, language = site.account, call.language
    below = call.here.removeprefix(page_path(site.slug))
    return {
        **_words(language),
        "name": account.shown_name,
        "brand": account.branding.color,
        "logo": account.branding.logo_url,
        "phones": _phones(account, language),
        "help_email": site.settings.help_email,
        "site": site,
        "person": caller.person if caller else None,
        "menu": entries_for(caller, below) if caller else (),
        "actions_of": partial(actions_for, caller) if caller else None,
        "home": page_address(site.slug),
        "to": partial(page_address, site.slug),
        "here": call.here if call.method == "GET" else page_above(call.here.partition("?")[0]),
        "day": partial(_day, language, account.zone),
        "moment": partial(_moment, language, account.zone),
    }


def _words(language: Language) -> dict[str, Any]:
    return {
        "_": partial(text, language),
        "counted": partial(plural, language),
        "language": language,
        "languages": LANGUAGES,
        "names": _NAMES,
    }


def _phones(account: Account, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(
        (dial(each.number, each.extension), display_with_extension(each.number, each.extension, language))
        for each in account.support_phones
    )


def _day(language: Language, zone: ZoneInfo, moment: datetime) -> str:
    return localized.day(language, moment.astimezone(zone))


def _moment(language: Language, zone: ZoneInfo, moment: datetime) -> str:
    return localized.moment(language, moment, zone)


def _answer(
    template: str,
    view: Mapping[str, Any],
    *,
    status: int,
    headers: Headers,
    allowed: Allowed = _OWN,
) -> Response:
    style = _style(view["brand"])
    body = _templates().get_template(template).render(style=style, **view)
    script = f"script-src '{_named(view['script'])}'; " if view.get("script") else ""
    if allowed.connects_to:
        script += f"connect-src {' '.join(("'self'", *allowed.connects_to))}; "
    images = " ".join(("'self'", "data:", *allowed.images))
    policy = (
        f"default-src 'none'; img-src {images}; style-src '{_named(style)}'; {script}"
        f"form-action {' '.join(("'self'", *allowed.forms_lead_to))}; base-uri 'none'; frame-ancestors 'none'"
    )
    own: Headers = {
        "Content-Type": f"{HTML}; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=body, status_code=status, headers={**own, **headers})


def _named(source: str) -> str:
    """Return the hash by which a page's policy names a style or a script within it."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def _style(brand: str) -> str:
    return f":root{{--brand:{brand};--on-brand:{'#000' if is_light(brand) else '#fff'}}}\n{_sheet()}"


@cache
def _sheet() -> str:
    return (_HERE / "area.css").read_text()


@cache
def _templates() -> "Environment":
    folders = (each.folder / part for each in installed() for part in ("area/templates", "templates"))
    return templates_in(_HERE / "templates", *folders)
