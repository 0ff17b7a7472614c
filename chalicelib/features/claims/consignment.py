"""Goods that were carried: the facts of a claim of cargo that no other claim has."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
DocumentNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
MOST_KG, MOST_PACKAGES = Decimal(1_000_000), 1_000_000
#: In kilograms, without an exponent: "1e3" is 1000.
Weight = Annotated[
    Decimal, Field(gt=0, le=MOST_KG, decimal_places=3), AfterValidator(lambda given: Decimal(f"{given:f}"))
]
Packages = Annotated[int, Field(ge=1, le=MOST_PACKAGES)]
#: The party of the sale that claims.
Claimant = Literal["seller", "buyer"]


class Incoterm(StrEnum):
    """A rule of Incoterms 2020."""

    EXW = "EXW"
    FCA = "FCA"
    FAS = "FAS"
    FOB = "FOB"
    CPT = "CPT"
    CIP = "CIP"
    CFR = "CFR"
    CIF = "CIF"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"


#: The party that bears the risk during the main carriage: a hint who claims, which decides nothing.
BEARS_RISK: Mapping[Incoterm, Claimant] = MappingProxyType(
    {each: "seller" if each in {Incoterm.DAP, Incoterm.DPU, Incoterm.DDP} else "buyer" for each in Incoterm}
)


class Consignment(Frozen):
    """The goods, their carrier and its papers. Unknown facts are None."""

    description: ShortText | None = None
    packages: Packages | None = None
    #: The gross weight of the whole consignment, and of its part that is damaged or lost.
    gross_kg: Weight | None = None
    affected_kg: Weight | None = None
    affected_packages: Packages | None = None
    #: The value of the whole at the place and time of acceptance.
    value: Money | None = None
    #: Declared to the carrier: it replaces the limit of a law.
    declared_value: Money | None = None
    carriage_charges: Money | None = None
    #: The carrier acted wilfully, or as a law puts beside that: its limit falls.
    wilful_misconduct: bool | None = None
    carrier: ShortText | None = None
    #: The number of the waybill (CMR, AWB, B/L) or of the parcel's label.
    waybill: DocumentNumber | None = None
    incoterm: Incoterm | None = None
    claimant: Claimant | None = None
    place_of_delivery: ShortText | None = None
    #: The company's own number of the claim.
    own_reference: DocumentNumber | None = None

    @property
    def likely_claimant(self) -> Claimant | None:
        """The party that bears the risk by the Incoterm; None without one."""
        return BEARS_RISK[self.incoterm] if self.incoterm is not None else None
