"""HTTP bodies and answers of referrals."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import of_length
from chalicelib.base.languages import N_
from chalicelib.base.money import Money
from chalicelib.base.words import NAMED
from chalicelib.features.claims.move_schemas import ClaimMove
from chalicelib.features.claims.repair.model import ReferralState, Workshop
from chalicelib.features.claims.repair.service import TypedReferral
from chalicelib.features.payments.schemas import MoneyBody
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

WorkshopText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    of_length(N_("Write 1 to 200 characters.")),
    NAMED,
]


class WorkshopBody(Body):
    """A workshop."""

    name: WorkshopText = Field(examples=["Кузовной центр «Север»"])
    address: WorkshopText = Field(examples=["Москва, ул. Летниковская, 10"])
    phone: WorkshopText = Field(description="As the client dials it", examples=["+7 495 123-45-67"])

    def typed(self) -> Workshop | None:
        """Return the workshop; None of one that can't be read."""
        if not (self.name and self.address and self.phone):
            return None
        return Workshop(name=self.name, address=self.address, phone=self.phone)


class ReferralBody(ClaimMove):
    """A referral of the vehicle to a workshop."""

    workshop: WorkshopBody
    until: date = Field(description="The last day on which the workshop takes the vehicle", examples=["2027-01-31"])
    deductible: MoneyBody | None = Field(default=None, description="The part that the client pays")

    def money(self) -> Money | None:
        """Return the deductible; None of one that can't be read. Raises Invalid."""
        given = self.deductible
        return given.read("/deductible") if given is not None and given.amount and given.currency else None

    def typed(self, deductible: Money | None) -> TypedReferral:
        """Return the referral as the use case takes it, without parts that can't be read."""
        return TypedReferral(self.workshop.typed() if self.workshop is not None else None, self.until, deductible)


class WorkshopView(View):
    """A workshop."""

    name: str
    address: str
    phone: str


class ReferralView(View):
    """A referral to a workshop."""

    id: str
    workshop: WorkshopView
    until: date
    state: ReferralState = Field(description="`expired` after its last day, `replaced` by a later one")
    state_label: str = Field(description="In your language")
    deductible: MoneyView | None
    deductible_subject: str | None = Field(description="The subject of `POST /v1/payments`; null: nothing is due")
    deductible_paid_at: datetime | None
    at: datetime
    by: str = Field(description="`user:<id>` or `key:<id>`")
    document: Literal["ordered", "printed", "failed"] | None = Field(description="The state of its PDF file")


class ReferralList(View):
    """The referrals of a claim, the latest first, and the workshops that the account has used last."""

    items: list[ReferralView]
    workshops: list[WorkshopView]


class DeductibleLink(View):
    """The outcome of sending a link to pay a deductible."""

    sent: bool = Field(description="False: the claim has no client with an e-mail or a phone")
