"""Deadlines of a claim as they are kept: their terms, states, and the reminders that were given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen
from chalicelib.features.claims.deadlines.computing import Place, State, Term, state, terms
from chalicelib.features.claims.deadlines.rules import DeadlineRule, Facts

#: Reminders in their order: hours before the end, and the end.
Step = Literal["72h", "24h", "missed"]


class Waiver(Frozen):
    """The word of a person that a deadline needn't be kept."""

    at: AwareDatetime
    by: str
    reason: str


class Deadline(Frozen):
    """A deadline of a claim; its rule, of the same code, is among those of the claim."""

    code: str
    last_day: date | None = None
    #: The IANA zone of its place.
    zone: str | None = None
    ends_at: AwareDatetime | None = None
    #: The fact that it waits for; it has no end then.
    waits_for: str | None = None
    state: State = "open"
    told: tuple[Step, ...] = ()
    waived: Waiver | None = None
    #: Rises with every change, also if the deadline went and came back: it begins with the claim's.
    version: int = 1

    @property
    def term(self) -> Term:
        """Its term, to be compared with another one."""
        return Term(self.code, self.last_day, self.zone, self.ends_at, self.waits_for)


def renewed(
    rules: Sequence[DeadlineRule], facts: Facts, place: Place, known: Mapping[str, Deadline], moment: datetime
) -> tuple[Deadline, ...]:
    """Return the deadlines of a claim by its present facts; `known`: those kept so far, by code.

    A waived one stays waived. A deadline that moved is reminded of anew.
    """
    by_code = {rule.code: rule for rule in rules}
    return tuple(_renewed(by_code[each.code], each, facts, known, moment) for each in terms(rules, facts, place))


def _renewed(rule: DeadlineRule, term: Term, facts: Facts, known: Mapping[str, Deadline], moment: datetime) -> Deadline:
    before = known.get(rule.code, Deadline(code=rule.code))
    waived = before.waived
    return Deadline(
        **term._asdict(),
        state="waived" if waived else state(rule, term, facts, moment),
        told=before.told if before.term == term else (),
        waived=waived,
        version=before.version,
    )
