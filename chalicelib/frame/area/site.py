"""A client area by its address: the account, and its settings."""

from typing import NamedTuple

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.frame.area.settings import AreaSettings, area_settings
from chalicelib.identity.area.slugs import account_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

NO_AREA = N_("There is no client area at this address.")


class Site(NamedTuple):
    """A client area that is open."""

    slug: str
    account: Account
    settings: AreaSettings


def open_site(slug: str) -> Site:
    """Return the client area of an address. Raises NotFound for an unknown one, and for one that is off."""
    account_id = account_of(slug)
    settings = area_settings(account_id) if account_id else None
    if account_id is None or settings is None or not settings.on or settings.slug != slug:
        raise NotFound(NO_AREA)
    account = accounts.load_account(account_id)
    if account.suspended_at is not None:
        raise NotFound(NO_AREA)
    return Site(slug, account, settings)


def page_path(slug: str, path: str = "") -> str:
    """Return the path of a page of an area below the API's address; `path` is empty, or begins with `/`."""
    return f"/area/{slug}{path}"
