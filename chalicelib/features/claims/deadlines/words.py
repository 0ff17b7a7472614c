"""Words of deadlines for people: their kinds of days, their effects, their states."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.deadlines.computing import State
from chalicelib.features.claims.deadlines.model import Deadline
from chalicelib.features.claims.deadlines.rules import DeadlineRule, Effect
from chalicelib.features.claims.facts import ClaimFacts

EFFECTS: Mapping[Effect, str] = MappingProxyType(
    {
        "none": "",
        "bars": N_("After it the claim is lost."),
        "turns_proof": N_("After it the burden of proof is on the claimant."),
        "may_refuse": N_("After it the insurer may refuse, if the delay has hindered it."),
        "penalty": N_("After it the insurer owes a penalty for each day."),
        "interest": N_("After it the insurer owes interest."),
        "lost": N_("After it the goods count as lost."),
    }
)
STATES: Mapping[State, str] = MappingProxyType(
    {
        "open": N_("the deadline is running"),
        "met": N_("kept in time"),
        "missed": N_("missed"),
        "waived": N_("waived"),
    }
)
#: Facts that deadlines count from, wait for or are met by; of processes, which are not yet of goods or vehicles.
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "occurred_at": N_("the day of the loss"),
        "discovered_at": N_("the day on which the loss was discovered"),
        "known_at": N_("the day on which the loss became known"),
        "declared_at": N_("the notice of loss"),
        "complete_at": N_("all documents"),
        "taken_over_at": N_("the handing over to the workshop or the carrier"),
        "agreed_at": N_("the agreed day of delivery"),
        "delivered_at": N_("the delivery"),
        "police_at": N_("the notice to the police"),
        "inspected_at": N_("the inspection of the vehicle"),
        "decided_at": N_("the decision on the claim"),
        "referred_at": N_("the referral to the workshop"),
        "repaired_at": N_("the end of the repair"),
        "paid_at": N_("the payment of the claim"),
        "reserved_apparent_at": N_("the reservation of apparent damage"),
        "reserved_hidden_at": N_("the reservation of hidden damage"),
        "reserved_damage_at": N_("the complaint of damage"),
        "reserved_delay_at": N_("the reservation of delay"),
        "reserved_at": N_("the reservation to the carrier"),
        "claimed_at": N_("the written claim to the carrier"),
        "refused_at": N_("the carrier's refusal"),
        "sued_at": N_("the lawsuit"),
    }
)
_OF_GOODS: Mapping[str, str] = MappingProxyType({"taken_over_at": N_("the handing over of the goods to the carrier")})
_OF_VEHICLES: Mapping[str, str] = MappingProxyType({"taken_over_at": N_("the handing over to the workshop")})


def effect_of(rule: DeadlineRule, language: Language) -> str:
    """Return the effect of missing a deadline, as a sentence; empty without one."""
    said = EFFECTS[rule.effect]
    return text(language, said) if said else ""


def waits_for(deadline: Deadline, facts: ClaimFacts, language: Language) -> str:
    """Return the fact that an open deadline of a claim waits for, in words; one without words by its code.

    Empty with a date.
    """
    code = deadline.waits_for
    if code is None or deadline.state != "open":
        return ""
    own = _OF_GOODS if facts.is_of_goods else _OF_VEHICLES
    said = text(language, own[code]) if code in own else fact_of(code, language)
    return text(language, N_("waiting for {fact}"), fact=said)


def fact_of(code: str, language: Language) -> str:
    """Return a fact in words."""
    return text(language, FACTS[code]) if code in FACTS else code


def line_of(rule: DeadlineRule, deadline: Deadline, language: Language) -> str:
    """Return a deadline in a line: its name, its last day, the law."""
    name = rule.label(language)
    said = f"{name}, {localized.day(language, deadline.last_day)}" if deadline.last_day else name
    return f"{said} ({rule.law})" if rule.law else said
