"""Deadlines of claims as entries of a calendar file."""

from collections.abc import Sequence

from chalicelib.base import clock
from chalicelib.base.languages import Language
from chalicelib.features.claims.deadlines.calendar_file import CalendarEntry
from chalicelib.features.claims.deadlines.service import Known
from chalicelib.features.claims.deadlines.words import effect_of
from chalicelib.features.claims.model import Claim


def calendar_entries(
    claim: Claim, deadlines: Sequence[Known], language: Language, *, title: str, url: str
) -> list[CalendarEntry]:
    """Return the open deadlines of a claim that have a date; `title` names the claim for its reader."""
    return [
        CalendarEntry(
            uid=f"{claim.id}-{rule.code}@{claim.account_id}",
            on=deadline.ends_at if rule.kind == "hours" and deadline.ends_at else deadline.last_day,
            title=f"{rule.label(language)}: {title}",
            details=". ".join(filter(None, (rule.law, effect_of(rule, language)))),
            url=url,
            version=deadline.version,
            changed_at=clock.now(),
        )
        for rule, deadline in deadlines
        if deadline.last_day is not None and deadline.state == "open"
    ]
