"""The second step of signing in: a code of the authenticator, or the password again and a recovery code."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import DomainError, Unauthenticated
from chalicelib.features.staff import notices
from chalicelib.features.staff.console.factor.forms import LONGEST_CODE, demand_filled, what_is_wrong
from chalicelib.features.staff.console.new_password import LONGEST
from chalicelib.frame.console.addresses import CODE, HOME, SIGN_IN
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.next_page import NextQuery, with_next
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import SESSION, cookie, set_cookie
from chalicelib.identity.audiences import PUBLIC
from chalicelib.identity.factors import completing, waiting

step_pages = console_pages(__name__)
_HTML = "text/html"
RECOVERY = "/console/sign-in/recovery"
_NOTHING_WRONG: dict[str, Any] = {"wrong": {}, "troubles": []}


class CodeForm(NextQuery):
    """A code of the authenticator."""

    code: str = ""


class RecoveryForm(NextQuery):
    """The password again, and a recovery code."""

    password: str = ""
    recovery: str = ""


@step_pages.operation("GET", CODE, audience=PUBLIC, media_type=_HTML, summary="Ask for a code of the authenticator")
def show_code_form(query: NextQuery, call: Call) -> Response:
    """Ask for the code, after the password was typed in this browser."""
    try:
        waiting.awaited_step(cookie(call.headers, SESSION))
    except Unauthenticated:
        return _too_late(query)
    return page(call, "sign_in_code.html", next=query.onward, recovery=RECOVERY, **_NOTHING_WRONG)


@step_pages.operation("POST", CODE, audience=PUBLIC, status=303, media_type=_HTML, summary="Sign in by a code")
def answer_code(form: CodeForm, call: Call) -> Response:
    """Open the session; a wrong code keeps the step."""
    try:
        demand_filled(form, "code")
        opened = completing.answer_code(
            cookie(call.headers, SESSION), typed=form.code[:LONGEST_CODE], address=call.address
        )
    except Unauthenticated:
        return _too_late(form)
    except DomainError as error:
        again = what_is_wrong(error, fields=("code",), language=call.language)
        return page(
            call,
            "sign_in_code.html",
            next=form.onward,
            recovery=RECOVERY,
            here=with_next(CODE, form.onward),
            **again.values(),
        )
    return see_other(form.onward or HOME, cookies=[set_cookie(SESSION, opened.secret)])


@step_pages.operation("GET", RECOVERY, audience=PUBLIC, media_type=_HTML, summary="Ask for a recovery code")
def show_recovery_form(query: NextQuery, call: Call) -> Response:
    """Ask for a recovery code, after the password was typed in this browser."""
    try:
        step = waiting.awaited_step(cookie(call.headers, SESSION))
    except Unauthenticated:
        return _too_late(query)
    return page(call, "sign_in_recovery.html", next=query.onward, email=step.email, typed="", **_NOTHING_WRONG)


@step_pages.operation(
    "POST", RECOVERY, audience=PUBLIC, status=303, media_type=_HTML, summary="Sign in by a recovery code"
)
def use_recovery_code(form: RecoveryForm, call: Call) -> Response:
    """Open the session, and use the code up."""
    secret = cookie(call.headers, SESSION)
    try:
        step = waiting.awaited_step(secret)
        try:
            demand_filled(form, "password", "recovery")
            opened = completing.use_recovery_code(
                secret,
                password=form.password[:LONGEST],
                typed=form.recovery[:LONGEST_CODE],
                address=call.address,
                tell=notices.queue_factor_notice,
            )
        except DomainError as error:
            if isinstance(error, Unauthenticated):
                raise
            again = what_is_wrong(error, fields=("password", "recovery"), language=call.language)
            return page(
                call,
                "sign_in_recovery.html",
                next=form.onward,
                here=with_next(RECOVERY, form.onward),
                email=step.email,
                typed=form.recovery[:LONGEST_CODE],
                **again.values(),
            )
    except Unauthenticated:
        return _too_late(form)
    cookies = [set_cookie(SESSION, opened.secret)]
    return see_other(form.onward or HOME, notice="recovery_code_used", cookies=cookies)


def _too_late(query: NextQuery) -> Response:
    """Lead back to the password, and say why."""
    return see_other(with_next(SIGN_IN, query.onward), notice="code_too_late")
