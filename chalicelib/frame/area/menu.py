"""The menu of a client area: entries for the permissions of the person."""

from typing import NamedTuple

from chalicelib.base.feature import AreaAction, AreaNav
from chalicelib.base.installed import area_actions, area_menu
from chalicelib.identity.area.model import AreaCaller


class Entry(NamedTuple):
    """An entry of the menu for a person."""

    nav: AreaNav
    #: A msgid.
    label: str
    is_current: bool
    #: Beside the label; empty for none.
    number: str


def entries_for(caller: AreaCaller, path: str) -> list[Entry]:
    """Return the entries whose permission the person has, in their order; `path`: of the page, below the address."""
    return [
        Entry(
            nav,
            (caller.person.is_of_companies_alone and nav.company_label) or nav.label,
            is_here(nav, path),
            feature.load(nav.counter)(caller) if nav.counter else "",
        )
        for feature, nav in area_menu()
        if nav.permission in caller.scopes
    ]


def actions_for(caller: AreaCaller, of: str) -> list[AreaAction]:
    """Return the links on the page of an own thing whose permission the person has; `of`: `policy` or `claim`."""
    return [action for action in area_actions(of) if action.permission in caller.scopes]


def is_here(entry: AreaNav, path: str) -> bool:
    """Return True if a path below the area's address is an entry's page, or below it."""
    own = path.partition("?")[0]
    return own == entry.path or (bool(entry.path) and own.startswith(f"{entry.path}/"))
