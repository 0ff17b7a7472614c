"""Use cases of an account's settings."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.dynamo import retry_stale, stale
from chalicelib.base.errors import Conflict, Findings, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.recent import forget_recent, recent
from chalicelib.identity.factors.requiring import check_requirement
from chalicelib.identity.model import Caller
from chalicelib.identity.tenants import NO_ACCOUNT, load_document
from chalicelib.tenancy import table
from chalicelib.tenancy.model import Account, SmsCeiling
from chalicelib.tenancy.powers import demand_settings
from chalicelib.tenancy.rules import checked
from chalicelib.tenancy.sms_limits import bounded

_CHANGED_AT_ONCE = N_("Someone else changed this at the same moment. Reload it and try again.")


def create_account(account: Account) -> Account:
    """Add a tenant."""
    table.put_account(account, replacing=None, otherwise=lambda _: Conflict(N_("There is such an account already.")))
    return account


def show_account(account_id: str) -> Account:
    """Return the settings of an account as they are now, its quotas of SMS within the operator's ceiling."""
    return bounded(_stored(account_id))


def set_sms_ceiling(account_id: str, ceiling: SmsCeiling) -> Account:
    """Set how many SMS, and to where, an account may allow itself: the operator's use case, open to no caller.

    What the account has chosen stays stored, and counts again as far as the ceiling lets it.
    """

    def replace() -> Account:
        before = _stored(account_id)
        after = before.model_copy(update={"sms_ceiling": ceiling, "version": before.version + 1})
        table.put_account(after, replacing=before.version, otherwise=stale)
        return bounded(after)

    replaced = retry_stale(replace)
    forget_recent()
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
        checked(show_account(caller.account_id).model_copy(update=dict(changes)), changed=changes)
    found.demand_none()


def change_account(caller: Caller, *, changes: Mapping[str, Any], version: int | None = None) -> Account:
    """Replace some settings of the caller's account; a concurrent change is a Conflict.

    `changes` are checked values by the model's names; Invalid says which of them don't fit each other. With a `version`
    any change since that one is concurrent: that of the settings that the changes were made from. Forbidden if some of
    them steer more than the caller may do.
    """
    demand_settings(caller, changes)
    check_requirement(caller, changes)
    before = show_account(caller.account_id)
    if version not in {None, before.version}:
        raise Conflict(_CHANGED_AT_ONCE)
    after = checked(before.model_copy(update={**changes, "version": before.version + 1}), changed=changes)
    table.put_account(
        after,
        replacing=before.version,
        otherwise=lambda _: Conflict(_CHANGED_AT_ONCE),
    )
    forget_recent()
    return after


def _stored(account_id: str) -> Account:
    account = table.get_account(account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    return account


@recent(at_most=256)
def _account_of(account_id: str) -> Account:
    return bounded(Account.model_validate(load_document(account_id)))
