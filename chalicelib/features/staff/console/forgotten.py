"""A forgotten password: a code by e-mail, and a new password with it.

Nobody learns here whether an e-mail is a user's.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from chalice.app import Response
from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.base.emails import Email
from chalicelib.base.errors import FieldError, Findings, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, text
from chalicelib.features.staff.console.new_password import LONGEST, check_new_password
from chalicelib.frame.console.addresses import SIGN_IN
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.next_page import NextQuery, with_next
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import FORGOTTEN, cookie, expire_cookie, set_cookie
from chalicelib.http.problems import invalid, kind_of
from chalicelib.identity import passwords
from chalicelib.identity.audiences import PUBLIC

forgotten_pages = console_pages(__name__)
_HTML = "text/html"
_ASK, _CODE = "/console/forgotten", "/console/forgotten/code"
#: As long as the pool's code works.
_CODE_SECONDS = 3600


class AddressForm(Fields):
    """The address of a user with a forgotten password."""

    email: str = ""


class CodeForm(Fields):
    """The code that came, and a new password, twice."""

    email: str = ""
    code: str = ""
    password: str = ""
    again: str = ""


class _Address(BaseModel):
    model_config = ConfigDict(defer_build=True)

    email: Email


@forgotten_pages.operation("GET", _ASK, audience=PUBLIC, media_type=_HTML, summary="Ask for a code by e-mail")
def show_forgotten(query: NextQuery, call: Call) -> Response:
    return page(call, "forgotten.html", next=query.onward, email=_remembered(call), wrong={}, troubles=[])


@forgotten_pages.operation(
    "POST", _ASK, audience=PUBLIC, status=303, media_type=_HTML, summary="Send a code for a new password"
)
def send_code(form: AddressForm, query: NextQuery, call: Call) -> Response:
    """Send a code to this e-mail if it is a user's; the answer is always the same."""
    try:
        email = _checked(form.email)
        passwords.ask_for_code(email=email, address=call.address)
    except (Invalid, QuotaExceeded) as error:
        return _again(call, "forgotten.html", error, next=query.onward, email=form.email.strip()[:254])
    remembered = urlsafe_b64encode(email.encode()).decode().rstrip("=")
    return see_other(with_next(_CODE, query.onward), cookies=[set_cookie(FORGOTTEN, remembered, seconds=_CODE_SECONDS)])


@forgotten_pages.operation("GET", _CODE, audience=PUBLIC, media_type=_HTML, summary="Choose a new password by a code")
def show_code_form(query: NextQuery, call: Call) -> Response:
    """Ask for the code and a new password."""
    return page(call, "forgotten_code.html", next=query.onward, email=_remembered(call), code="", wrong={}, troubles=[])


@forgotten_pages.operation(
    "POST", _CODE, audience=PUBLIC, status=303, media_type=_HTML, summary="Choose a new password by a code"
)
def replace_forgotten(form: CodeForm, query: NextQuery, call: Call) -> Response:
    """Set the new password; it signs nobody in, since the sign-in may want more than a password."""
    code = form.code.strip()[:400]
    try:
        email = _checked_with_code(form, code)
        passwords.replace_forgotten(email=email, code=code, password=form.password[:LONGEST], address=call.address)
    except (Invalid, QuotaExceeded) as error:
        return _again(call, "forgotten_code.html", error, next=query.onward, email=form.email.strip()[:254], code=code)
    return see_other(with_next(SIGN_IN, query.onward), notice="password_replaced", cookies=[expire_cookie(FORGOTTEN)])


def _checked_with_code(form: CodeForm, code: str) -> str:
    """Return the e-mail. Raises Invalid for all that can be seen before the pool is asked."""
    found = Findings()
    email = found.attempt(lambda: _checked(form.email), otherwise="")
    if not code:
        found.add([FieldError("/code", N_("Type the code from the e-mail."))])
    with found:
        check_new_password(form.password, form.again)
    found.demand_none()
    return email


def _checked(email: str) -> str:
    try:
        return _Address(email=email.strip()).email
    except ValidationError as error:
        raise invalid(error) from error


def _remembered(call: Call) -> str:
    """Return the e-mail that was typed a moment ago in this browser."""
    kept = cookie(call.headers, FORGOTTEN)
    try:
        return urlsafe_b64decode(kept + "=" * (-len(kept) % 4)).decode()
    except ValueError:
        return ""


def _again(call: Call, template: str, error: Invalid | QuotaExceeded, **values: Any) -> Response:
    """Show a form again with its errors; passwords are not sent back."""
    status = int(kind_of(error)[0])
    if isinstance(error, QuotaExceeded):
        later: Headers = {"Retry-After": str(error.retry_after)}
        said = [text(call.language, error.message, **error.params)]
        return page(call, template, status=status, headers=later, wrong={}, troubles=said, **values)
    places = {f"/{name}": name for name in ("email", "code", "password", "again")}
    wrong, troubles = problems_at_fields(error, places=places, language=call.language)
    return page(call, template, status=status, wrong=wrong, troubles=troubles, **values)
