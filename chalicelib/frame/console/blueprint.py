"""The console's presentation: pages and errors in the reader's language, and forms only from its own pages.

Cross-site request forgery is kept out twice. The session's cookie is SameSite=Strict, and only a page of ours may send
changes. Browsers name the page in `Origin`, older ones in `Sec-Fetch-Site`.
"""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import DomainError, Forbidden, Invalid, NotFound, QuotaExceeded, Unauthenticated
from chalicelib.base.languages import LANGUAGES, N_, Language, preferred, text
from chalicelib.frame.console.addresses import HOME, SIGN_IN, address, origin
from chalicelib.frame.console.menu import first_page_for
from chalicelib.frame.console.next_page import wanted_page, with_next
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.typed_texts import typed_texts
from chalicelib.http.blueprint import Blueprint, Call, Presentation
from chalicelib.http.cookies import LANGUAGE, SESSION, cookie
from chalicelib.http.problems import kind_of
from chalicelib.identity import access
from chalicelib.identity.factors.requiring import PLACE, SecondFactorMissing
from chalicelib.identity.model import Caller


def console_pages(import_name: str) -> Blueprint:
    return Blueprint(
        import_name,
        presentation=Presentation(admit=_own_forms_only, language=_language, refuse=_refuse, described=False),
    )


def console_calls(import_name: str) -> Blueprint:
    """Return a blueprint of calls of the scripts of the console's pages: refusals are JSON, as an API's."""
    return Blueprint(import_name, presentation=Presentation(admit=_own_forms_only, language=_language, described=False))


def _own_forms_only(call: Call) -> None:
    if call.method == "GET":
        return
    named, site = call.headers.get("origin"), call.headers.get("sec-fetch-site")
    if (named == origin()) if named is not None else (site == "same-origin"):
        return
    raise Forbidden(N_("This form was not sent from Osmotr's own page. Open the page again and repeat what you did."))


def _language(headers: Mapping[str, str]) -> Language:
    chosen = cookie(headers, LANGUAGE)
    own = preferred(headers.get("accept-language", ""), default="en")
    return next((language for language in LANGUAGES if language == chosen), own)


def _refuse(call: Call, error: DomainError, occurrence: str | None) -> Response:
    if isinstance(error, Unauthenticated):
        return _to_sign_in(call)
    if isinstance(error, SecondFactorMissing):
        return see_other(with_next(PLACE, wanted_page(call)))
    if isinstance(error, Forbidden) and _is_home(call) and (caller := _signed_in(call)):
        return see_other(first_page_for(caller))
    status, _, title = kind_of(error)
    headers: dict[str, str | list[str]] = {}
    if isinstance(error, QuotaExceeded):
        headers["Retry-After"] = str(error.retry_after)
    details = [text(call.language, error.message, **error.params)]
    if isinstance(error, Invalid):
        details = [text(call.language, field.message, **field.params) for field in error.errors]
    who = _who(call, error)
    return page(
        call,
        "problem.html",
        caller=who,
        status=int(status),
        headers=headers,
        here=call.here if who else HOME,
        title=text(call.language, title),
        details=details,
        occurrence=occurrence if int(status) >= 500 else None,  # noqa: PLR2004
    )


def _to_sign_in(call: Call) -> Response:
    """Lead to the sign-in and from there back. Texts of a form are shown again."""
    if call.method == "GET" and call.headers.get("sec-fetch-site") == "cross-site":
        # Strict cookies stay away when a link elsewhere leads here: one step more, from our own page, brings them.
        return page(call, "step.html")
    # The cookie stays: in another tab its secret may be that of a first sign-in, or a new one's place by now.
    sign_in = with_next(SIGN_IN, wanted_page(call))
    if _was_sent(call) and (fields := typed_texts(call)):
        values: dict[str, Any] = {"fields": fields, "sign_in": address(sign_in), "action": address(call.here)}
        return page(call, "session_ended.html", caller=None, status=401, here=HOME, **values)
    return see_other(sign_in, notice="session_ended" if _was_sent(call) else None)


def _was_sent(call: Call) -> bool:
    """Return True for a form that a person sent, False for a script's call."""
    return call.method != "GET" and call.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _who(call: Call, error: DomainError) -> Caller | None:
    """Return the signed-in caller that found nothing at an address: it may be that of another organisation's page."""
    return _signed_in(call) if call.method == "GET" and isinstance(error, NotFound) else None


def _is_home(call: Call) -> bool:
    return call.here.partition("?")[0] == HOME


def _signed_in(call: Call) -> Caller | None:
    """Return the caller of the console's session; None if it opens nothing."""
    try:
        return access.resume_session(cookie(call.headers, SESSION))
    except DomainError:
        return None
