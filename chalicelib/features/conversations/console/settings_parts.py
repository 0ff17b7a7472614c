"""Shared parts of the settings of feedback: the settings as they were read, labels and terms as they are typed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.base.errors import Conflict
from chalicelib.base.languages import LANGUAGES, N_, Language, plural
from chalicelib.features.conversations.changing_settings import change_feedback, show_feedback
from chalicelib.features.conversations.settings import AnswerTerm, FeedbackSettings, TermCount, Topic
from chalicelib.frame.console.saving import CHANGED, SettingsForm
from chalicelib.identity.model import Caller

Labels = dict[Language, str]
#: By the word for counting days: their label.
COUNT_LABELS: Mapping[TermCount, str] = {"working": N_("working days"), "calendar": N_("calendar days")}


class Read(NamedTuple):
    """The settings of an account as they are now, in a version."""

    account_id: str
    value: FeedbackSettings
    version: int


class LabelledForm(SettingsForm):
    """A desk or a topic as it is typed: its labels."""

    label_ru: str = ""
    label_es: str = ""
    label_en: str = ""

    def labels(self) -> Labels:
        """Return the labels that are there."""
        typed = {language: getattr(self, f"label_{language}").strip() for language in LANGUAGES}
        return {language: label for language, label in typed.items() if label}


def read_settings(caller: Caller) -> Read:
    """Return the settings of feedback as they are now."""
    return Read(caller.account_id, *show_feedback(caller))


def save_settings(caller: Caller, settings: Read, changes: Mapping[str, Any]) -> object:
    """Change the settings as they were read. Raises Invalid, Conflict."""
    try:
        return change_feedback(caller, changes, version=settings.version)
    except Conflict as error:
        raise Conflict(CHANGED) from error


def label_fields(labels: Mapping[Language, str]) -> dict[str, str]:
    """Return labels as the form names them: `label_ru`."""
    return {f"label_{language}": label for language, label in labels.items()}


def label_places() -> dict[str, str]:
    """Return the form's fields of labels by pointer."""
    return {f"/labels/{language}": f"label_{language}" for language in LANGUAGES}


def term_shown(term: AnswerTerm, language: Language) -> str:
    """Return a term in words: `15 working days`."""
    if term.count == "working":
        return plural(language, "{count} working day", "{count} working days", term.days)
    return plural(language, "{count} calendar day", "{count} calendar days", term.days)


def topics_of_desk(settings: FeedbackSettings, code: str) -> list[Topic]:
    """Return the topics that lead to a desk."""
    return [each for each in settings.topics if each.desk == code]
