"""The decisions of a claim on its tab: calculations, people, the second person's buttons."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import text
from chalicelib.base.money import shown as money_shown
from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.claims.console.words import OUTCOMES
from chalicelib.features.claims.decision.model import Decision, DecisionState
from chalicelib.features.claims.decision.service import decisions_of
from chalicelib.features.claims.decision.words import STATES, LineShown, lines_of
from chalicelib.identity import directory
from chalicelib.identity.principals import label_of


class DecisionShown(NamedTuple):
    """A decision in words."""

    outcome: str
    state: str
    look: str
    lines: tuple[LineShown, ...]
    total: str
    reason: str
    objection: str
    who: str


def decisions(shown: ClaimShown) -> Mapping[str, Any]:
    """Return the decisions of a claim, and the buttons that its reader can press."""
    claim, found = shown.claim, decisions_of(shown.claim)
    proposed = claim.proposal
    return {
        "decisions": [_shown(shown, each) for each in found],
        "confirm": shown.may_write and proposed is not None and proposed.by != shown.caller.actor,
        "waits": proposed is not None and proposed.by == shown.caller.actor,
    }


def _shown(shown: ClaimShown, decision: Decision) -> DecisionShown:
    language, (state, look) = shown.language, STATES[decision.state]
    settled = decision.settled
    people = [decision.proposed, *([settled] if settled and decision.state is not DecisionState.PROPOSED else [])]
    names = directory.name_users(shown.account.id, [each.by for each in people])
    signed = dict.fromkeys(
        f"{names.get(by) or text(language, label_of(by))}, {localized.moment(language, at, shown.account.zone)}"
        for at, by in ((each.at, each.by) for each in people)
    )
    return DecisionShown(
        outcome=text(language, OUTCOMES[decision.outcome]),
        state=text(language, state),
        look=look,
        lines=lines_of(decision.calculation, language) if decision.calculation else (),
        total=money_shown(language, decision.total) if decision.total else "",
        reason=decision.reason,
        objection=decision.objection,
        who=" · ".join(signed),
    )
