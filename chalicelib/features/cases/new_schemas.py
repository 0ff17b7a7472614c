"""HTTP bodies of a case to open, and types of their fields."""

from typing import Annotated

from pydantic import Field

from chalicelib.base.autolinks import NO_LINK
from chalicelib.base.emails import Email
from chalicelib.base.formats import Code, Identifier, Plate
from chalicelib.base.moments import GivenMoment
from chalicelib.base.phones import Phone
from chalicelib.base.words import BLOCK, NAMED, ONE_LINE
from chalicelib.features.cases.model import LongText, Loss, Owner, Reference, Text, Vehicle, Vin
from chalicelib.features.cases.service import NewCase
from chalicelib.http.bodies import Body

GivenText = Annotated[Text, NAMED]
GivenReference = Annotated[Reference, NAMED]


class VehicleBody(Vehicle):
    """The vehicle inspected, as somebody says."""

    vin: Annotated[Vin, ONE_LINE] | None = None
    plate: Annotated[Plate, NAMED] | None = None
    make: GivenText | None = None
    model: GivenText | None = None


class LossBody(Loss):
    """The loss as a caller describes it."""

    occurred_at: GivenMoment | None = None
    place: GivenText | None = None
    description: Annotated[LongText, BLOCK] | None = None


class OwnerBody(Owner):
    """The vehicle's owner, as somebody says."""

    name: Annotated[GivenText, NO_LINK] | None = None
    phone: Phone | None = None
    email: Email | None = None


class NewCaseBody(Body):
    """A case to open."""

    reference: GivenReference | None = Field(default=None, description="The caller's own number, unique in the account")
    process: Code | None = Field(default=None, description="A process configured on the account")
    vehicle: VehicleBody = Field(default_factory=VehicleBody)
    loss: LossBody = Field(default_factory=LossBody)
    owner: OwnerBody = Field(default_factory=OwnerBody)
    client_id: Identifier | None = Field(
        default=None,
        description="A client of `GET /v1/clients` that is not erased; gives the name that you leave out of the owner; "
        "phone and e-mail, too, if you have `clients:write`",
        examples=["cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )
    policy_id: Identifier | None = Field(
        default=None,
        description="A policy of `GET /v1/policies` (with `policies:read`); gives what you leave out and the case "
        "lacks: client, owner, vehicle, process. An id that does not begin with `pol_` is one of your own system, and "
        "gives nothing",
        examples=["pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )

    def new_case(self) -> NewCase:
        """Return the case to open."""
        return NewCase(
            reference=self.reference,
            process=self.process,
            vehicle=self.vehicle,
            loss=self.loss,
            owner=self.owner,
            client_id=self.client_id,
            policy_id=self.policy_id,
        )
