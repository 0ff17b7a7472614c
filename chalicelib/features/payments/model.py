"""Payments and refunds as facts. The provider is the only truth about money; ours is a copy that only advances."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.features.payments.providers.model import Reason

ProviderCode = Literal["yookassa", "stripe"]


class State(StrEnum):
    """The state of a payment."""

    #: Written here, not yet made at the provider.
    CREATED = "created"
    #: The provider did not answer: perhaps it was made there.
    UNKNOWN = "unknown"
    PENDING = "pending"
    EXPIRED = "expired"
    CANCELED = "canceled"
    #: Paid with another sum or in another currency: nothing is settled by it.
    MISMATCH = "mismatch"
    SUCCEEDED = "succeeded"
    REFUNDED = "refunded"


#: A payment never goes to a state of a lower rank, or to another one of the same rank.
RANKS: Mapping[State, int] = MappingProxyType(
    {
        State.CREATED: 0,
        State.UNKNOWN: 1,
        State.PENDING: 2,
        State.EXPIRED: 3,
        State.CANCELED: 3,
        State.MISMATCH: 4,
        State.SUCCEEDED: 4,
        State.REFUNDED: 5,
    }
)


class Payment(Frozen):
    """A payment of a subject. `version` rises with every change."""

    id: str
    account_id: str
    subject: str
    state: State = State.CREATED
    #: The sum that was demanded.
    money: Money
    #: The sum that the provider received; None before.
    received: Money | None = None
    #: True if it settled its subject; False if the subject was no longer due, or was paid otherwise.
    is_settled: bool = False
    #: Returned to the payer, and on its way back.
    refunded: Decimal = Decimal(0)
    refunding: Decimal = Decimal(0)
    provider: ProviderCode
    is_live: bool
    provider_id: str = ""
    #: The provider's page for the payer.
    url: str = ""
    reason: Reason | None = None
    description: str
    page: str
    payer_id: str = ""
    email: str = ""
    saves_method: bool = False
    method_id: str = ""
    actor: str
    #: The path of the payments in the client area that it was started in: the provider leads back there. Empty: to the
    #: public page.
    back: str = ""
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    paid_at: datetime | None = None
    #: Looks at the provider so far, by the janitor.
    looks: int = 0
    #: True once administrators were asked to look themselves.
    is_stuck: bool = False
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Return True if money may still come."""
        return RANKS[self.state] < RANKS[State.EXPIRED]

    @property
    def may_get_late_money(self) -> bool:
        """Return True if it expired after the provider had made it: the payer may have been paying at that moment."""
        return self.state is State.EXPIRED and bool(self.provider_id)

    @property
    def is_paid(self) -> bool:
        """Return True if the provider received money."""
        return RANKS[self.state] >= RANKS[State.MISMATCH]

    @property
    def refundable(self) -> Decimal:
        """Return the sum that is neither returned nor on its way back."""
        return self.received.amount - self.refunded - self.refunding if self.received else Decimal(0)

    def may_become(self, state: State) -> bool:
        """Return True if a state comes later than the present one."""
        return RANKS[state] > RANKS[self.state]


class Refund(Frozen):
    """Money of a payment on its way back. Its key at the provider is its id."""

    id: str
    account_id: str
    payment_id: str
    money: Money
    state: Literal["created", "pending", "succeeded", "canceled"] = "created"
    #: Words of the person who asked for it; `late` of one that nobody asked for.
    reason: str
    failure: Reason | None = None
    provider_id: str = ""
    actor: str
    created_at: datetime
    changed_at: datetime
    looks: int = 0
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Return True if its outcome is not known yet."""
        return self.state in {"created", "pending"}


class SavedMethod(Frozen):
    """A payer's method that pays without typing: the provider's token, never a number of a card."""

    id: str
    account_id: str
    payer_id: str
    provider: ProviderCode
    token: str
    label: str
    created_at: datetime
