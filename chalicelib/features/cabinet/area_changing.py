"""Changes of the account's rules for its client area, and of its address."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import DomainError, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.recent import clear_recent
from chalicelib.frame.area.settings import AreaSettings
from chalicelib.identity.model import Caller
from chalicelib.identity.table import area as area_table
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section

_TAKEN = N_("Another organisation has this address. Choose another one.")
_NEEDED = N_("Choose an address before you open the client area.")


def show_area(caller: Caller) -> Section[AreaSettings]:
    """Return the rules for the client area as they are now."""
    return sections.show(caller.account_id, AreaSettings)


def check_area(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that changing the rules so would be refused for; nothing is written."""
    wanted = _changed(show_area(caller).value, changes)
    if wanted.slug and area_table.get_slug(wanted.slug) not in (None, caller.account_id):
        raise Invalid([FieldError("/slug", _TAKEN)])


def change_area(caller: Caller, changes: Mapping[str, Any], *, version: int) -> Section[AreaSettings]:
    """Change rules that were read in a version; those that are not named stay. Raises Conflict, Invalid.

    A new address is reserved first, and the former one is released last: in between, both are the account's.
    """
    before = show_area(caller).value
    wanted = _changed(before, changes)
    account_id = caller.account_id
    if wanted.slug and wanted.slug != before.slug:
        _reserve(account_id, wanted.slug)
    try:
        saved = sections.change(account_id, wanted, since=version)
    except DomainError:
        if wanted.slug != before.slug:
            _release(account_id, wanted.slug)
        raise
    if before.slug != wanted.slug:
        _release(account_id, before.slug)
    clear_recent()
    return saved


def _changed(before: AreaSettings, changes: Mapping[str, Any]) -> AreaSettings:
    wanted = AreaSettings.model_validate({**dict(before), **changes})
    if wanted.on and not wanted.slug:
        raise Invalid([FieldError("/slug", _NEEDED)])
    return wanted


def _reserve(account_id: str, slug: str) -> None:
    tx = Transaction()
    area_table.insert_slug(tx, slug, account_id, taken=lambda _: Invalid([FieldError("/slug", _TAKEN)]))
    tx.commit()


def _release(account_id: str, slug: str) -> None:
    if slug and area_table.get_slug(slug) == account_id:
        tx = Transaction()
        area_table.delete_slug(tx, slug, account_id)
        tx.commit()
