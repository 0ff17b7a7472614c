"""Addresses of console and client areas that show a page, and the page above those that don't.

A form is sent to an address that often takes forms alone. A page with its errors stays there. People who open that
address again (a tab that a phone put to sleep, a copied address) are led to the page above it.
"""

from chalicelib.base.installed import blueprints_of
from chalicelib.http.proxies import find_route


def page_above(path: str) -> str:
    """Return a path that shows a page, else the nearest one above it that does; empty if none does."""
    while path and not is_shown(path):
        path = path.rpartition("/")[0]
    return path


def page_of_form(path: str) -> str:
    """Return the page above an address that takes forms alone; empty if the address is anything else, or nothing."""
    return page_above(path) if _methods(path) == {"POST"} else ""


def is_shown(path: str) -> bool:
    """Return True if a path is a page's."""
    return "GET" in _methods(path)


def _methods(path: str) -> set[str]:
    """Return the methods of the route that a path finds; imports only modules that may have it."""
    found = [each for blueprint in blueprints_of(path) for each in blueprint.operations]
    route = find_route(path, {each.path for each in found})
    return {each.method for each in found if each.path == route}
