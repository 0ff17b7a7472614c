"""Types of processes of claims: stages in use, documents, terms. Each is an entry of the account's settings."""

from decimal import Decimal
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import CODE
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.base.words import first_seen
from chalicelib.features.claims.deadlines.rules import Conditions, DeadlineRule, Facts, has_all, holds
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.stages import Stage
from chalicelib.tenancy.categories import Label

Code = Annotated[str, CODE]
#: An amount of money in the currency of the claim.
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=3)]
Labels = dict[Language, Label]
Words = dict[Language, Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]]
#: `one_of`: one of the documents of its group. `payment`: once a decision that pays is accepted, optional before.
Need = Literal["required", "one_of", "optional", "payment"]
#: Needs of documents without which a claim can't be sent for review.
FOR_REVIEW = frozenset[Need](("required", "one_of"))
MOST_SLOTS, MOST_FILES, MOST_DEADLINES, MOST_LAWS = 60, 30, 40, 20
MOST_DAYS = 365
#: The name of the stage that processes do not name: all can be rejected that are announced.
_NOT_PURSUED = N_("Not to be settled")
#: Stages that no process does without.
ALWAYS = (Stage.DOCUMENTS, Stage.REVIEW, Stage.DECIDED, Stage.CLOSED)


class StageRule(Frozen):
    """A stage that a process uses, and its names."""

    code: Stage = Field(examples=["documents"])
    labels: Labels = Field(min_length=1, examples=[{"en": "Documents"}])


class LawRule(Frozen):
    """The law of a carriage with some facts: by its route, its mode, the place of delivery."""

    law: Code = Field(examples=["cmr"])
    when: Conditions = Field(default_factory=dict, examples=[{"route": ["international"], "mode": ["road"]}])


class SlotRule(Frozen):
    """A document that claims with some facts need, or may have."""

    code: Code = Field(examples=["police_report"])
    variant_of: Code | None = Field(
        default=None,
        description="The code of another document of the process, which it takes the place of where it holds",
        examples=["police_report"],
    )
    labels: Labels = Field(min_length=1, examples=[{"en": "Police report"}])
    why: Words = Field(default_factory=dict, description="The reason for asking, in a sentence")
    example: Words = Field(default_factory=dict, description="An example, or the place to get it")
    when: Conditions = Field(default_factory=dict, examples=[{"kind": ["theft"]}])
    unless: Conditions = Field(default_factory=dict, examples=[{"without_police": ["true"]}])
    over: Amount | None = Field(default=None, description="Only for claims of more than this")
    need: Need = "required"
    #: Of `one_of`: documents of one group stand for each other.
    group: Code | None = None
    min: int = Field(default=1, ge=1, le=MOST_FILES)
    max: int = Field(default=10, ge=1, le=MOST_FILES)
    #: Hours from the discovery of the loss within which it has to be there.
    within: int | None = Field(default=None, ge=1, le=24 * 365)
    #: The category of the case's photos that fill it, too.
    photos: Code | None = None

    def label(self, language: Language) -> str:
        """Return the name in a language, or in another one that has it."""
        return first_seen((self.labels.get(each, "") for each in (language, *LANGUAGES)), otherwise=self.code)

    @property
    def document(self) -> str:
        """The code of the document in a claim: its own, or of the one that it is a variant of."""
        return self.variant_of or self.code

    def holds(self, known: Facts, at_stake: Money | None) -> bool:
        """Return True if a claim with these facts, about this amount, needs it or may have it."""
        if self.over is not None and (at_stake is None or at_stake.amount <= self.over):
            return False
        return holds(known, self.when, self.unless)


_STAGES_OF_THE_EXAMPLE = {
    "documents": "Documents needed",
    "review": "Under review",
    "decided": "Decided",
    "closed": "Closed",
}


#: The slot of files that were sent in the conversation about a claim; no claim needs one.
CHAT = "chat"
_MOST_IN_CHAT = 200


