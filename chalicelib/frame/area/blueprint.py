"""Blueprints of client areas: pages with errors as pages, and operations for their scripts and apps."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import DomainError, Invalid, NotFound, QuotaExceeded, Unauthenticated
from chalicelib.base.languages import LANGUAGES, Language, preferred, text
from chalicelib.frame.area.addresses import own_page, slug_of
from chalicelib.frame.area.audience import person_of
from chalicelib.frame.area.origins import demand_no_foreign_page, demand_own_form
from chalicelib.frame.area.render import nobodys_page, page, see_other
from chalicelib.frame.area.site import NO_AREA, Site, open_site, page_path
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.next_page import with_next
from chalicelib.frame.shown import page_above
from chalicelib.frame.typed_texts import typed_texts
from chalicelib.http.blueprint import Blueprint, Call, Presentation
from chalicelib.http.cookies import AREA_LANGUAGE, cookie
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.audiences import Presented

#: The page to sign in on, below the address of an area.
SIGN_IN = "/sign-in"


def area_pages(import_name: str) -> Blueprint:
    """Return a blueprint of pages of client areas."""
    presentation = Presentation(admit=demand_own_form, language=language_of, refuse=_refuse, described=False)
    return Blueprint(import_name, presentation=presentation)


def area_api(import_name: str) -> Blueprint:
    """Return a blueprint of operations of client areas, for programs."""
    return Blueprint(import_name, presentation=Presentation(admit=demand_no_foreign_page), tag="area")


def language_of(headers: Mapping[str, str]) -> Language:
    """Return the language of a page: the chosen one, else the browser's."""
    chosen = cookie(headers, AREA_LANGUAGE)
    own = preferred(headers.get("accept-language", ""), default="en")
    return next((language for language in LANGUAGES if language == chosen), own)


def _refuse(call: Call, error: DomainError, occurrence: str | None) -> Response:
    site = _site(call)
    if isinstance(error, Unauthenticated):
        if site is not None:
            return _to_sign_in(call, site)
        error = NotFound(NO_AREA)  # nobody can sign in there
    status, _, title = kind_of(error)
    details = [text(call.language, error.message, **error.params)]
    if isinstance(error, Invalid):
        details = [text(call.language, field.message, **field.params) for field in error.errors]
    values: dict[str, Any] = {
        "title": text(call.language, title),
        "details": details,
        "occurrence": occurrence if int(status) >= 500 else None,  # noqa: PLR2004
    }
    headers: dict[str, str | list[str]] = {}
    if isinstance(error, QuotaExceeded):
        headers["Retry-After"] = str(error.retry_after)
    if site is None:
        return nobodys_page(call.language, "area_problem.html", status=int(status), values=values)
    return page(call, site, "area_problem.html", caller=_who(call), status=int(status), headers=headers, **values)


def _to_sign_in(call: Call, site: Site) -> Response:
    """Lead to the sign-in, and from there back: of a form to its page. Texts of a form are shown again."""
    slug, was_sent = site.slug, call.method != "GET"
    here = page_above(call.here.partition("?")[0]) if was_sent else call.here
    wanted = own_page(slug, here) if here != page_path(slug) else ""
    sign_in = with_next(page_path(slug, SIGN_IN), wanted)
    if was_sent and (fields := typed_texts(call)):
        values: dict[str, Any] = {"fields": fields, "sign_in": address(sign_in), "action": address(call.here)}
        return page(call, site, "area_session_ended.html", caller=None, status=401, **values)
    return see_other(sign_in, notice="area_session_ended" if was_sent else None)


def _site(call: Call) -> Site | None:
    try:
        return open_site(slug_of(call.here))
    except NotFound:
        return None


def _who(call: Call) -> AreaCaller | None:
    """Return the person who is signed in to the area of a page; None if nobody is."""
    try:
        return person_of(Presented(headers=call.headers, parameters={"slug": slug_of(call.here)}))
    except DomainError:
        return None
