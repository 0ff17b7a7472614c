"""Addresses of client areas: `/area/<slug>` is an account's."""

from chalicelib.base.recent import recent
from chalicelib.identity.table import area as table


@recent(at_most=256)
def account_of(slug: str) -> str | None:
    """Return the account of an address, as it was at most CACHE_SECONDS ago; None for an unknown one."""
    return table.get_slug(slug)
