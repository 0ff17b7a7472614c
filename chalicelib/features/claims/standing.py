"""The standing of a claim in words: its steps at a glance, and the state of each document. For API and pages alike."""

from collections.abc import Set
from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.base.languages import Language
from chalicelib.base.words import first_seen
from chalicelib.features.cases.model import Case
from chalicelib.features.claims.model import Claim, SlotCount
from chalicelib.features.claims.processes import Need, SlotRule
from chalicelib.features.claims.stages import PAID, Outcome, Stage

SlotState = Literal["missing", "received", "accepted", "refused"]


def number_of(claim: Claim, case: Case | None) -> str:
    """Return the number that people know a claim by: its case's reference, else the end of its id."""
    return (case.reference if case else None) or claim.number


class ClaimStep(NamedTuple):
    """A step of a claim, and the last time it began."""

    stage: Stage
    label: str
    reached_at: datetime | None
    current: bool


class SlotStanding(NamedTuple):
    """A document that a claim needs, or may have, in a language, with the state and counts of its files."""

    code: str
    label: str
    why: str
    example: str
    need: Need
    group: str | None
    min: int
    max: int
    within_hours: int | None
    state: SlotState
    received: int
    accepted: int
    refused: int
    #: The reason why staff ask for it again.
    asked_again: str | None


def left_out(claim: Claim) -> Set[Stage]:
    """Return the stages that a claim does not come to: repair, payment or both, by the decision that holds."""
    if not claim.is_decided:
        return frozenset()
    to_come = {Stage.PAYMENT} if claim.outcome in PAID else {Stage.REPAIR} if claim.outcome is Outcome.REPAIR else set()
    return {Stage.REPAIR, Stage.PAYMENT} - claim.reached.keys() - (to_come if claim.is_open else set())


def steps_of(claim: Claim, language: Language) -> list[ClaimStep]:
    """Return the steps of a claim at a glance: its process's stages, and its rejection if it is rejected."""
    stages = [each.code for each in claim.rules.stages]
    return [
        ClaimStep(stage, claim.rules.stage_label(stage, language), claim.reached.get(stage), stage is claim.stage)
        for stage in [*stages, *([claim.stage] if claim.stage not in stages else [])]
    ]


def slots_of(claim: Claim, language: Language) -> list[SlotStanding]:
    """Return the documents of a claim in their order."""
    return [_standing(claim, each, language) for each in claim.slots]


def _standing(claim: Claim, slot: SlotRule, language: Language) -> SlotStanding:
    count = claim.count_of(slot)
    return SlotStanding(
        code=slot.code,
        label=slot.label(language),
        why=_words(slot.why, language),
        example=_words(slot.example, language),
        need=slot.need,
        group=slot.group,
        min=slot.min,
        max=slot.max,
        within_hours=slot.within,
        state=slot_state(count, slot),
        received=count.received,
        accepted=count.accepted,
        refused=count.refused,
        asked_again=next((each.reason for each in claim.asked if each.slot == slot.code), None),
    )


def slot_state(count: SlotCount, slot: SlotRule) -> SlotState:
    """Return the state of a slot: accepted with enough accepted files, refused with only refused ones."""
    if count.accepted >= slot.min:
        return "accepted"
    if count.held >= slot.min:
        return "received"
    return "refused" if count.refused and not count.held else "missing"


def _words(words: dict[Language, str], language: Language) -> str:
    return first_seen((words.get(language, ""), *words.values()), otherwise="")
