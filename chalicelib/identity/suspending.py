"""A suspended account: whoever operates the deployment has shut it out, all its people and back-ends at once.

Owners are not concerned: links that are out work until they end, and photos on their way are filed.
"""

from chalicelib.base.errors import Forbidden
from chalicelib.base.languages import N_
from chalicelib.tenancy.model import Account

SUSPENDED = N_("The access of your organisation to Osmotr is suspended. Ask whoever operates Osmotr for you.")


def demand_not_suspended(account: Account) -> Account:
    """Return the account. Raises Forbidden for one that is suspended."""
    if account.suspended_at is not None:
        raise Forbidden(SUSPENDED)
    return account
