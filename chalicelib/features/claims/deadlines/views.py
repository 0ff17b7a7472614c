"""Deadlines as answers of the API show them."""

from chalicelib.base.languages import Language
from chalicelib.features.claims.deadlines import words
from chalicelib.features.claims.deadlines.schemas import ClaimDeadlineView, DeadlineWaiverView
from chalicelib.features.claims.deadlines.service import Known
from chalicelib.features.claims.facts import ClaimFacts


def deadline_view(known: Known, facts: ClaimFacts, language: Language) -> ClaimDeadlineView:
    """Return a deadline of a claim with these facts, as the API shows it."""
    rule, deadline = known
    return ClaimDeadlineView(
        code=rule.code,
        label=rule.label(language),
        law=rule.law,
        effect=rule.effect,
        effect_label=words.effect_of(rule, language),
        who=rule.who,
        state=deadline.state,
        last_day=deadline.last_day,
        zone=deadline.zone,
        ends_at=deadline.ends_at,
        waits_for=deadline.waits_for,
        waits_for_label=words.waits_for(deadline, facts, language),
        waived=DeadlineWaiverView(**deadline.waived.model_dump()) if deadline.waived else None,
    )
