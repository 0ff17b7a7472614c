"""One's own page: who one is here, another password, e-mails, signing out everywhere."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import FieldError, Findings, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, text
from chalicelib.features.account.console.email_choices import OWN_CHOICES, RULES
from chalicelib.features.staff.console.new_password import LONGEST, check_new_password
from chalicelib.features.staff.console.words import ROLES
from chalicelib.frame.console.addresses import CODE, PROFILE, SIGN_IN
from chalicelib.frame.console.audience import EVERYBODY
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.next_page import with_next
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import SESSION, cookie, expire_cookie, set_cookie
from chalicelib.http.problems import kind_of
from chalicelib.identity import passwords
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.directory import read_oneself
from chalicelib.identity.model import Caller

own_pages = console_pages(__name__)
_HTML = "text/html"


class PasswordForm(Fields):
    """The present password, and a new one, twice."""

    old: str = ""
    password: str = ""
    again: str = ""


@own_pages.operation("GET", PROFILE, audience=EVERYBODY, media_type=_HTML, summary="One's own page")
def show_me(caller: Caller, call: Call) -> Response:
    """Show the signed-in user."""
    return own_page(call, caller)


@own_pages.operation(
    "POST", "/console/me/password", audience=EVERYBODY, status=303, media_type=_HTML, summary="Change one's password"
)
def change_password(caller: Caller, form: PasswordForm, call: Call) -> Response:
    """Change the password; this browser stays signed in, by a new session, and all others are signed out."""
    try:
        _check(form)
        opened = passwords.change_password(
            caller, secret=cookie(call.headers, SESSION), old=form.old[:LONGEST], new=form.password[:LONGEST]
        )
    except (Invalid, QuotaExceeded) as error:
        return _refused(call, caller, error)
    if opened.code_needed:
        return see_other(
            with_next(CODE, PROFILE), notice="own_password_changed", cookies=[set_cookie(SESSION, opened.secret)]
        )
    return see_other(PROFILE, notice="own_password_changed", cookies=[set_cookie(SESSION, opened.secret)])


@own_pages.operation(
    "POST", "/console/me/sign-out", audience=EVERYBODY, status=303, media_type=_HTML, summary="Sign out everywhere"
)
def sign_out_everywhere(caller: Caller, call: Call) -> Response:
    """End all sessions, this one too."""
    passwords.sign_out_everywhere(caller, secret=cookie(call.headers, SESSION))
    return see_other(SIGN_IN, notice="signed_out_everywhere", cookies=[expire_cookie(SESSION)])


def _check(form: PasswordForm) -> None:
    found = Findings()
    if not form.old:
        found.add([FieldError("/old", N_("This field is required."))])
    with found:
        check_new_password(form.password, form.again)
    found.demand_none()


def own_page(
    call: Call, caller: Caller, *, status: int = 200, headers: Headers | None = None, **wrong: Any
) -> Response:
    """Return one's own page, perhaps with errors in one of its forms.

    Why read anew: another process may remember for half a minute that there was no second factor.
    """
    oneself = read_oneself(caller)
    return page(
        call,
        "me.html",
        caller=caller,
        status=status,
        headers=headers,
        here=PROFILE,
        roles=ROLES,
        rules=RULES,
        own_choices=OWN_CHOICES,
        chosen_emails=oneself.case_emails if oneself else OwnCaseEmails.ACCOUNT,
        has_factor=oneself is not None and oneself.factor_since is not None,
        **{"wrong": {}, "troubles": [], **wrong},
    )


def _refused(call: Call, caller: Caller, error: Invalid | QuotaExceeded) -> Response:
    status = int(kind_of(error)[0])
    if isinstance(error, QuotaExceeded):
        later: Headers = {"Retry-After": str(error.retry_after)}
        said = [text(call.language, error.message, **error.params)]
        return own_page(call, caller, status=status, headers=later, troubles=said)
    places = {f"/{name}": name for name in ("old", "password", "again")}
    wrong, troubles = problems_at_fields(error, places=places, language=call.language)
    return own_page(call, caller, status=status, wrong=wrong, troubles=troubles)
