"""Addresses of the console's pages, as links of its pages and as its own origin."""

import re
from urllib.parse import urlsplit

from chalicelib.base.settings import settings

HOME = "/console"
PROFILE = "/console/me"
SIGN_IN = "/console/sign-in"
PASSWORD = "/console/password"  # noqa: S105 - an address
CODE = "/console/sign-in/code"
#: A page of ours and nothing that a browser could read as another host.
_OWN_PAGE = re.compile(r"/console(?:[/?][!-\[\]-~]*)?")


def address(path: str) -> str:
    """Return the path of a page (`/console…`) on its host: the API may lie below a stage's name."""
    return urlsplit(settings().public_base_url).path + path


def origin() -> str:
    """Return scheme, host and port of the console, as browsers write them in `Origin`."""
    return settings().origin


def own_page(path: str, *, otherwise: str = HOME) -> str:
    """Return the path if it is one of the console's; anything else could lead people astray."""
    return path if _OWN_PAGE.fullmatch(path) else otherwise
