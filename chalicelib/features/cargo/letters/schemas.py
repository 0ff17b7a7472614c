"""HTTP bodies and answers of letters to carriers."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.languages import Language
from chalicelib.base.words import ONE_LINE
from chalicelib.features.cargo.letters.model import LetterKind
from chalicelib.http.bodies import Body, View

_LANGUAGE = "Of the letter; left out: English under conventions, Spanish under Spanish law, else yours"


class LetterQuery(Body):
    """The language of a letter."""

    language: Language | None = Field(default=None, description=_LANGUAGE)


class LetterSentBody(Body):
    """The day on which a letter went to the carrier."""

    version: int = Field(ge=1, description="Of the claim that was read; 409 if it has changed since")
    day: Annotated[str, StringConstraints(max_length=40), ONE_LINE] = Field(examples=["2026-04-09"])


class CarrierLetterSummary(View):
    """A letter that the claim may need."""

    code: LetterKind
    title: str
    last_day: date | None = Field(description="The last day on which it counts; null: unknown, or no such day")
    state: str | None = Field(description="Of its deadline: open, met, missed, waived")
    law: str
    effect: str = Field(description="The effect of missing the last day, in your language")
    sent_at: datetime | None


class CarrierLetterList(View):
    """The letters of a claim to its carrier."""

    items: list[CarrierLetterSummary]


class CarrierLetterDraft(View):
    """The draft of a letter. Facts that are unknown are marked by brackets in it."""

    code: LetterKind
    language: Language
    title: str
    text: str
    missing: list[str] = Field(description="The marked facts, in the language of the letter")
