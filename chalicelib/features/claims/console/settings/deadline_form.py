"""The form of a deadline of a process, and the rule that it says."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_, Language
from chalicelib.features.claims.console.settings import conditions
from chalicelib.features.claims.console.settings.document_form import UNREAD
from chalicelib.features.claims.console.settings.part_form import (
    PartForm,
    check_part_of,
    lacking_of,
    part_code,
    typed_labels,
)
from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.process_bodies import DeadlineBody
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.labels import label_fields, place_of_labels
from chalicelib.frame.console.saving import state_of

_NO_FACTS = N_("There are no such facts: {lines}. Write one a line, as in the list below.")
_BOTH_ENDS = N_("Choose both: a deadline is suspended from one fact to another.")
KINDS: Mapping[str, str] = {
    "calendar": N_("calendar days"),
    "no_holidays": N_("days without holidays"),
    "no_sundays": N_("days without Sundays and holidays"),
    "working": N_("working days"),
    "months": N_("months"),
    "years": N_("years"),
    "hours": N_("hours"),
}
WHO: Mapping[str, str] = {
    "staff": N_("The insurer"),
    "client": N_("The client"),
    "nobody": N_("Nobody: it passes by itself"),
}
NO_EFFECT = N_("No effect of its own")
_PLACES: Mapping[str, str] = {
    **place_of_labels(),
    "/code": "code",
    "/count": "count",
    "/kind": "kind",
    "/after": "after",
    "/who": "who",
    "/met_by": "met_by",
    "/law": "law",
    "/effect": "effect",
    "/when": "when",
    "/unless": "unless",
    "/suspended": "pause_start",
    "/suspended/start": "pause_start",
    "/suspended/end": "pause_end",
    "/place": "place",
}


class DeadlineForm(PartForm):
    """A deadline as it is typed."""

    count: str = ""
    kind: str = "calendar"
    after: str = ""
    who: str = "staff"
    met_by: str = ""
    law: str = ""
    effect: str = "none"
    pause_start: str = ""
    pause_end: str = ""


def form_of(rule: DeadlineRule | None, process: ClaimProcess, language: Language) -> DeadlineForm:
    """Return the form of a deadline, conditions in words; an empty one of none."""
    if rule is None:
        return DeadlineForm(base=state_of(None), place=str(len(process.deadlines) + 1), after="complete_at")
    return DeadlineForm(
        base=state_of(rule),
        code=rule.code,
        place=str(process.deadlines.index(rule) + 1),
        count=str(rule.count),
        kind=rule.kind,
        after=rule.after,
        who=rule.who,
        met_by=conditions.facts_written(rule.met_by, language),
        law=rule.law,
        effect=rule.effect,
        when=conditions.written(rule.when, language),
        unless=conditions.written(rule.unless, language),
        pause_start=rule.suspended.start if rule.suspended else "",
        pause_end=rule.suspended.end if rule.suspended else "",
        **label_fields(rule.labels),
    )


def rule_of(form: DeadlineForm, known: DeadlineRule | None, process: ClaimProcess, language: Language) -> DeadlineRule:
    """Return the typed deadline. Raises Invalid with all errors, with pointers into a deadline."""
    when, unless = conditions.read(form.when), conditions.read(form.unless)
    met_by, unknown = conditions.read_facts(form.met_by)
    codes = {each.code for each in process.deadlines}
    typed: dict[str, Any] = {
        "code": part_code(form, known, codes, fallback="deadline"),
        "labels": typed_labels(form, language),
        "count": form.count.strip(),
        "kind": form.kind,
        "after": form.after,
        "who": form.who,
        "met_by": met_by,
        "law": form.law,
        "effect": form.effect,
        "when": when.conditions,
        "unless": unless.conditions,
    }
    lacking = [*lacking_of(form, known, codes, len(process.deadlines), language)]
    for name, lines, message in (
        ("when", when.unread, UNREAD),
        ("unless", unless.unread, UNREAD),
        ("met_by", unknown, _NO_FACTS),
    ):
        if lines:
            lacking.append(FieldError(f"/{name}", message, {"lines": lines}))
    if form.pause_start and form.pause_end:
        typed["suspended"] = {"start": form.pause_start, "end": form.pause_end}
    elif form.pause_start or form.pause_end:
        lacking.append(FieldError(f"/suspended/{'end' if form.pause_start else 'start'}", _BOTH_ENDS))
    body = read_typed(
        DeadlineBody,
        typed,
        lacking=lacking,
        check=lambda part: check_part_of(process, DeadlineRule, part, "deadlines"),
    )
    return DeadlineRule.model_validate(body.model_dump())


def places_of(place: int) -> Mapping[str, str]:
    """Return the form's fields by pointer into a deadline, and into a process with this one at a place."""
    return {f"{before}{at}": name for before in ("", f"/deadlines/{place}") for at, name in _PLACES.items()}
