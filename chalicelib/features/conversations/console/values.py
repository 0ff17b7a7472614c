"""Values of the templates of requests."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import Language, text
from chalicelib.features.conversations.console.words import HISTORY, STATES
from chalicelib.features.conversations.model import Entry, Ticket
from chalicelib.features.conversations.settings import FeedbackSettings
from chalicelib.features.conversations.words import topic_label
from chalicelib.identity.principals import label_of


class Line(NamedTuple):
    """A request in a list."""

    ticket: Ticket
    topic: str
    desk: str
    handler: str
    due: str
    state: str
    look: str


def line_of(ticket: Ticket, settings: FeedbackSettings, names: Mapping[str, str], language: Language) -> Line:
    """Return a request as lists show it."""
    state, look = STATES[ticket.state]
    return Line(
        ticket=ticket,
        topic=topic_label(settings, ticket.topic, language),
        desk=settings.desk(ticket.desk).label(language),
        handler=name_of(ticket.handler, names, language) if ticket.handler else "",
        due=localized.day(language, ticket.last_day),
        state=text(language, state),
        look=look,
    )


def name_of(actor: str, names: Mapping[str, str], language: Language) -> str:
    """Return the name of an actor; for principals without one, the label of their kind."""
    return names.get(actor) or text(language, label_of(actor))


def entry_text(entry: Entry, settings: FeedbackSettings, language: Language) -> str:
    """Return an entry of a request's history in words; one of an unknown type by its type."""
    data = {name: str(each) for name, each in entry.data.items()}
    if "desk" in data:
        data["desk"] = settings.desk(data["desk"]).label(language)
    if entry.type == "extended":
        data["due"] = localized.day(language, date.fromisoformat(data["due"]))
    known = HISTORY.get(entry.type)
    return text(language, known, **{"text": "", "reason": "", **data}) if known else entry.type
