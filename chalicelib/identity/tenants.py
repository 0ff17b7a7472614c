"""The tenant's facts for signing in. Its settings are tenancy's.

An operator suspends a tenant with all its people and back-ends at once. Owners are not concerned: links that were sent
work until they end, and photos under way are filed.
"""

from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from chalicelib.base.errors import Forbidden, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.recent import recent
from chalicelib.identity import table

NO_ACCOUNT = N_("There is no such account.")
SUSPENDED = N_("The access of your organisation to Osmotr is suspended. Ask whoever operates Osmotr for you.")


class Gate(Protocol):
    """The facts that decide whether people and back-ends of a tenant get in; Account has them, too."""

    @property
    def suspended_at(self) -> datetime | None:
        """Since when nobody gets in."""

    @property
    def second_factor_required(self) -> bool:
        """True if all staff must have a second factor."""


class Tenant(BaseModel):
    """The part of an account's settings that identity reads."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    suspended_at: datetime | None = None
    second_factor_required: bool = False


@recent(at_most=256)
def load_tenant(account_id: str) -> Gate:
    """Return the gate of a tenant, as it was at most CACHE_SECONDS ago. Raises NotFound."""
    document = table.get_account_document(account_id)
    if document is None:
        raise NotFound(NO_ACCOUNT)
    return Tenant.model_validate(document)


def demand_not_suspended[G: Gate](tenant: G) -> G:
    """Return the tenant. Raises Forbidden for one that is suspended."""
    if tenant.suspended_at is not None:
        raise Forbidden(SUSPENDED)
    return tenant
