"""One's own second factor, in the profile: setting it up, its recovery codes, switching it off."""

import io
from typing import Any
from urllib.parse import quote

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, Unauthenticated
from chalicelib.base.languages import text
from chalicelib.features.staff import notices
from chalicelib.features.staff.console.factor.forms import ProofForm, demand_proof, what_is_wrong
from chalicelib.frame.console.addresses import HOME
from chalicelib.frame.console.audience import ENROLLING, EVERYBODY
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.next_page import NextQuery, with_next
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import SESSION, cookie, set_cookie
from chalicelib.identity.factors import enrolling as factors
from chalicelib.identity.factors.requiring import PLACE
from chalicelib.identity.model import Caller

own_factor_pages = console_pages(__name__)
_HTML = "text/html"
_CODES, _OFF = f"{PLACE}/codes", f"{PLACE}/off"
_FIELDS = ("old", "code")
_ISSUER = "Osmotr"


@own_factor_pages.operation("GET", PLACE, audience=ENROLLING, media_type=_HTML, summary="One's own second factor")
def show_factor(caller: Caller, query: NextQuery, call: Call) -> Response:
    """Show whether there is one, and the authenticator that waits to be confirmed."""
    return _page(call, caller, query.onward)


@own_factor_pages.operation(
    "POST",
    f"{PLACE}/start",
    audience=ENROLLING,
    status=303,
    media_type=_HTML,
    summary="Begin to set up a second factor",
)
def begin(caller: Caller, form: NextQuery, call: Call) -> Response:
    """Make the key of a new authenticator."""
    try:
        factors.begin_enrolment(caller, secret=cookie(call.headers, SESSION))
    except Unauthenticated:
        raise
    except DomainError as error:
        return _refused(call, caller, form.onward, error)
    return see_other(with_next(PLACE, form.onward))


@own_factor_pages.operation("POST", PLACE, audience=ENROLLING, media_type=_HTML, summary="Enable the second factor")
def confirm(caller: Caller, form: ProofForm, call: Call) -> Response:
    """Switch it on and show the recovery codes, this once."""
    onward = NextQuery(next=form.next).onward
    try:
        demand_proof(form, recovery=False)
        enrolled = factors.confirm_enrolment(
            caller,
            secret=cookie(call.headers, SESSION),
            password=form.password,
            typed=form.typed,
            tell=notices.queue_factor_notice,
        )
    except Unauthenticated:
        raise
    except DomainError as error:
        return _refused(call, caller, onward, error)
    shown = _codes_page(call, caller, enrolled.codes, onward=onward, is_new=True)
    shown.headers["Set-Cookie"] = [set_cookie(SESSION, enrolled.opened.secret)]
    return shown


@own_factor_pages.operation(
    "GET", _CODES, audience=EVERYBODY, media_type=_HTML, summary="Ask for a proof before new recovery codes"
)
def ask_for_codes(caller: Caller, call: Call) -> Response:
    """Ask for password and code."""
    return _proof_page(call, caller, "factor_renew.html", here=_CODES)


@own_factor_pages.operation("POST", _CODES, audience=EVERYBODY, media_type=_HTML, summary="Make new recovery codes")
def renew_codes(caller: Caller, form: ProofForm, call: Call) -> Response:
    """Replace the recovery codes and show the new ones, this once."""
    try:
        demand_proof(form, recovery=True)
        codes = factors.renew_codes(caller, password=form.password, typed=form.typed, tell=notices.queue_factor_notice)
    except DomainError as error:
        return _proof_refused(call, caller, "factor_renew.html", error, here=_CODES)
    return _codes_page(call, caller, codes, onward="", is_new=False)


@own_factor_pages.operation(
    "GET", _OFF, audience=EVERYBODY, media_type=_HTML, summary="Ask for a proof before disabling the second factor"
)
def ask_to_switch_off(caller: Caller, call: Call) -> Response:
    """Ask for password and code."""
    return _proof_page(call, caller, "factor_off.html", here=_OFF)


@own_factor_pages.operation(
    "POST", _OFF, audience=EVERYBODY, status=303, media_type=_HTML, summary="Disable the second factor"
)
def switch_off(caller: Caller, form: ProofForm, call: Call) -> Response:
    try:
        demand_proof(form, recovery=True)
        factors.switch_off(caller, password=form.password, typed=form.typed, tell=notices.queue_factor_notice)
    except DomainError as error:
        return _proof_refused(call, caller, "factor_off.html", error, here=_OFF)
    return see_other(PLACE, notice="factor_off")


def _page(call: Call, caller: Caller, onward: str, **wrong: Any) -> Response:
    own = factors.show_factor(caller, secret=cookie(call.headers, SESSION))
    drawing = _qr_code(own.key, own.user.email) if own.key else ""
    return page(
        call,
        "factor.html",
        caller=caller,
        here=with_next(PLACE, onward),
        next=onward,
        own=own,
        drawing=drawing,
        groups=_in_groups(own.key or ""),
        **{"wrong": {}, "troubles": [], **wrong},
    )


def _refused(call: Call, caller: Caller, onward: str, error: DomainError) -> Response:
    return _page(call, caller, onward, **what_is_wrong(error, fields=_FIELDS, language=call.language).values())


def _proof_page(call: Call, caller: Caller, template: str, *, here: str, **wrong: Any) -> Response:
    """Ask for password and code; a user without a second factor is led to the page that sets one up."""
    own = factors.show_factor(caller, secret=cookie(call.headers, SESSION))
    if own.user.factor_since is None:
        return see_other(PLACE)
    return page(call, template, caller=caller, here=here, own=own, **{"wrong": {}, "troubles": [], **wrong})


def _proof_refused(call: Call, caller: Caller, template: str, error: DomainError, *, here: str) -> Response:
    if isinstance(error, Conflict):
        return see_other(PLACE)
    again = what_is_wrong(error, fields=_FIELDS, language=call.language)
    return _proof_page(call, caller, template, here=here, **again.values())


def _codes_page(call: Call, caller: Caller, codes: tuple[str, ...], *, onward: str, is_new: bool) -> Response:
    file = text(call.language, "Recovery codes for Osmotr") + "\r\n\r\n" + "\r\n".join(codes) + "\r\n"
    return page(
        call,
        "factor_codes.html",
        caller=caller,
        here=PLACE,
        codes=codes,
        is_new=is_new,
        next=onward or HOME,
        file=f"data:text/plain;charset=utf-8,{quote(file)}",
    )


def _in_groups(key: str) -> str:
    """Return a key in groups of four, as it is typed."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def _qr_code(key: str, email: str) -> str:
    """Return the key as a QR code (SVG) that authenticator apps read (Google's Key Uri Format)."""
    import segno  # noqa: PLC0415 - needed by few calls

    label, drawing = quote(f"{_ISSUER}:{email}"), io.BytesIO()
    segno.make(f"otpauth://totp/{label}?secret={key}&issuer={_ISSUER}", error="m", micro=False).save(
        drawing, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return f"data:image/svg+xml,{quote(drawing.getvalue().decode())}"
