"""Settings: the deadlines of a process of claims."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.features.claims.console.settings import conditions
from chalicelib.features.claims.console.settings.deadline_form import (
    KINDS,
    NO_EFFECT,
    WHO,
    DeadlineForm,
    form_of,
    places_of,
    rule_of,
)
from chalicelib.features.claims.console.settings.document_pages import PartLine, condition_facts
from chalicelib.features.claims.console.settings.part_pages import PartPages, PartWords, blueprint_of
from chalicelib.features.claims.deadlines.rules import DeadlineRule, Kind
from chalicelib.features.claims.deadlines.words import EFFECTS, FACTS
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.identity.model import Caller

_COUNTED_FROM = N_("The deadline “{name}” is counted from this one: change it first.")


def deadline_lines(process: ClaimProcess, language: Language) -> list[PartLine]:
    """Return the deadlines of a process with their terms in words."""
    return [PartLine(each.code, each.label(language), _facts(each, process, language)) for each in process.deadlines]


def _facts(rule: DeadlineRule, process: ClaimProcess, language: Language) -> list[str]:
    start = _starts(process, language).get(rule.after, rule.after)
    term = text(language, N_("{length}, counted from: {fact}"), length=_length(rule, language), fact=start)
    return [term, *([rule.law] if rule.law else []), *condition_facts(rule.when, rule.unless, language)]


def _length(rule: DeadlineRule, language: Language) -> str:
    """Return the length of a deadline in words: `3 working days`."""
    said: Mapping[Kind, str] = {
        "calendar": plural(language, "{count} calendar day", "{count} calendar days", rule.count),
        "no_holidays": plural(language, "{count} day without holidays", "{count} days without holidays", rule.count),
        "no_sundays": plural(
            language,
            "{count} day without Sundays and holidays",
            "{count} days without Sundays and holidays",
            rule.count,
        ),
        "working": plural(language, "{count} working day", "{count} working days", rule.count),
        "months": plural(language, "{count} month", "{count} months", rule.count),
        "years": plural(language, "{count} year", "{count} years", rule.count),
        "hours": plural(language, "{count} hour", "{count} hours", rule.count),
    }
    return said[rule.kind]


def _starts(process: ClaimProcess, language: Language, *, without: str = "") -> dict[str, str]:
    """Return the names of all that a deadline can be counted from: facts, and the ends of other deadlines."""
    facts = {code: text(language, word) for code, word in FACTS.items()}
    ends = {
        each.code: text(language, N_("the end of the deadline “{name}”"), name=each.label(language))
        for each in process.deadlines
        if each.code != without
    }
    return facts | ends


def _values(_caller: Caller, process: ClaimProcess, form: DeadlineForm, language: Language) -> Mapping[str, Any]:
    starts = _starts(process, language, without=form.code)
    moments = {code: text(language, word) for code, word in FACTS.items()}
    effects = {code: text(language, word or NO_EFFECT) for code, word in EFFECTS.items()}
    return {
        "starts": _with(starts, form.after),
        "moments": _with(_with(moments, form.pause_start), form.pause_end),
        "kinds": KINDS,
        "sides": WHO,
        "effects": effects,
        "facts": conditions.FACTS,
        "fact_values": conditions.VALUES,
    }


def _with(choices: Mapping[str, str], code: str) -> Mapping[str, str]:
    """Return choices with a saved one that has no words."""
    return {**choices, code: choices.get(code, code)} if code else choices


def _demand_unused(process: ClaimProcess, rule: DeadlineRule, language: Language) -> None:
    counted = next((each for each in process.deadlines if each.after == rule.code), None)
    if counted is not None:
        raise Conflict(_COUNTED_FROM, name=counted.label(language))


deadline_pages = blueprint_of(
    __name__,
    PartPages[DeadlineRule, DeadlineForm](
        folder="deadlines",
        thing="deadline",
        field="deadlines",
        words=PartWords(
            removed=N_(
                "Somebody has removed this deadline meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one, or go back to the process."
            ),
            unknown=N_("The process has no such deadline."),
            question=N_("Delete this deadline?"),
            warning=N_("New claims do not have it. Claims that have begun keep it."),
            yes=N_("Delete"),
        ),
        form=DeadlineForm,
        template="settings_claim_deadline.html",
        filled=form_of,
        read=rule_of,
        places=places_of,
        values=_values,
        notice="process_deadline_removed",
        demand_unused=_demand_unused,
    ),
)
