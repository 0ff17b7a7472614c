"""Referrals of claims to workshops, and the payment of their deductible."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money

StoredText = Annotated[str, StringConstraints(max_length=1000)]


class Workshop(Frozen):
    """A workshop as staff typed it."""

    name: StoredText
    address: StoredText
    phone: StoredText


class ReferralState(StrEnum):
    """The state of a referral: computed from its facts."""

    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"


class DeductiblePayment(Frozen):
    """The payment of a deductible, and the part of it that was returned."""

    payment_id: str
    at: AwareDatetime
    refunded: Decimal = Decimal(0)


class Referral(Frozen):
    """A referral of a claim to a workshop. `version` rises with every change."""

    id: str
    workshop: Workshop
    #: The last day on which the workshop takes the vehicle.
    until: date
    deductible: Money | None = None
    paid: DeductiblePayment | None = None
    at: AwareDatetime
    by: str
    document_id: str = ""
    replaced: bool = False
    version: int = 1

    def state_on(self, today: date) -> ReferralState:
        """Return the state on a day at the account's place."""
        if self.replaced:
            return ReferralState.REPLACED
        return ReferralState.EXPIRED if today > self.until else ReferralState.VALID

    @property
    def is_paid(self) -> bool:
        """Return True if the deductible was paid and not returned."""
        return self.paid is not None and self.deductible is not None and self.paid.refunded < self.deductible.amount
