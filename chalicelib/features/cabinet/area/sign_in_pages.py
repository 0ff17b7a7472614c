"""Pages to sign in: name and password, the code for a new device, and signing out."""

from contextlib import suppress
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Gone, Invalid, NotFound, QuotaExceeded, Unauthenticated
from chalicelib.base.languages import LANGUAGES
from chalicelib.features.cabinet.area.forms import NO_TROUBLE, Fields, Trouble, demand_filled, trouble
from chalicelib.features.cabinet.cookies import (
    cookies_of,
    language_cookie,
    no_session,
    step_cookie,
    step_of,
    visit_of,
)
from chalicelib.features.cabinet.service import signing_in
from chalicelib.features.cabinet.service.signing_in import Step
from chalicelib.frame.area.addresses import own_page
from chalicelib.frame.area.audience import person_of
from chalicelib.frame.area.blueprint import SIGN_IN, area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import Site, open_site, page_path
from chalicelib.frame.console.next_page import with_next
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import AREA_LANGUAGE, cookie
from chalicelib.identity.area import sessions
from chalicelib.identity.audiences import PUBLIC, Presented

pages = area_pages(__name__)
_AREA = "/area/{slug}"
_CODE = "/sign-in/code"
#: More than any name or password has.
_LONGEST = 400


class NextQuery(Fields):
    """The page to go to after signing in."""

    next: str = ""


class SignInForm(Fields):
    """A name and a password."""

    login: str = ""
    password: str = ""


class CodeForm(Fields):
    """A code, or the wish for another one."""

    code: str = ""
    again: str = ""


class LanguageForm(Fields):
    """A language, and the page to come back to."""

    language: str = ""
    next: str = ""


@pages.operation(
    "GET", f"{_AREA}/sign-in", audience=PUBLIC, errors=(NotFound,), media_type=HTML, summary="The page to sign in"
)
def show_area_sign_in(slug: str, query: NextQuery, call: Call) -> Response:
    """Show the sign-in; lead on a person who is signed in already."""
    site = open_site(slug)
    try:
        person_of(Presented(headers=call.headers, parameters={"slug": slug}))
    except Unauthenticated:
        return _form(call, site, SignInForm())
    return see_other(own_page(slug, query.next) or page_path(slug))


@pages.operation(
    "POST",
    f"{_AREA}/sign-in",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Sign in by a name and a password",
)
def sign_in_by_page(slug: str, query: NextQuery, form: SignInForm, call: Call) -> Response:
    """Lead to the wanted page, or to the page for a code, or show the form with its errors."""
    site = open_site(slug)
    try:
        demand_filled(form, "login", "password")
        login, password = form.login[:_LONGEST], form.password[:_LONGEST]
        found = signing_in.start(site, visit_of(call, slug), login=login, password=password)
    except (Unauthenticated, Invalid, QuotaExceeded) as error:
        return _form(call, site, form, trouble(error, language=call.language, fields=("login", "password")))
    onward = own_page(slug, query.next)
    if isinstance(found, Step):
        cookie_of_step = step_cookie(slug, found.secret, life=signing_in.STEP)
        return see_other(with_next(page_path(slug, _CODE), onward), cookies=[cookie_of_step])
    return _signed_in(call, site, found, onward)


@pages.operation(
    "GET",
    f"{_AREA}/sign-in/code",
    audience=PUBLIC,
    errors=(NotFound,),
    media_type=HTML,
    summary="The page for the code of a new device",
)
def show_area_code(slug: str, call: Call) -> Response:
    """Show the form for the code; lead back to the sign-in without one that waits."""
    site = open_site(slug)
    try:
        return _code_form(call, site, signing_in.awaited(site, step_of(call.headers, slug)).to)
    except Gone:
        return see_other(page_path(slug, SIGN_IN), notice="area_step_ended")


@pages.operation(
    "POST",
    f"{_AREA}/sign-in/code",
    audience=PUBLIC,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Sign in by the code for a new device",
)
def finish_area_sign_in(slug: str, query: NextQuery, form: CodeForm, call: Call) -> Response:
    """Lead to the wanted page, send another code, or show the form with its errors."""
    site, secret = open_site(slug), step_of(call.headers, slug)
    try:
        waiting = signing_in.awaited(site, secret)
    except Gone:
        return see_other(page_path(slug, SIGN_IN), notice="area_step_ended")
    here = with_next(page_path(slug, _CODE), own_page(slug, query.next))
    try:
        if form.again:
            signing_in.send_again(site, secret)
            return see_other(here, notice="area_code_sent")
        demand_filled(form, "code")
        found = signing_in.finish(site, visit_of(call, slug), secret=secret, code=form.code[:_LONGEST])
    except (Gone, Invalid, QuotaExceeded) as error:
        return _code_form(call, site, waiting.to, trouble(error, language=call.language, fields=("code",)))
    return _signed_in(call, site, found, own_page(slug, query.next))


@pages.operation("POST", f"{_AREA}/sign-out", audience=PUBLIC, status=303, media_type=HTML, summary="Sign out")
def sign_out_of_area(slug: str, call: Call) -> Response:
    """End the session, if there is one, and lead to the sign-in."""
    with suppress(Unauthenticated):
        sessions.end(person_of(Presented(headers=call.headers, parameters={"slug": slug})).session)
    return see_other(page_path(slug, SIGN_IN), notice="area_signed_out", cookies=[no_session(slug)])


@pages.operation(
    "POST", f"{_AREA}/language", audience=PUBLIC, status=303, media_type=HTML, summary="Choose the language of pages"
)
def choose_area_language(slug: str, form: LanguageForm) -> Response:
    """Remember a language in this browser, and lead back to the page."""
    chosen = [language_cookie(each) for each in LANGUAGES if each == form.language]
    return see_other(own_page(slug, form.next) or page_path(slug), cookies=chosen)


def _signed_in(call: Call, site: Site, found: signing_in.SignedIn, onward: str) -> Response:
    """Lead to the wanted page, in the person's language if none was chosen in this browser."""
    chosen = cookie(call.headers, AREA_LANGUAGE)
    language = [] if chosen else [language_cookie(found.person.language)]
    return see_other(onward or page_path(site.slug), cookies=[*cookies_of(site, found), *language])


def _form(call: Call, site: Site, form: SignInForm, found: Trouble = NO_TROUBLE) -> Response:
    welcome = site.settings.welcome.get(call.language) or site.settings.welcome.get(site.account.language, "")
    values: dict[str, Any] = {"form": form, "welcome": welcome, **found.values()}
    return page(call, site, "area_sign_in.html", status=found.status, **values)


def _code_form(call: Call, site: Site, to: str, found: Trouble = NO_TROUBLE) -> Response:
    return page(call, site, "area_code.html", status=found.status, form=CodeForm(), sent_to=to, **found.values())
