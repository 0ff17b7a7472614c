"""Cases and their timelines."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.base.clock import stamp
from chalicelib.base.emails import StoredEmail
from chalicelib.base.formats import VIN, of_length
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.base.search.rule import RULE
from chalicelib.base.words import line

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Reference = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    of_length(N_("Must be your own number of the case, of 1 to 64 characters, such as OSAGO-2026/17.")),
]
Vin = Annotated[str, VIN]
#: Capitals first, since some letters become two or three of them: `ß` becomes `SS`.
#: Plates of up to three times that length were stored before capitals came first; they must be readable for ever.
StoredPlate = Annotated[str, StringConstraints(min_length=1, max_length=48)]


#: The rules by which cases are found (terms.py): rows without a rule are of the former one (former_terms.py).
FORMER_RULE, TERMS_RULE = 1, RULE
#: A case whose owner has no more than this left is about to be lost: somebody should remind, extend or ask again.
EXPIRING = timedelta(hours=48)
#: The time for which a change stays unread; read marks are kept no longer than that.
UNREAD_FOR = timedelta(days=180)


class CaseStatus(StrEnum):
    """The status of a case. A further photo request brings it back to `waiting`."""

    NEW = "new"
    WAITING = "waiting"
    RECEIVED = "received"
    CONVERTED = "converted"


class Vehicle(Frozen):
    """The vehicle inspected."""

    vin: Vin | None = None
    plate: StoredPlate | None = None
    make: Text | None = None
    model: Text | None = None


class Loss(Frozen):
    """The loss: its circumstances, place and time."""

    occurred_at: AwareDatetime | None = None
    place: Text | None = None
    description: LongText | None = None


class Owner(Frozen):
    """The vehicle's owner; `phone` is E.164."""

    name: Text | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40)] | None = None
    email: StoredEmail | None = None


#: Photo requests of a case that can be open at once.
OPEN_REQUESTS = 100


class Case(Frozen):
    """A case of an account. `version` rises with every change; `filed` counts photos ever filed, by category."""

    id: str
    account_id: str
    reference: Reference | None = None
    process: str | None = None
    #: Values of the process's fields when the case was converted into it.
    fields: dict[str, str] = Field(default_factory=dict)
    status: CaseStatus = CaseStatus.NEW
    vehicle: Vehicle = Field(default_factory=Vehicle)
    loss: Loss = Field(default_factory=Loss)
    owner: Owner = Field(default_factory=Owner)
    client_id: str | None = None
    policy_id: str | None = None
    #: The member of staff who handles the case, an actor (`user:<id>`).
    handler: str | None = None
    #: Until when its requests are open, by their ids: those that the owner has neither completed nor lost by a
    #: revocation. One that expires stays until somebody asks again.
    waits: dict[str, AwareDatetime] = Field(default_factory=dict)
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int = 1
    filed: dict[str, int] = Field(default_factory=dict)
    attachments: int = 0
    #: Photos that wait for a verdict, and the moment since which there are any.
    to_review: int = 0
    review_since: datetime | None = None
    #: By which rule its terms are written.
    terms_rule: int = TERMS_RULE

    @property
    def title(self) -> str:
        """The case's name for people: the first visible one of reference, plate and owner's name, else empty."""
        return next(filter(None, map(line, filter(None, (self.reference, self.vehicle.plate, self.owner.name)))), "")

    @property
    def shown_title(self) -> str:
        """The case's name in lists and messages: the title, else the end of its id."""
        return self.title or f"…{self.id[-6:]}"

    @property
    def review_place(self) -> str | None:
        """The case's place in the list of cases with photos to review, the longest waiting first; None if not
        listed.
        """
        return f"{stamp(self.review_since or self.changed_at)}#{self.id}" if self.to_review else None

    @property
    def waits_until(self) -> datetime | None:
        """The end of the last open request of a waiting case; a past moment if it ended in vain."""
        return max(self.waits.values(), default=None) if self.status == CaseStatus.WAITING else None

    def has_room(self, moment: datetime, *, request_id: str = "") -> bool:
        """Return True if one more photo request can be open: the row, which each photo writes, names them all."""
        return sum(end > moment for each, end in self.waits.items() if each != request_id) < OPEN_REQUESTS


class Wanted(Frozen):
    """The filter of a list of an account's cases.

    `to_review`: those with photos that wait for a verdict. `changed_after` is no criterion of its own: older cases are
    never read.
    """

    status: CaseStatus | None = None
    process: str | None = None
    handler: str | None = None
    ends_before: datetime | None = None
    to_review: bool = False
    changed_after: datetime | None = None

    @property
    def criteria(self) -> int:
        """Return the number of criteria of the filter."""
        chosen = (self.status, self.process, self.handler, self.ends_before, self.to_review or None)
        return sum(each is not None for each in chosen)

    @property
    def soonest_first(self) -> bool:
        """Return True if cases are listed by their deadline, the longest due first; else by the newest change."""
        return self.ends_before is not None or self.to_review

    def has(self, case: Case) -> bool:
        """Return True if a case passes the filter."""
        until = case.waits_until
        return (
            self.status in {None, case.status}
            and self.process in {None, case.process}
            and self.handler in {None, case.handler}
            and (self.changed_after is None or case.changed_at > self.changed_after)
            and (self.ends_before is None or (until is not None and until < self.ends_before))
            and (not self.to_review or case.to_review > 0)
        )


class Counted(Frozen):
    """The number of an account's cases of each status, and of those with photos to review."""

    by_status: dict[CaseStatus, int]
    to_review: int


class TimelineEntry(Frozen):
    """One thing that happened in a case: append-only. `data` holds ids, codes and counts."""

    id: str
    at: datetime
    actor: str
    type: str
    data: dict[str, Any] = Field(default_factory=dict)