@cache
def chat_slot() -> SlotRule:
    """Return the slot of files of conversations."""
    labels = {"en": "Conversation", "es": "Conversación", "ru": "Переписка"}
    return SlotRule(code=CHAT, labels=labels, need="optional").model_copy(update={"max": _MOST_IN_CHAT})


class ClaimProcess(Frozen):
    """A process of claims, by the code of the account's process."""

    code: Code = Field(examples=["osago"])
    stages: tuple[StageRule, ...] = Field(
        min_length=len(ALWAYS),
        max_length=len(Stage),
        examples=[[{"code": code, "labels": {"en": label}} for code, label in _STAGES_OF_THE_EXAMPLE.items()]],
    )
    slots: tuple[SlotRule, ...] = Field(default=(), max_length=MOST_SLOTS)
    laws: tuple[LawRule, ...] = Field(
        default=(), max_length=MOST_LAWS, description="Of carriage: the first that holds is the fact `law`"
    )
    deadlines: tuple[DeadlineRule, ...] = Field(default=(), max_length=MOST_DEADLINES)
    #: A claim is announced, and waits until its client starts it.
    announced: bool = False
    notice_by_client: bool = Field(
        default=False,
        description="Clients declare losses of it in the client area; of an announced process, companies do",
    )
    #: A payment waits until the client has accepted the decision.
    accepts: bool = False
    tells_client: bool = Field(default=True, description="Clients get messages about their claims, by e-mail or SMS")
    #: Decisions over this amount take a second person; None: none does.
    second_person_over: Amount | None = None
    dispute_days: int = Field(default=30, ge=0, le=MOST_DAYS, description="Of the client, after a decision")
    reopen_days: int = Field(default=30, ge=0, le=MOST_DAYS, description="Of the client, after the end")
    undo_days: int = Field(default=7, ge=0, le=MOST_DAYS, description="Of the client, after a rejection")

    def uses(self, stage: Stage) -> bool:
        """Return True if claims come to a stage; all can be rejected that are announced."""
        return any(each.code == stage for each in self.stages) or (stage is Stage.REJECTED and self.announced)

    def is_for_two(self, amount: Decimal) -> bool:
        """Return True if an amount takes a second person."""
        return self.second_person_over is not None and amount > self.second_person_over

    def stage_label(self, stage: Stage, language: Language) -> str:
        """Return the process's name of a stage."""
        named = next((each.labels for each in self.stages if each.code == stage), {})
        otherwise = text(language, _NOT_PURSUED) if stage is Stage.REJECTED else stage
        return first_seen((named.get(each, "") for each in (language, *LANGUAGES)), otherwise=otherwise)

    def slot(self, code: str) -> SlotRule | None:
        """Return the document of a code, if claims of the process may need it, or that of conversations."""
        if code == CHAT:
            return chat_slot()
        return next((each for each in self.slots if each.code == code), None)

    def law_of(self, facts: ClaimFacts) -> str | None:
        """Return the law of the carriage: the one that is noted, else of the first rule that holds; None without."""
        if facts.law is not None:
            return facts.law
        return next((each.law for each in self.laws if has_all(facts.values, each.when)), None)

    def known(self, facts: ClaimFacts) -> Facts:
        """Return the facts that rules compare, the law of the carriage among them."""
        return {**facts.values, "law": self.law_of(facts)}

    def slots_for(self, facts: ClaimFacts) -> tuple[SlotRule, ...]:
        """Return the documents of a claim with these facts, in their order: of each, the first rule that holds."""
        known, found = self.known(facts), dict[str, SlotRule]()
        for each in self.slots:
            if each.document not in found and each.holds(known, facts.at_stake):
                found[each.document] = each.model_copy(update={"code": each.document, "variant_of": None})
        places = [each.code for each in self.slots]
        return tuple(sorted(found.values(), key=lambda each: places.index(each.code)))
