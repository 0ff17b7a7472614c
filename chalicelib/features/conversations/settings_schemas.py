"""HTTP bodies of the account's topics, desks and terms of feedback."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from chalicelib.base.emails import Email
from chalicelib.base.formats import Code, Identifier
from chalicelib.base.languages import Language
from chalicelib.base.words import NAMED
from chalicelib.features.conversations.hours import OfficeHours
from chalicelib.features.conversations.settings import (
    ALARM,
    MOST_DESKS,
    MOST_EMAILS,
    MOST_PEOPLE,
    MOST_TOPICS,
    PROMISE,
    AnswerTerm,
    Desk,
    TicketKind,
    Topic,
)
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.tenancy.categories import Label

_LINKS = "E-mails about unread messages lead to a page that shows the latest of them and answers without signing in"
_OFFICE = "Hours of each working day at the account's place, in which messages about claims are answered"
_PROMISE = "Office hours within which an answer is promised as long as too few are measured; null: none is promised"
GivenLabels = dict[Language, Annotated[Label, NAMED]]
_TOPICS = "Clients choose one of these; null: the usual ones, one of each kind"
_DESKS = "Desks that answer; one without people is everybody's who may handle requests; null: the usual one"
_TERMS = "Days for an answer, and of its one extension, by kind of request; kinds left out have the usual ones"
_ALARM = "The part of a term, in percent, after which a desk is warned; of later requests"
_TASK_DESK = "The desk that gets the tasks of the system, such as a payment of a wrong sum; null: the first"


class DeskBody(Desk):
    """A desk, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Customer service"}])
    people: tuple[Identifier, ...] = Field(default=(), max_length=MOST_PEOPLE, description="Ids of users of the staff")
    emails: tuple[Email, ...] = Field(default=(), max_length=MOST_EMAILS, description="Told beside the people")


class TopicBody(Topic):
    """A topic, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Complaint"}])


class FeedbackSettingsChange(Body):
    """Changes of topics, desks and terms; omitted fields stay. Terms hold for later requests."""

    version: int = Field(ge=0, description="Of the settings that were read; 409 if they are others by now")
    topics: tuple[TopicBody, ...] | None = Field(
        default_factory=unchanged, min_length=1, max_length=MOST_TOPICS, description=_TOPICS
    )
    desks: tuple[DeskBody, ...] | None = Field(
        default_factory=unchanged, min_length=1, max_length=MOST_DESKS, description=_DESKS
    )
    terms: Mapping[TicketKind, AnswerTerm] = Field(default_factory=unchanged, description=_TERMS)
    alarm_percent: int = Field(default_factory=unchanged, ge=ALARM[0], le=ALARM[1], description=_ALARM, examples=[80])
    task_desk: Code | None = Field(default_factory=unchanged, description=_TASK_DESK, examples=["general"])
    office_hours: OfficeHours = Field(default_factory=unchanged, description=_OFFICE)
    promise_hours: int | None = Field(
        default_factory=unchanged, ge=PROMISE[0], le=PROMISE[1], description=_PROMISE, examples=[4]
    )
    reply_links: bool = Field(default_factory=unchanged, description=_LINKS)

    def changes(self) -> dict[str, Any]:
        """Return only the fields that the caller named, as the types that are stored."""
        named = self.model_fields_set - {"version"}
        read = {
            "topics": ("own_topics", _stored(Topic, self.topics)),
            "desks": ("own_desks", _stored(Desk, self.desks)),
            "terms": ("own_terms", self.terms or {}),
            "alarm_percent": ("alarm_percent", self.alarm_percent),
            "task_desk": ("task_desk", self.task_desk),
            "office_hours": ("office_hours", self.office_hours),
            "promise_hours": ("promise_hours", self.promise_hours),
            "reply_links": ("reply_links", self.reply_links),
        }
        return dict(read[name] for name in named)


class FeedbackSettingsView(View):
    """The topics, desks and terms that hold."""

    topics: list[Topic] = Field(description=_TOPICS)
    desks: list[Desk] = Field(description=_DESKS)
    terms: dict[TicketKind, AnswerTerm] = Field(description=_TERMS)
    alarm_percent: int = Field(description=_ALARM)
    task_desk: str | None = Field(description=_TASK_DESK)
    office_hours: OfficeHours = Field(description=_OFFICE)
    promise_hours: int | None = Field(description=_PROMISE)
    reply_links: bool = Field(description=_LINKS)
    version: int


def _stored[T: (Topic, Desk)](kind: type[T], given: tuple[Any, ...] | None) -> tuple[T, ...] | None:
    return None if given is None else tuple(kind.model_validate(each.model_dump()) for each in given)
