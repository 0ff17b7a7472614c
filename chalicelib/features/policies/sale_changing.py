"""Changes of the account's rules for sales."""

from collections.abc import Mapping
from typing import Any

from chalicelib.features.policies.settings import SaleSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section


def show_sales(caller: Caller) -> Section[SaleSettings]:
    """Return the rules for sales as they are now."""
    return sections.show(caller.account_id, SaleSettings)


def change_sales(caller: Caller, changes: Mapping[str, Any], *, version: int) -> Section[SaleSettings]:
    """Change rules for sales that were read in a version; those that are not named stay. Raises Conflict."""
    changed = SaleSettings.model_validate({**dict(show_sales(caller).value), **changes})
    return sections.change(caller.account_id, changed, since=version)
