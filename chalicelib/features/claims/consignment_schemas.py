"""HTTP bodies of the goods of a claim of cargo."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.base.errors import Findings
from chalicelib.base.formats import of_length
from chalicelib.base.languages import N_
from chalicelib.base.words import NAMED
from chalicelib.features.claims.consignment import MOST_KG, MOST_PACKAGES, Claimant, Incoterm
from chalicelib.features.payments.schemas import MoneyBody
from chalicelib.http.bodies import Body

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]
DocumentNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    of_length(N_("Must be a number of 1 to 64 characters, such as CMR-2026/118.")),
    NAMED,
]
Weight = Annotated[Decimal, Field(gt=0, le=MOST_KG, decimal_places=3, examples=["240.5"])]
Packages = Annotated[int, Field(ge=1, le=MOST_PACKAGES)]
_AMOUNTS = ("value", "declared_value", "carriage_charges")


class ConsignmentBody(Body):
    """Goods that were carried. Omitted facts stay, a null removes one."""

    description: ShortText | None = Field(default=None, examples=["Ceramic tiles, 12 boxes"])
    packages: Packages | None = Field(default=None, examples=[12])
    gross_kg: Weight | None = Field(default=None, description="Gross weight of the whole consignment, in kg")
    affected_kg: Weight | None = Field(default=None, description="Gross weight of what is damaged or lost, in kg")
    affected_packages: Packages | None = Field(default=None, description="Packages that are damaged or lost")
    value: MoneyBody | None = Field(
        default=None, description="Value of the whole at the place and time at which the carrier accepted it"
    )
    declared_value: MoneyBody | None = Field(default=None, description="Declared to the carrier, in place of the limit")
    carriage_charges: MoneyBody | None = None
    wilful_misconduct: bool | None = Field(default=None, description="Of the carrier: the limit of the law falls")
    carrier: ShortText | None = Field(default=None, examples=["Transportes Levante, S. L."])
    waybill: DocumentNumber | None = Field(
        default=None, description="Number of the waybill (CMR, AWB, B/L) or of the label", examples=["CMR-2026/118"]
    )
    incoterm: Incoterm | None = None
    claimant: Claimant | None = Field(default=None, description="The party of the sale that claims")
    place_of_delivery: ShortText | None = Field(default=None, examples=["Lyon"])
    own_reference: DocumentNumber | None = Field(default=None, description="The company's own number of the claim")

    def changes(self, at: str) -> dict[str, Any]:
        """Return the named facts as a claim has them. Raises Invalid, at fields below a pointer."""
        named, found = {name: getattr(self, name) for name in self.model_fields_set}, Findings()
        for name in _AMOUNTS:
            given: MoneyBody | None = named.get(name)
            if given is not None and given.amount and given.currency:
                with found:
                    named[name] = given.read(f"{at}/{name}")
        found.demand_none()
        return named
