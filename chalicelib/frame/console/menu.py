"""The console's menu for a person, and their first page.

Home is the page of people who work on cases. Other roles are led on from there to the first entry of their own menu.
"""

from chalicelib.base.feature import Nav
from chalicelib.base.installed import menu
from chalicelib.frame.console.addresses import HOME, PROFILE
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.scopes import known_scope


def entries_for(caller: Caller) -> list[Nav]:
    """Return the entries of the menu that the caller's role may open, in their order."""
    return [entry for entry in menu() if not entry.scope or may(caller, known_scope(entry.scope))]


def mark_of(entry: Nav, here: str) -> str:
    """Return the `aria-current` of an entry on a page: `page`, `true` on a page below its own, or nothing."""
    if entry.below:
        return "true" if here.startswith(entry.below) else ""
    return "page" if here.partition("?")[0] == entry.path else ""


def first_page_for(caller: Caller) -> str:
    """Return the path of the first page for a caller who may not open home.

    It is the first entry of their menu; the profile if they have none.
    """
    paths = (entry.path for entry in entries_for(caller))
    return next((path for path in paths if path != HOME), PROFILE)
