"""Settings of sales: the life of quotes, the grace of instalments, clients without a confirmed phone."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import Field

from chalicelib.base.models import Frozen
from chalicelib.tenancy import sections

#: By name, the least and the most of each number of days.
DAYS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"quote_days": (1, 365), "grace_days": (0, 365), "document_days": (0, 3650)}
)


def _days(name: str, default: int) -> Any:
    least, most = DAYS[name]
    return Field(default=default, ge=least, le=most)


class SaleSettings(Frozen):
    """The account's rules for sales. All are the account's to choose; none of these numbers is a law's."""

    #: Days after which an unsold quote ends.
    quote_days: int = _days("quote_days", 30)
    #: Days after its due date within which an instalment is not called late.
    grace_days: int = _days("grace_days", 15)
    #: Days after the end of a policy until which the client opens its documents by the link of a message.
    document_days: int = _days("document_days", 365)
    #: The first day on which policies may be sold to clients without a confirmed phone; None: always.
    sell_unconfirmed_from: date | None = None
    #: True: instalments of policies that were sold before a client got another agent stay the seller's commission.
    #: False: those received afterwards are that of the client's agent.
    future_only: bool = True


def sale_settings(account_id: str) -> SaleSettings:
    """Return the rules for sales of an account, as they were at most a minute ago."""
    return sections.load(account_id, SaleSettings)
