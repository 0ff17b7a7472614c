"""Decisions of a claim: their calculations, and the people who proposed and made them."""

from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.features.claims.decision.calculating import Calculation, Step
from chalicelib.features.claims.stages import Outcome


class DecisionState(StrEnum):
    """The state of a decision."""

    #: A second person has to confirm it.
    PROPOSED = "proposed"
    MADE = "made"
    #: The second person has sent it back.
    SENT_BACK = "sent_back"


class Signed(Frozen):
    """A moment and the person who acted at it, an actor."""

    at: AwareDatetime
    by: str


class Decision(Frozen):
    """A decision of a claim. Made ones are never changed: a dispute and a reopening leave them on record."""

    id: str
    #: The place among the decisions that were made; 0 for others.
    number: int = 0
    outcome: Outcome
    #: The steps as they were typed, and their calculation; none of a refusal.
    steps: tuple[Step, ...] = ()
    calculation: Calculation | None = None
    reason: str = ""
    state: DecisionState
    proposed: Signed
    #: The second person's word, or the first's where no second is needed.
    settled: Signed | None = None
    #: The reason of the second person who sent it back.
    objection: str = ""

    @property
    def total(self) -> Money | None:
        """The sum of its calculation."""
        return self.calculation.total if self.calculation else None
