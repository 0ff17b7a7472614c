"""Providers of payments: their common protocol, and the types that it speaks in.

Money is exact and in whole units here. Each adapter alone has the notation of its provider.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.base.errors import Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.base.money import Money

ProviderState = Literal["pending", "succeeded", "canceled", "expired"]
RefundState = Literal["pending", "succeeded", "canceled"]
#: Reasons of a failure, as people are told them. Each provider has dozens of its own.
Reason = Literal[
    "authentication",
    "card_data",
    "card_expired",
    "declined",
    "expired",
    "insufficient_funds",
    "limit",
    "merchant",
    "method_removed",
    "try_again",
]


class OutcomeUnknown(Exception):
    """The provider gave no usable answer: the operation may have happened. The same key makes it safe to repeat."""


class ProviderRefused(Exception):
    """The provider refused the operation: nothing happened. `code` is the provider's, never a person's data."""

    def __init__(self, code: str, *, status: int) -> None:
        super().__init__(f"{status} {code}")
        self.code = code
        self.status = status

    @property
    def is_about_keys(self) -> bool:
        """Return True if the account's keys are wrong: no payment of it can succeed."""
        return self.status in {401, 403}


class WrongNotice(Unauthenticated):
    """A notice that this provider has not sent, or has sent too long ago."""

    def __init__(self) -> None:
        super().__init__(N_("The notice is not signed as it should be."))


class Method(Frozen):
    """A saved method of payment: the provider's token, and its label for people. No number of a card."""

    token: str
    label: str


class Order(Frozen):
    """A payment to be made. The same order with the same `key` makes no second payment."""

    payment_id: str
    account_id: str
    key: str
    money: Money
    description: str
    return_url: str
    expires_at: datetime
    created_at: datetime
    email: str = ""
    #: The payer agrees that the method is kept for later payments.
    saves_method: bool = False
    #: The token of a saved method: paid without the payer.
    method: str = ""


class Reading(Frozen):
    """A payment as its provider has it now."""

    provider_id: str
    state: ProviderState
    money: Money
    #: Our id of it, from its metadata; empty: it is none of ours.
    payment_id: str
    #: False for a payment of a provider's test mode.
    is_live: bool
    #: The provider's page, as long as the payer is needed.
    url: str = ""
    reason: Reason | None = None
    method: Method | None = None


class RefundReading(Frozen):
    """A refund as its provider has it now."""

    provider_id: str
    state: RefundState
    money: Money
    reason: Reason | None = None


class Notice(Frozen):
    """A hint that a payment has changed. It proves nothing: the payment is read at its provider after it."""

    #: The id of the payment at its provider; empty: the notice is about something else.
    provider_id: str
    payment_id: str = ""


class PaymentProvider(Protocol):
    """An account at a provider of payments.

    Raises: OutcomeUnknown and ProviderRefused, by every method but `read_notice`.
    """

    def create(self, order: Order) -> Reading:
        """Make a payment, at most once for a key."""
        ...

    def read(self, provider_id: str) -> Reading:
        """Read the present state of a payment."""
        ...

    def refund(self, provider_id: str, money: Money, *, key: str) -> RefundReading:
        """Return money of a payment that succeeded, at most once for a key."""
        ...

    def read_refund(self, refund_id: str) -> RefundReading:
        """Read the present state of a refund."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Return a notice, checked as far as it proves its sender. Raises WrongNotice. Headers are in lower case."""
        ...
