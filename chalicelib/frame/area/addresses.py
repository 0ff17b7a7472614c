"""Addresses of a client area's pages."""

import re

from chalicelib.frame.area.site import page_path
from chalicelib.frame.console.addresses import address

#: Of the path `/area/<slug>/…`.
_PARTS = re.compile(r"/area/([a-z0-9-]{1,40})(?:[/?].*)?")
_PAGE = r"(?:[/?][!-\[\]-~]*)?"


def page_address(slug: str, path: str = "") -> str:
    """Return the path of a page of an area on its host."""
    return address(page_path(slug, path))


def slug_of(path: str) -> str:
    """Return the address of the area that a path is of; empty if it is none's."""
    found = _PARTS.fullmatch(path)
    return found[1] if found else ""


def own_page(slug: str, path: str) -> str:
    """Return a path if it is a page of the area, else empty: anything else could lead people astray."""
    return path if re.fullmatch(re.escape(page_path(slug)) + _PAGE, path) else ""
