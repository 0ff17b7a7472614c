"""Facts of a claim: typed, known from its case or noted later. Rules of a process choose by them."""

from collections.abc import Mapping
from datetime import UTC
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, StringConstraints

from chalicelib.base.formats import Code
from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.base.time_zones import TimeZone
from chalicelib.features.claims.consignment import Consignment
from chalicelib.features.claims.deadlines.rules import FactValue

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
#: Kept in UTC, as answers show all times.
Moment = Annotated[AwareDatetime, AfterValidator(lambda given: given.astimezone(UTC))]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class ClaimFacts(Frozen):
    """The facts of a claim. Unknown ones are None: no rule that asks for one holds then."""

    occurred_at: Moment | None = None
    place: ShortText | None = None
    #: The IANA zone of that place, of cargo: of the place of delivery; None: the account's.
    zone: TimeZone | None = None
    description: LongText | None = None
    #: The kind of loss: `collision`, `theft`, of cargo `breakage`, `robbery`, `theft`, `loss`.
    kind: Code | None = None
    police_called: bool | None = None
    police_reference: ShortText | None = None
    #: Settled without the police, by the drivers' common notice.
    without_police: bool | None = None
    driver: ShortText | None = None
    #: The injured party chose the workshop.
    own_workshop: bool | None = None
    injured: bool | None = None
    #: The client declared the loss in the client area, so that no paper has to say it again.
    declared_online: bool | None = None
    #: The claimant is not the policyholder.
    third_party: bool | None = None
    #: Of cargo: `parcel` or `pallet`; `national` or `international`; `road`, `air`, `sea` or `rail`.
    goods: Code | None = None
    route: Code | None = None
    mode: Code | None = None
    #: The law of the carriage where it isn't the one that the process's rules name: `cmr`, `lcttm`, `montreal`...
    law: Code | None = None
    #: A loss of all goods: nothing arrived, or nothing of it is worth anything.
    total_loss: bool | None = None
    cargo: Consignment | None = None
    claimed: Money | None = None
    #: Moments that deadlines begin with, or that meet them.
    discovered_at: Moment | None = None
    known_at: Moment | None = None
    declared_at: Moment | None = None
    police_at: Moment | None = None
    #: All required papers were handed in.
    complete_at: Moment | None = None
    inspected_at: Moment | None = None
    decided_at: Moment | None = None
    referred_at: Moment | None = None
    #: Of motor: the workshop took the vehicle over, and gave it back. Of cargo: the carrier took the goods over.
    taken_over_at: Moment | None = None
    repaired_at: Moment | None = None
    paid_at: Moment | None = None
    agreed_at: Moment | None = None
    delivered_at: Moment | None = None
    #: The carrier was told of each reservation: of damage seen at the delivery, found later, of any (by air), of delay.
    reserved_apparent_at: Moment | None = None
    reserved_hidden_at: Moment | None = None
    reserved_damage_at: Moment | None = None
    reserved_delay_at: Moment | None = None
    #: The carrier was told of all reservations at once. Claims of before have no other.
    reserved_at: Moment | None = None
    #: The carrier got the claim in writing, refused it, was sued.
    claimed_at: Moment | None = None
    refused_at: Moment | None = None
    sued_at: Moment | None = None

    @property
    def is_of_goods(self) -> bool:
        """True for a loss of carried goods, not of a vehicle."""
        return self.goods is not None or self.cargo is not None

    @property
    def values(self) -> Mapping[str, FactValue]:
        """The facts by name, as rules of documents and deadlines compare them. Amounts and goods are not among them."""
        return {name: getattr(self, name) for name in COMPARED}

    @property
    def at_stake(self) -> Money | None:
        """The amount that is claimed, else the value of the goods: rules over an amount compare it."""
        return self.claimed or (self.cargo.value if self.cargo else None)


#: Names of the facts that a reservation to the carrier is noted by.
RESERVATIONS = tuple(name for name in ClaimFacts.model_fields if name.startswith("reserved_"))
#: Names of facts that rules compare.
COMPARED = tuple(name for name in ClaimFacts.model_fields if name not in {"claimed", "cargo"})
