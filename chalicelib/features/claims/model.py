"""A claim, its documents' counts, and the entries of its history."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field

from chalicelib.base.folding import fold_code
from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.processes import FOR_REVIEW, ClaimProcess, SlotRule
from chalicelib.features.claims.stages import PAID, Ending, Outcome, RejectionReason, Side, Stage

_PREFIX, _OF_CASE = "claim_", "case_"
#: Characters of an id that stand for a number.
_SHORT_ID = 8


def claim_id_of(case_id: str) -> str:
    """Return the id of the claim of a case: both have one ULID."""
    return f"{_PREFIX}{case_id.removeprefix(_OF_CASE)}"


def case_id_of(claim_id: str) -> str:
    """Return the id of the case of a claim: of the same ULID."""
    return f"{_OF_CASE}{claim_id.removeprefix(_PREFIX)}"


class SlotCount(Frozen):
    """The documents of a slot, counted by their states; `reserved` ones are on their way."""

    reserved: int = Field(default=0, ge=0)
    received: int = Field(default=0, ge=0)
    accepted: int = Field(default=0, ge=0)
    refused: int = Field(default=0, ge=0)

    @property
    def held(self) -> int:
        """The documents that count: received ones, refused ones not."""
        return self.received + self.accepted

    @property
    def files(self) -> int:
        """All files that have come, refused ones included."""
        return self.held + self.refused

    @property
    def used(self) -> int:
        """The places that are taken, of the slot's most."""
        return self.reserved + self.held

    def plus(self, other: "SlotCount") -> "SlotCount":
        """Return the sum of two counts."""
        return SlotCount(**{name: getattr(self, name) + getattr(other, name) for name in SlotCount.model_fields})


class AskedDocument(Frozen):
    """A document that the staff ask for again, with the reason."""

    slot: str
    reason: str
    #: The number of its files that had come by then: a further one answers.
    files: int = 0


class NextDue(Frozen):
    """The open deadline of a claim that ends first."""

    code: str
    ends_at: AwareDatetime


class ClaimPayment(Frozen):
    """The payment that closed a claim."""

    day: str
    money: Money
    reference: str
    #: The reason for another amount than the decision's.
    reason: str = ""


class Rejection(Frozen):
    """The rejection of an announced claim: its reason, and words about it."""

    code: RejectionReason
    text: str = ""


class Proposal(Frozen):
    """A decision that a second person has to confirm."""

    decision_id: str
    outcome: Outcome
    total: Money | None = None
    #: The actor who proposed it.
    by: str


