"""Refusals of forms and calls that were not sent from a page of ours (cross-site request forgery)."""

from chalicelib.base.errors import Forbidden
from chalicelib.base.languages import N_
from chalicelib.frame.console.addresses import origin
from chalicelib.http.blueprint import Call

_FOREIGN_FORM = N_(
    "This form was not sent from a page of the client area. Open the page again, and send it from there."
)
_FOREIGN_CALL = N_("This call comes from a page of another site. The client area answers its own pages only.")


def demand_own_form(call: Call) -> None:
    """Raise Forbidden for a form of another origin, or of none: browsers name it, older ones in Sec-Fetch-Site."""
    if call.method == "GET":
        return
    named, site = call.headers.get("origin"), call.headers.get("sec-fetch-site")
    if (named == origin()) if named is not None else (site == "same-origin"):
        return
    raise Forbidden(_FOREIGN_FORM)


def demand_no_foreign_page(call: Call) -> None:
    """Raise Forbidden for a call from a page of another origin. Programs that are no browser name none."""
    if call.method == "GET":
        return
    named, site = call.headers.get("origin"), call.headers.get("sec-fetch-site")
    if (named is None or named == origin()) and site in (None, "same-origin", "none"):
        return
    raise Forbidden(_FOREIGN_CALL)
