"""Changes the account's settings for a form, as PATCH /v1/account would."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.features.account.schemas import SettingsChange
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.saving import CHANGED, REQUIRED
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account


def show(caller: Caller) -> Account:
    """Return the caller's account as it is now."""
    return accounts.show_account(caller.account_id)


def save(caller: Caller, account: Account, told: Mapping[str, Any], *, lacking: Iterable[FieldError] = ()) -> Account:
    """Change the account as PATCH /v1/account would; Conflict if it isn't as it was read any more.

    `lacking` is as of `read_typed`.
    """
    try:
        change = read_typed(
            SettingsChange, told, lacking=lacking, check=lambda part: accounts.check_changes(caller, part.changes())
        )
    except Invalid as error:
        raise Invalid([_required(found) for found in error.errors]) from error
    try:
        return accounts.change_account(caller, changes=change.changes(), since=account)
    except Conflict as error:
        raise Conflict(CHANGED) from error


def _required(found: FieldError) -> FieldError:
    """Return an empty text's finding as one of a missing text: in a form the two are the same."""
    return FieldError(found.pointer, REQUIRED) if found.params.get("min_length") == 1 else found
