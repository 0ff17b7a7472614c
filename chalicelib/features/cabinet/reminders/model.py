"""Reminders of a thing: of a policy, or of the deductible of a case. One plan a thing, with its next moment."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen


class About(StrEnum):
    """The kind of a task that a client is reminded of."""

    INSTALMENT = "instalment"
    RENEWAL = "renewal"
    DEDUCTIBLE = "deductible"


class Given(Frozen):
    """A reminder that the client has: of one task, as it was given last."""

    id: str
    about: About
    #: Of an instalment: its number.
    part: int = 0
    #: The day of the task that it was given for.
    day: date
    #: The step that it was given at.
    step: str
    at: AwareDatetime
    snoozed_until: AwareDatetime | None = None

    def is_snoozed(self, moment: datetime) -> bool:
        """Return True while the client does not want to see it."""
        return self.snoozed_until is not None and moment < self.snoozed_until


class Plan(Frozen):
    """The reminders of a thing: those given so far, and the steps that are behind. `version` rises with each change."""

    account_id: str
    client_id: str
    #: The id of a policy, or of a case with a deductible.
    subject: str
    #: Steps before this moment are not given.
    since: AwareDatetime
    told: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    version: int = 1

    def find(self, about: About, part: int) -> Given | None:
        """Return the reminder of a task, if it was given."""
        return next((each for each in self.given if (each.about, each.part) == (about, part)), None)

    def find_id(self, reminder_id: str) -> Given | None:
        """Return the reminder of an id, if this plan has it."""
        return next((each for each in self.given if each.id == reminder_id), None)

    def with_given(self, given: Given) -> "Plan":
        """Return the plan with a reminder, in place of an earlier one of the same task."""
        others = tuple(each for each in self.given if (each.about, each.part) != (given.about, given.part))
        return self.model_copy(update={"given": (*others, given)})
