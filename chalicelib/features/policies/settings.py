"""Settings of sales: the life of quotes, the grace of instalments, clients without a confirmed phone."""

from datetime import date

from pydantic import Field

from chalicelib.base.models import Frozen
from chalicelib.tenancy import sections


class SaleSettings(Frozen):
    """The account's rules for sales. All are the account's to choose; none of these numbers is a law's."""

    #: Days after which an unsold quote ends.
    quote_days: int = Field(default=30, ge=1, le=365)
    #: Days after its due date within which an instalment is not called late.
    grace_days: int = Field(default=15, ge=0, le=365)
    #: Days after the end of a policy until which the client opens its documents by the link of a message.
    document_days: int = Field(default=365, ge=0, le=3650)
    #: The first day on which policies may be sold to clients without a confirmed phone; None: always.
    sell_unconfirmed_from: date | None = None


def sale_settings(account_id: str) -> SaleSettings:
    """Return the rules for sales of an account, as they were at most a minute ago."""
    return sections.load(account_id, SaleSettings)
