"""Cases and what happened in them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.emails import Email
from chalicelib.formats import VIN

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Vin = Annotated[str, VIN]
Plate = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, min_length=1, max_length=16)]


#: Parts of a name that a case is found by; each is an item in the transaction that writes the case.
MAX_NAME_WORDS = 10
_LATIN = str.maketrans("авекмнорстух", "abekmhopctyx")


class Frozen(BaseModel):
    """Base of this feature's types."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class CaseStatus(StrEnum):
    """Where a case stands. A further photo request brings it back to `waiting`."""

    NEW = "new"
    WAITING = "waiting"
    RECEIVED = "received"
    CONVERTED = "converted"


class Vehicle(Frozen):
    """The vehicle inspected."""

    vin: Vin | None = None
    plate: Plate | None = None
    make: Text | None = None
    model: Text | None = None


class Loss(Frozen):
    """What happened, where and when."""

    occurred_at: AwareDatetime | None = None
    place: Text | None = None
    description: LongText | None = None


class Owner(Frozen):
    """The vehicle's owner; `phone` is E.164."""

    name: Text | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40)] | None = None
    email: Email | None = None


class Case(Frozen):
    """A case of an account. `version` rises with every change; `filed` counts photos ever filed, by category."""

    id: str
    account_id: str
    reference: Reference | None = None
    process: str | None = None
    #: What the process asked for when the case was converted into it.
    fields: dict[str, str] = Field(default_factory=dict)
    status: CaseStatus = CaseStatus.NEW
    vehicle: Vehicle = Field(default_factory=Vehicle)
    loss: Loss = Field(default_factory=Loss)
    owner: Owner = Field(default_factory=Owner)
    client_id: str | None = None
    policy_id: str | None = None
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int = 1
    filed: dict[str, int] = Field(default_factory=dict)
    attachments: int = 0

    @property
    def terms(self) -> frozenset[str]:
        """What the case can be found by: normalised reference, plate, VIN, phone, and each part of the owner's name."""
        found = [self.reference, self.vehicle.plate, self.vehicle.vin, self.owner.phone, self.owner.name]
        words = (self.owner.name or "").split()[:MAX_NAME_WORDS]
        return frozenset(filter(None, (normalized(term) for term in [*found, *words] if term)))


class TimelineEntry(Frozen):
    """One thing that happened in a case: append-only. `data` holds ids, codes and counts."""

    id: str
    at: datetime
    actor: str
    type: str
    data: dict[str, Any] = Field(default_factory=dict)


def normalized(term: str) -> str:
    """Write a search term so that case, spaces, punctuation and the keyboard's layout don't matter.

    Russian plates have only the letters that Cyrillic and Latin share (GOST R 50577), and people type either:
    `А 123-ВС 77` is `a123bc77`.
    """
    return "".join(character for character in term.casefold() if character.isalnum()).translate(_LATIN)[:80]
