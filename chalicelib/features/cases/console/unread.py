"""The number of unread cases in the menu, and marking all of them as read."""

from datetime import datetime
from typing import NamedTuple

from chalice.app import Response

from chalicelib.base.clock import now
from chalicelib.base.languages import Language, plural
from chalicelib.features.cases import unread
from chalicelib.features.cases.unread import Count
from chalicelib.frame.console.addresses import own_page
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import fragment, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.model import Caller, Scope

unread_pages = console_pages(__name__)
_HTML, _READ = "text/html", console(Scope.CASES_READ)


class UnreadView(NamedTuple):
    """The number as it is shown, and in words; both are empty if nothing is unread."""

    shown: str
    words: str


class ReadForm(TypedFields):
    """The moment at which the list was drawn, and the page to go on with."""

    until: str = ""
    next: str = ""


def unread_view(count: Count, language: Language) -> UnreadView:
    """Return the number of unread cases, with a plus where there may be more."""
    if not count.number:
        return UnreadView("", "")
    shown = f"{count.number}{'' if count.is_exact else '+'}"
    return UnreadView(shown, plural(language, "{shown} unread case", "{shown} unread cases", count.number, shown=shown))


@unread_pages.operation(
    "GET", "/console/unread", audience=_READ, media_type=_HTML, summary="The number of unread cases, for the menu"
)
def show_count(caller: Caller, call: Call) -> Response:
    """Count unread cases."""
    view = unread_view(unread.count_unread(caller), call.language)
    return fragment(call, "_unread.html", caller=caller, unread=view)


@unread_pages.operation(
    "POST", "/console/read", audience=_READ, status=303, media_type=_HTML, summary="Mark all cases as read"
)
def mark_all_read(caller: Caller, form: ReadForm) -> Response:
    """Mark everything as read that had changed when the list was drawn."""
    unread.mark_all_read(caller, until=_moment(form.until))
    return see_other(own_page(form.next), notice="all_read")


def _moment(given: str) -> datetime:
    """Return the moment of a form; the present one for a malformed value."""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return now()
    return moment if moment.tzinfo is not None else now()
