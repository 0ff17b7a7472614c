"""Use cases of an account's settings."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.aws.dynamo import retry_stale, stale
from chalicelib.base.errors import Conflict, Findings, NotFound, Stale
from chalicelib.base.languages import N_
from chalicelib.base.recent import clear_recent, recent
from chalicelib.identity.factors.requiring import check_requirement
from chalicelib.identity.model import Caller
from chalicelib.identity.tenants import NO_ACCOUNT
from chalicelib.tenancy import table
from chalicelib.tenancy.model import Account, SmsCeiling, sections_of
from chalicelib.tenancy.powers import demand_settings
from chalicelib.tenancy.rules import checked
from chalicelib.tenancy.sms_limits import bounded
from chalicelib.tenancy.table import Stored

CHANGED_AT_ONCE = N_("Someone else changed this at the same moment. Reload it and try again.")


def create_account(account: Account) -> Account:
    """Add a tenant."""
    table.insert_account(account, otherwise=lambda _: Conflict(N_("There is such an account already.")))
    return account


def show_account(account_id: str) -> Account:
    """Return the settings of an account as they are now, its quotas of SMS within the operator's ceiling."""
    return bounded(_stored(account_id).account)


def set_sms_ceiling(account_id: str, ceiling: SmsCeiling) -> Account:
    """Set the account's highest limits of SMS: the operator's use case, open to no caller.

    The account's own choice stays stored, and counts again as far as the ceiling lets it.
    """
    return bounded(set_by_operator(account_id, lambda _: {"sms_ceiling": ceiling}))


def set_by_operator(account_id: str, changes: Callable[[Account], Mapping[str, Any]]) -> Account:
    """Replace settings that are the operator's, also against other changes at the same moment. Raises NotFound."""

    def change() -> Account:
        before = _stored(account_id)
        changed = changes(before.account)
        after = before.account.model_copy(update=dict(changed))
        return table.replace(before, after, touched=sections_of(changed), otherwise=stale)

    replaced = retry_stale(change)
    clear_recent()
    return replaced


def load_account(account_id: str) -> Account:
    """Return the settings of an account as they were at most CACHE_SECONDS ago."""
    return _account_of(account_id)


def check_changes(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that changing the account so would be refused for; nothing is written."""
    demand_settings(caller, changes)
    found = Findings()
    with found:
        check_requirement(caller, changes)
    with found:
        _changed(_stored(caller.account_id), changes)
    found.demand_none()


def change_account(caller: Caller, *, changes: Mapping[str, Any], since: Account | None = None) -> Account:
    """Replace some settings of the caller's account; a concurrent change of the same section is a Conflict.

    `changes` are checked values by the model's names; Invalid names those that don't fit each other. All sections that
    they are in change together, or none does. With `since`, any later change of these sections is concurrent: later
    than the account was read from which the changes were made. Forbidden if some of them steer more than the caller may
    do.
    """
    demand_settings(caller, changes)
    check_requirement(caller, changes)
    before = _stored(caller.account_id)
    if not changes:
        return bounded(before.account)
    start = since or before.account
    try:
        changed = _replace(before, changes, start)
    except Stale:  # another section changed, which these must fit: that one is read again
        changed = retry_stale(lambda: _replace(_stored(caller.account_id), changes, start))
    clear_recent()
    return changed


def _replace(before: Stored, changes: Mapping[str, Any], start: Account) -> Account:
    touched = sections_of(changes)
    if any(start.versions.get(code, 0) != before.account.versions.get(code, 0) for code in touched):
        raise Conflict(CHANGED_AT_ONCE)
    after = _changed(before, changes)
    return table.replace(before, after, touched=touched, otherwise=lambda _: Conflict(CHANGED_AT_ONCE))


def _changed(before: Stored, changes: Mapping[str, Any]) -> Account:
    """Return the account with these changes. Raises Invalid."""
    after = bounded(before.account).model_copy(update=dict(changes))
    return checked(after, changed=changes, together=before.is_whole)


def _stored(account_id: str) -> Stored:
    stored = table.get_stored(account_id)
    if stored is None:
        raise NotFound(NO_ACCOUNT)
    return stored


@recent(at_most=256)
def _account_of(account_id: str) -> Account:
    return show_account(account_id)
