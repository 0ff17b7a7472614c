"""The last decision of an own claim, with its calculation."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.claims.area.words import OUTCOMES
from chalicelib.features.claims.decision.calculating import Line, LineKind
from chalicelib.features.claims.decision.model import Decision, DecisionState
from chalicelib.features.claims.decision.service import decisions_of
from chalicelib.features.claims.model import Claim

_LINES: Mapping[LineKind, str] = MappingProxyType(
    {
        "item": "",
        "wear": N_("less wear: {part}"),
        "proportion": N_("less the part that was not insured"),
        "limit": N_("less the excess over the sum insured"),
        "deductible": N_("less your deductible"),
    }
)


class LineShown(NamedTuple):
    """A line of a calculation in words."""

    label: str
    amount: str


class DecisionShown(NamedTuple):
    """A decision in words."""

    outcome: str
    total: str
    lines: tuple[LineShown, ...]
    reason: str


def last_decision(claim: Claim) -> Decision | None:
    """Return the decision that holds: one Query of a decided claim; None while none holds."""
    if not claim.is_decided or not claim.decisions:
        return None
    made = (each for each in decisions_of(claim) if each.state is DecisionState.MADE)
    return next((each for each in made if each.number == claim.decisions), None)


def decision_shown(claim: Claim, language: Language) -> DecisionShown | None:
    """Return the decision that holds, in words; None while none holds."""
    decision = last_decision(claim)
    if decision is None:
        return None
    calculation = decision.calculation
    return DecisionShown(
        outcome=text(language, OUTCOMES[decision.outcome]),
        total=shown(language, decision.total) if decision.total else "",
        lines=tuple(_line(each, language) for each in calculation.lines) if calculation else (),
        reason=decision.reason,
    )


def _line(line: Line, language: Language) -> LineShown:
    words = _LINES[line.kind]
    label = text(language, words, **({"part": line.label} if line.kind == "wear" else {})) if words else line.label
    return LineShown(label, shown(language, line.money))
