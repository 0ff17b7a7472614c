"""The standing of an own claim on its page: steps, documents by slot, deadlines with countdowns, open moves."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import Language, text
from chalicelib.base.words import first_seen
from chalicelib.features.claims import machine
from chalicelib.features.claims.area.words import DOCUMENT_STATES, MOVES, SLOT_STATES, WITH_REASON, state_word
from chalicelib.features.claims.deadlines.ends import days_left
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.deadlines.service import Known
from chalicelib.features.claims.deadlines.words import STATES, effect_of, waits_for
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.documents.reasons import reason_of
from chalicelib.features.claims.documents.slots import has_room, may_remove, takes_documents
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.processes import FOR_REVIEW, SlotRule
from chalicelib.features.claims.stages import Move, Side, Stage
from chalicelib.features.claims.standing import left_out, slot_state


class StepShown(NamedTuple):
    """A step of a claim, with the day on which it began last; empty if it did not."""

    stage: Stage
    label: str
    reached: str
    current: bool


class DocumentShown(NamedTuple):
    """A document that the client or the staff have added."""

    document: ClaimDocument
    name: str
    state: str
    reason: str
    can_be_removed: bool


class SlotShown(NamedTuple):
    """A document that is needed, or may be added, with its files."""

    code: str
    label: str
    why: str
    example: str
    state: str
    is_missing: bool
    #: True if one of several documents is enough.
    is_one_of: bool
    is_optional: bool
    #: True if it is needed only once a decision that pays is accepted.
    is_for_payment: bool
    #: The reason for which it is asked for again.
    asked_again: str
    documents: Sequence[DocumentShown]
    takes_more: bool
    #: Of a slot that photos of the case fill, too: the number of these with documents, and the least.
    photos: tuple[int, int] | None

    @property
    def is_empty(self) -> bool:
        """True while nothing is in it."""
        return not self.documents and not (self.photos and self.photos[0])


class DeadlineShown(NamedTuple):
    """A deadline in words; `days_left` is None without a running date."""

    code: str
    label: str
    law: str
    last_day: str
    waits: str
    effect: str
    state: str
    is_open: bool
    mine: bool
    days_left: int | None


class MoveShown(NamedTuple):
    """A move that the client can make now."""

    move: Move
    label: str
    told: str
    takes_reason: bool


def steps_shown(claim: Claim, language: Language) -> list[StepShown]:
    """Return the steps of a claim; once it is decided, without the stages that the decision leaves out."""
    zone = zone_of(claim)
    skipped = left_out(claim)
    known = [each.code for each in claim.rules.stages]
    stages = [*known, *([claim.stage] if claim.stage not in known else [])]
    return [
        StepShown(
            stage,
            f"{claim.rules.stage_label(stage, language)}{_papers(claim, stage)}",
            localized.day(language, claim.reached[stage].astimezone(zone)) if stage in claim.reached else "",
            stage is claim.stage,
        )
        for stage in stages
        if stage not in skipped
    ]


def _papers(claim: Claim, stage: Stage) -> str:
    """Return the number of needed documents that are here, as ` 5/7`; empty at other stages than theirs."""
    needed = {each.group or each.code for each in claim.slots if each.need in FOR_REVIEW}
    lacking = {each.group or each.code for each in claim.missing if each.need in FOR_REVIEW}
    return f" {len(needed) - len(lacking)}/{len(needed)}" if stage is Stage.DOCUMENTS and needed else ""


def slots_shown(claim: Claim, documents: Sequence[ClaimDocument], language: Language) -> list[SlotShown]:
    """Return the slots of a claim with their documents: missing ones first, then in the order of the process."""
    shown = [_slot(claim, each, documents, language) for each in claim.slots]
    return sorted(shown, key=lambda each: (not each.is_missing, each.is_optional or each.is_for_payment))


def following_slot(claim: Claim, shown: Sequence[SlotShown]) -> SlotShown | None:
    """Return the first slot that lacks a document which is not on its way; None if there is none."""
    lacking = (each for each in shown if each.is_missing and each.takes_more)
    return next((each for each in lacking if not _is_on_its_way(claim, each.code)), None)


def _is_on_its_way(claim: Claim, code: str) -> bool:
    """Return True for a slot, or one of its group, that is full once all that was sent has arrived."""
    slot = claim.rules.slot(code)
    if slot is None:
        return False
    alike = [each for each in claim.slots if slot.need == "one_of" == each.need and each.group == slot.group]
    counts = [(claim.count_of(each), each.min) for each in alike or [slot]]
    return any(count.held + count.reserved >= least for count, least in counts)


def deadlines_shown(claim: Claim, known: Sequence[Known], language: Language) -> list[DeadlineShown]:
    """Return the deadlines of a claim: running ones first, the one that ends first before all.

    Those that were met before they had a date are left out: they never ran. So are those that a closed claim left open.
    """
    known = [each for each in known if claim.stage is not Stage.CLOSED or each.deadline.state != "open"]
    running = sorted((each for each in known if _runs(each)), key=lambda each: str(each.deadline.ends_at))
    others = (each for each in known if not _runs(each) and (each.deadline.last_day or each.deadline.state != "met"))
    return [_deadline(claim, each, language) for each in [*running, *others]]


def first_due(shown: Sequence[DeadlineShown], claim: Claim) -> DeadlineShown | None:
    """Return the running deadline that ends first of the side that has to act; else of any side."""
    mine = claim.turn is Side.CLIENT
    running = [each for each in shown if each.is_open and each.last_day]
    return next((each for each in running if each.mine is mine), running[0] if running else None)


def moves_shown(claim: Claim, language: Language) -> list[MoveShown]:
    """Return the moves that the client can make now, the usual one first.

    Among them is an acceptance that waits for documents alone: its page asks for them.
    """
    now = moment_of(claim.account_id)
    offered = {*machine.open_moves(claim, by=Side.CLIENT, now=now)}
    if machine.lacks_documents_alone(claim, Move.ACCEPT, by=Side.CLIENT, now=now):
        offered.add(Move.ACCEPT)
    return [
        MoveShown(each, text(language, words.label), text(language, words.told), each in WITH_REASON)
        for each, words in MOVES.items()
        if each in offered
    ]


def _slot(claim: Claim, slot: SlotRule, documents: Sequence[ClaimDocument], language: Language) -> SlotShown:
    found = _worth_showing([each for each in documents if each.slot == slot.code])
    return SlotShown(
        code=slot.code,
        label=slot.label(language),
        why=first_seen((slot.why.get(language, ""), *slot.why.values()), otherwise=""),
        example=first_seen((slot.example.get(language, ""), *slot.example.values()), otherwise=""),
        state=text(language, state_word(claim, SLOT_STATES[slot_state(claim.count_of(slot), slot)])),
        is_missing=slot in (*claim.missing, *claim.missing_for_payment),
        is_one_of=slot.need == "one_of",
        is_optional=slot.need == "optional",
        is_for_payment=slot.need == "payment",
        asked_again=next((each.reason for each in claim.asked if each.slot == slot.code), ""),
        documents=[document_shown(claim, each, language) for each in found],
        takes_more=takes_documents(claim) and has_room(claim, slot),
        photos=(claim.count_of(slot).held, slot.min) if slot.photos is not None else None,
    )


def _worth_showing(documents: Sequence[ClaimDocument]) -> list[ClaimDocument]:
    """Return documents of a slot without those that never came, and refused ones that a later one replaced."""
    came = sorted((each for each in documents if each.state is not DocumentState.EXPIRED), key=lambda each: each.id)
    good = [place for place, each in enumerate(came) if each.state is not DocumentState.REFUSED]
    last = good[-1] if good else -1
    return [each for place, each in enumerate(came) if each.state is not DocumentState.REFUSED or place > last]


def document_shown(claim: Claim, document: ClaimDocument, language: Language) -> DocumentShown:
    """Return a document in words."""
    slot = claim.rules.slot(document.slot)
    return DocumentShown(
        document=document,
        name=document.file_name or (slot.label(language) if slot else document.slot),
        state=text(language, state_word(claim, DOCUMENT_STATES[document.state])),
        reason=reason_of(claim, document, language),
        can_be_removed=may_remove(claim, document, Side.CLIENT),
    )


def _runs(known: Known) -> bool:
    return known.deadline.state == "open" and known.deadline.last_day is not None


def _deadline(claim: Claim, known: Known, language: Language) -> DeadlineShown:
    rule, deadline = known
    runs = _runs(known)
    return DeadlineShown(
        code=rule.code,
        label=rule.label(language),
        law=rule.law,
        last_day=localized.day(language, deadline.last_day) if deadline.last_day else "",
        waits=waits_for(deadline, claim.facts, language),
        effect=effect_of(rule, language),
        state=text(language, STATES[deadline.state]),
        is_open=deadline.state == "open",
        mine=rule.who == "client",
        days_left=days_left(claim, deadline.ends_at) if runs and deadline.ends_at else None,
    )
