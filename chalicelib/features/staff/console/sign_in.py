"""Signing in and out of the console, the first password, the language, and the files that all its pages use."""

from typing import Any, Literal

from chalice.app import Response

from chalicelib.base.errors import (
    DomainError,
    FieldError,
    Findings,
    Forbidden,
    Invalid,
    NotFound,
    QuotaExceeded,
    Unauthenticated,
)
from chalicelib.base.languages import LANGUAGES, N_, text
from chalicelib.features.staff.console.new_password import LONGEST, check_new_password
from chalicelib.frame.console.addresses import CODE, HOME, PASSWORD, SIGN_IN, own_page
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.next_page import NextQuery, with_next
from chalicelib.frame.console.render import Headers, asset, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import LANGUAGE, SESSION, cookie, expire_cookie, set_cookie
from chalicelib.http.problems import kind_of
from chalicelib.identity import sign_ins
from chalicelib.identity.audiences import PUBLIC

sign_in_pages = console_pages(__name__)
_HTML = "text/html"
_YEAR = 365 * 86400
_NOTHING_WRONG: dict[str, Any] = {"wrong": {}, "troubles": []}
#: The form again, with its errors.
UNPROCESSABLE = 422


class SignInForm(NextQuery):
    """A user's credentials, and the page to go to after signing in."""

    email: str = ""
    password: str = ""


class PasswordForm(Fields):
    """A lasting password, twice."""

    password: str = ""
    again: str = ""


class LanguageForm(Fields):
    """The language of the pages, and the page to come back to."""

    language: str = ""
    next: str = ""


@sign_in_pages.operation("GET", SIGN_IN, audience=PUBLIC, media_type=_HTML, summary="Sign in")
def show_sign_in(query: NextQuery, call: Call) -> Response:
    """Ask for the credentials."""
    return page(call, "sign_in.html", next=query.onward, email="", **_NOTHING_WRONG)


@sign_in_pages.operation("POST", SIGN_IN, audience=PUBLIC, status=303, media_type=_HTML, summary="Sign in")
def open_session(form: SignInForm, call: Call) -> Response:
    """Open a session, or ask for a lasting password first."""
    email, password = form.email.strip(), form.password[:LONGEST]
    try:
        _demand_both(email, password)
        opened = sign_ins.open_session(email=email[:254], password=password, address=call.address)
    except DomainError as error:
        return _again(call, error, "sign_in.html", next=form.onward, email=email, here=with_next(SIGN_IN, form.onward))
    arrived = set_cookie(SESSION, opened.secret)
    if opened.password_must_change:
        return see_other(with_next(PASSWORD, form.onward), cookies=[arrived])
    if opened.code_needed:
        return see_other(with_next(CODE, form.onward), cookies=[arrived])
    return see_other(form.onward or HOME, cookies=[arrived])


@sign_in_pages.operation("POST", "/console/sign-out", audience=PUBLIC, status=303, media_type=_HTML, summary="Sign out")
def close_session(form: NextQuery, call: Call) -> Response:
    """End the session. A person who wants to be somebody else for a page gets there after signing in."""
    sign_ins.end_session(cookie(call.headers, SESSION))
    return see_other(with_next(SIGN_IN, form.onward), notice="signed_out", cookies=[expire_cookie(SESSION)])


@sign_in_pages.operation("GET", PASSWORD, audience=PUBLIC, media_type=_HTML, summary="Choose the first password")
def show_first_password(query: NextQuery, call: Call) -> Response:
    """Ask for a lasting password."""
    email = sign_ins.awaits_password(cookie(call.headers, SESSION))
    return page(call, "password.html", next=query.onward, email=email, **_NOTHING_WRONG)


@sign_in_pages.operation(
    "POST", PASSWORD, audience=PUBLIC, status=303, media_type=_HTML, summary="Choose the first password"
)
def choose_first_password(form: PasswordForm, query: NextQuery, call: Call) -> Response:
    """Set the lasting password and open the session."""
    secret = cookie(call.headers, SESSION)
    email = sign_ins.awaits_password(secret)
    try:
        check_new_password(form.password, form.again)
        opened = sign_ins.choose_password(secret, password=form.password[:LONGEST], address=call.address)
    except (Invalid, QuotaExceeded) as error:
        return _again(call, error, "password.html", next=query.onward, email=email)
    to = with_next(CODE, query.onward) if opened.code_needed else query.onward or HOME
    return see_other(to, notice="password_changed", cookies=[set_cookie(SESSION, opened.secret)])


@sign_in_pages.operation(
    "POST", "/console/language", audience=PUBLIC, status=303, media_type=_HTML, summary="Choose the language"
)
def choose_language(form: LanguageForm) -> Response:
    """Remember the language in the browser."""
    chosen = form.language if form.language in LANGUAGES else "en"
    return see_other(own_page(form.next), cookies=[set_cookie(LANGUAGE, chosen, seconds=_YEAR)])


@sign_in_pages.operation(
    "GET", "/console/assets/{name}", audience=PUBLIC, media_type="text/css", summary="Style and scripts of the console"
)
def show_asset(name: str) -> Response:
    """Return a file that never changes under its name."""
    try:
        body, headers = asset(name)
    except KeyError:
        raise NotFound(N_("There is no such file.")) from None
    return Response(body=body, status_code=200, headers=headers)


def _again(
    call: Call, error: DomainError, template: Literal["sign_in.html", "password.html"], **values: Any
) -> Response:
    """Show a form again with its errors; passwords are not sent back."""
    # 401 would have to offer a way for programs to sign in (RFC 9110, 15.5.2); a page is for people
    status = UNPROCESSABLE if isinstance(error, Unauthenticated | Forbidden) else int(kind_of(error)[0])
    headers: Headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    wrong, troubles = _said(call, error)
    return page(call, template, status=status, headers=headers, wrong=wrong, troubles=troubles, **values)


def _said(call: Call, error: DomainError) -> tuple[dict[str, str], list[str]]:
    """Return the errors by field, and those at none of them."""
    if not isinstance(error, Invalid):
        return {}, [text(call.language, error.message, **error.params)]
    places = {f"/{name}": name for name in ("email", "password", "again")}
    return problems_at_fields(error, places=places, language=call.language)


def _demand_both(email: str, password: str) -> None:
    found = Findings()
    found.add(
        FieldError(f"/{name}", N_("This field is required."))
        for name, typed in (("email", email), ("password", password))
        if not typed
    )
    found.demand_none()