class Claim(Frozen):
    """A claim of an account, the 1:1 companion of its case.

    `version` rises with every change that somebody decides by: forms are of a version. `writes` counts the others, such
    as files of the conversation.
    """

    id: str
    account_id: str
    case_id: str
    #: Code of the account's process.
    process: str
    stage: Stage
    #: Of the last decision; it stays on record when the claim is reviewed anew.
    outcome: Outcome | None = None
    #: The sum of the last decision.
    awarded: Money | None = None
    ending: Ending | None = None
    paid: ClaimPayment | None = None
    client_id: str | None = None
    policy_id: str | None = None
    #: Of its case: the number that people know it by.
    reference: str | None = None
    #: The member of staff who handles it, an actor (`user:<id>`).
    handler: str | None = None
    facts: ClaimFacts = Field(default_factory=ClaimFacts)
    #: The process as it was when the claim began: later changes of the settings don't touch it.
    rules: ClaimProcess
    #: Counts of documents by code of their slot.
    documents: dict[str, SlotCount] = Field(default_factory=dict)
    #: Counts of the case's photos by category, for slots that take these: as of the last look (photo_counts.py).
    photos: dict[str, SlotCount] = Field(default_factory=dict)
    asked: tuple[AskedDocument, ...] = ()
    proposal: Proposal | None = None
    #: Of a rejected claim.
    rejection: Rejection | None = None
    #: The number of decisions, and the number of the last disputed one.
    decisions: int = 0
    disputed: int = 0
    #: The last moment at which each stage began.
    reached: dict[Stage, AwareDatetime] = Field(default_factory=dict)
    next_due: NextDue | None = None
    #: The moment at which the message about the documents that it waits for leaves, of the last one.
    papers_at: AwareDatetime | None = None
    #: The staff were told that no document is missing, since documents were asked for last.
    told_complete: bool = False
    #: The moment at which a refused claim closes by itself unless its client disputes the decision.
    closes_at: AwareDatetime | None = None
    #: Of an announced claim: the number of steps after its announcement that were taken, the moment of the next one.
    reminded: int = 0
    reminds_at: AwareDatetime | None = None
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    version: int = 1
    writes: int = 0

    @property
    def due_at(self) -> datetime | None:
        """The moment at which something is to be done by itself: it closes, or its company is reminded."""
        return self.closes_at or self.reminds_at

    @property
    def number(self) -> str:
        """The number that people know it by: its reference, else the end of its id."""
        return self.reference or self.id[-_SHORT_ID:]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that it is found by, folded: its own, the waybill's, the company's."""
        goods = self.facts.cargo
        named = (self.number, *((goods.waybill, goods.own_reference) if goods else ()))
        return tuple(dict.fromkeys(filter(None, (fold_code(each) for each in named if each))))

    @property
    def is_of_goods(self) -> bool:
        """True of a claim about goods that were carried: by its facts, or since its process is announced."""
        return self.rules.announced or self.facts.is_of_goods

    @property
    def law(self) -> str | None:
        """The law of the carriage, by its rules or as noted; None of a claim without one."""
        return self.rules.law_of(self.facts)

    @property
    def lacks_terms(self) -> bool:
        """True of open claims of goods without a deadline by the law of the carriage: the carrier's terms hold."""
        known = self.rules.known(self.facts)
        by_law = any("law" in each.when and each.applies(known) for each in self.rules.deadlines)
        return self.is_open and self.facts.is_of_goods and not by_law

    @property
    def slots(self) -> tuple[SlotRule, ...]:
        """The documents that it needs or may have, by its facts."""
        return self.rules.slots_for(self.facts)

    @property
    def turn(self) -> Side:
        """The side that has to act."""
        if self.stage in {Stage.ANNOUNCED, Stage.DOCUMENTS}:
            return Side.CLIENT
        if self.stage in {Stage.REVIEW, Stage.REPAIR, Stage.PAYMENT}:
            return Side.STAFF
        if self.stage is Stage.DECIDED and self.outcome is not Outcome.REFUSED:
            return Side.CLIENT if self.rules.accepts and self.outcome in PAID else Side.STAFF
        return Side.NOBODY

    @property
    def is_open(self) -> bool:
        """Return True until it is closed or rejected."""
        return self.stage not in {Stage.CLOSED, Stage.REJECTED}

    @property
    def is_decided(self) -> bool:
        """Return True if a decision holds: none is being reviewed anew."""
        return self.stage in {Stage.DECIDED, Stage.REPAIR, Stage.PAYMENT} or (
            self.stage is Stage.CLOSED and self.ending is not Ending.WITHDRAWN
        )

    @property
    def missing(self) -> tuple[SlotRule, ...]:
        """The documents without which it can't be sent for review; of a group with none, each of the group."""
        return tuple(each for each in self.slots if self._lacks(each))

    @property
    def missing_for_payment(self) -> tuple[SlotRule, ...]:
        """The documents without which a decision that pays can't be accepted; none while nothing has to be."""
        if self.stage is not Stage.DECIDED or self.outcome not in PAID or not self.rules.accepts:
            return ()
        return tuple(each for each in self.slots if each.need == "payment" and self.count_of(each).held < each.min)

    def count_of(self, slot: SlotRule) -> SlotCount:
        """Return the counts of a slot: of its documents, and of the case's photos if it takes these."""
        documents = self.documents.get(slot.code, SlotCount())
        photos = self.photos.get(slot.photos) if slot.photos is not None else None
        return documents if photos is None else documents.plus(photos)

    def _lacks(self, slot: SlotRule) -> bool:
        if any(each.slot == slot.code and self.count_of(slot).files <= each.files for each in self.asked):
            return True
        if slot.need not in FOR_REVIEW:
            return False
        if slot.need == "one_of":
            alike = [each for each in self.slots if each.need == "one_of" and each.group == slot.group]
            return not any(self.count_of(each).held >= each.min for each in alike)
        return self.count_of(slot).held < slot.min


class Entry(Frozen):
    """One thing that happened to a claim: append-only. `data` holds ids, codes, counts, and reasons that were typed."""

    id: str
    at: datetime
    actor: str
    type: str
    #: Of the claim, as it was afterwards.
    version: int
    data: dict[str, Any] = Field(default_factory=dict)


class Wanted(Frozen):
    """The filter of a list of claims."""

    client_id: str | None = None
    policy_id: str | None = None
    stage: Stage | None = None
    #: An actor.
    handler: str | None = None
    due_before: AwareDatetime | None = None
    #: Of one client's claims: those that wait for the client; those with a number that begins so.
    turn: Side | None = None
    q: str = ""

    def has(self, claim: Claim) -> bool:
        """Return True if a claim passes the filter."""
        due = claim.next_due.ends_at if claim.next_due else None
        return (
            self.client_id in {None, claim.client_id}
            and self.policy_id in {None, claim.policy_id}
            and self.stage in {None, claim.stage}
            and self.handler in {None, claim.handler}
            and self.turn in {None, claim.turn}
            and (not self.q or any(each.startswith(fold_code(self.q)) for each in claim.numbers))
            and (self.due_before is None or (due is not None and due < self.due_before))
        )
