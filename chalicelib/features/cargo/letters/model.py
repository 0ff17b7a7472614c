"""Letters to carriers: their kinds, their last days, and their drafts."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.languages import N_, Language
from chalicelib.features.claims.deadlines.service import Known


class LetterKind(StrEnum):
    """A letter to the carrier."""

    #: Reservations: of damage seen at the delivery, of damage found later, of any damage (by air), of delay.
    APPARENT = "apparent"
    HIDDEN = "hidden"
    DAMAGE = "damage"
    DELAY = "delay"
    CLAIM = "claim"


TITLES: Mapping[LetterKind, str] = MappingProxyType(
    {
        LetterKind.APPARENT: N_("Reservation of apparent damage or loss"),
        LetterKind.HIDDEN: N_("Reservation of damage or loss that was not apparent"),
        LetterKind.DAMAGE: N_("Complaint of damage or partial loss"),
        LetterKind.DELAY: N_("Reservation of delay in delivery"),
        LetterKind.CLAIM: N_("Claim for compensation"),
    }
)
#: The languages in which letters under a law are written unless another is chosen: conventions are read everywhere.
USUAL_LANGUAGE: Mapping[str, Language] = MappingProxyType(
    {"cmr": "en", "montreal": "en", "hague_visby": "en", "lcttm": "es"}
)


class Offered(NamedTuple):
    """A letter that a claim may need, the deadline that it meets, and the day of its sending."""

    kind: LetterKind
    due: Known | None
    sent_at: datetime | None
    #: The name of the fact that notes it as sent, which meets the deadline.
    fact: str


class Draft(NamedTuple):
    """A letter in its language. `missing`: facts that are marked in it, in that language."""

    kind: LetterKind
    language: Language
    title: str
    #: The sender, the carrier, place and day: a line each.
    head: tuple[str, ...]
    paragraphs: tuple[str, ...]
    #: The facts of the carriage: a label and a value each.
    facts: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    signed: str
    missing: tuple[str, ...]

    @property
    def text(self) -> str:
        """The letter as plain text, to be copied into an e-mail."""
        facts = "\n".join(f"{label}: {value}" for label, value in self.facts)
        parts = ("\n".join(self.head), self.title, *self.paragraphs, facts, *self.closing, self.signed)
        return "\n\n".join(parts) + "\n"
