"""Words of decisions: kinds of lines, states."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.claims.decision.calculating import Calculation, LineKind
from chalicelib.features.claims.decision.model import DecisionState

LINES: Mapping[LineKind, str] = MappingProxyType(
    {
        "item": "{label}",
        "wear": N_("Wear: {label}"),
        "proportion": N_("Under-insurance"),
        "limit": N_("Over the limit"),
        "deductible": N_("Deductible"),
    }
)
#: By state, its word and its look.
STATES: Mapping[DecisionState, tuple[str, str]] = MappingProxyType(
    {
        DecisionState.PROPOSED: (N_("waits for a second person"), "look"),
        DecisionState.MADE: (N_("made"), "good"),
        DecisionState.SENT_BACK: (N_("sent back"), "bad"),
    }
)


class LineShown(NamedTuple):
    """A line of a calculation in words."""

    label: str
    amount: str


def lines_of(calculation: Calculation, language: Language) -> tuple[LineShown, ...]:
    """Return the lines of a calculation in words."""
    return tuple(
        LineShown(
            each.label if each.kind == "item" else text(language, LINES[each.kind], label=each.label),
            shown(language, each.money),
        )
        for each in calculation.lines
    )
