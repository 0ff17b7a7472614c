"""Processes of claims as somebody gives them: texts are read without invisible characters."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.languages import Language
from chalicelib.base.words import NAMED, ONE_LINE
from chalicelib.features.claims.deadlines.rules import DeadlineRule
from chalicelib.features.claims.processes import (
    ALWAYS,
    MOST_DEADLINES,
    MOST_SLOTS,
    ClaimProcess,
    SlotRule,
    StageRule,
)
from chalicelib.features.claims.settings import MOST_PROCESSES
from chalicelib.features.claims.stages import Stage
from chalicelib.features.policies.product_bodies import GivenLabels
from chalicelib.http.bodies import Body, View, unchanged

GivenWords = dict[
    Language, Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), NAMED]
]
_STAGES = [{"code": each, "labels": {"en": each.capitalize()}} for each in ALWAYS]


class StageBody(StageRule):
    """A stage that a process uses, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Documents"}])


class SlotBody(SlotRule):
    """A document that claims need, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Police report"}])
    why: GivenWords = Field(default_factory=dict, description="The reason for asking, in a sentence")
    example: GivenWords = Field(default_factory=dict, description="An example, or the place to get it")


class DeadlineBody(DeadlineRule):
    """A deadline of a process, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Decision"}])
    law: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), ONE_LINE] = ""


class ClaimProcessBody(ClaimProcess):
    """A process of claims, as somebody gives it."""

    stages: tuple[StageBody, ...] = Field(min_length=len(ALWAYS), max_length=len(Stage), examples=[_STAGES])
    slots: tuple[SlotBody, ...] = Field(default=(), max_length=MOST_SLOTS)
    deadlines: tuple[DeadlineBody, ...] = Field(default=(), max_length=MOST_DEADLINES)


class ClaimSettingsChange(Body):
    """Changes of the processes of claims; a list replaces the former one. Present claims keep their rules."""

    version: int = Field(ge=0, description="Of the settings that were read")
    processes: tuple[ClaimProcessBody, ...] = Field(default_factory=unchanged, max_length=MOST_PROCESSES)

    def given(self) -> tuple[ClaimProcess, ...] | None:
        """Return the processes as they are stored; None if the change named none."""
        return tuple(map(stored, self.processes)) if self.processes is not None else None


class ClaimSettingsView(View):
    """The account's processes of claims."""

    processes: list[ClaimProcess] = Field(
        description="By the code of the account's process; `other` holds for all without one. Until some are "
        "saved: usual ones"
    )
    version: int = Field(description="0: none was saved yet")


def stored(body: ClaimProcess) -> ClaimProcess:
    """Return a given process as the type that is stored."""
    return ClaimProcess.model_validate(body.model_dump())
