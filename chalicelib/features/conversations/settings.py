"""Settings of feedback: topics that clients choose from, desks that answer, and terms of the answers."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from chalicelib.base.emails import StoredEmail
from chalicelib.base.formats import Code, Identifier
from chalicelib.base.models import Frozen
from chalicelib.base.words import ONE_LINE
from chalicelib.features.conversations.hours import OfficeHours
from chalicelib.features.policies.product_types import Labelled
from chalicelib.tenancy import sections

#: The kinds that clients choose by a topic.
ClientKind = Literal["question", "suggestion", "complaint"]
CLIENT_KINDS: tuple[ClientKind, ...] = get_args(ClientKind)
#: A task is opened by a feature; clients never see it.
TicketKind = Literal["question", "suggestion", "complaint", "task"]
MOST_TOPICS = 40
MOST_DESKS = 30
MOST_PEOPLE = 100
MOST_EMAILS = 5
TermCount = Literal["working", "calendar"]
COUNTS: tuple[TermCount, ...] = get_args(TermCount)
LONGEST_LAW = 120
#: The fewest and the most days of a term.
DAYS = (1, 250)
EXTENSION = (0, 60)
#: The part of a term, in percent, after which the desk is warned.
ALARM = (10, 99)
#: The fewest and the most office hours that an answer is promised within.
PROMISE = (1, 200)


class Desk(Labelled):
    """A desk that answers. One without people is everybody's who may handle requests."""

    people: tuple[Identifier, ...] = Field(default=(), max_length=MOST_PEOPLE, description="Ids of users of the staff")
    emails: tuple[StoredEmail, ...] = Field(default=(), max_length=MOST_EMAILS, description="Told beside the people")


class AnswerTerm(Frozen):
    """The term of an answer, and of its one extension, in days that `count` names."""

    days: Annotated[int, Field(ge=DAYS[0], le=DAYS[1], examples=[15])]
    extension: Annotated[int, Field(ge=EXTENSION[0], le=EXTENSION[1], examples=[10])] = 0
    count: TermCount = "working"
    law: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_LAW), ONE_LINE] = Field(
        default="", description="The law or rule that demands it, for staff"
    )


class Topic(Labelled):
    """A topic that a client chooses; it leads to a desk."""

    kind: ClientKind = Field(examples=["complaint"])
    desk: Code = Field(examples=["general"])
    term: AnswerTerm | None = Field(default=None, description="Of its own; null: its kind's")
    offered: bool = Field(default=True, description="False: nobody can choose it any more, its requests keep it")


class FeedbackSettings(Frozen):
    """The account's topics, desks and terms. None: the usual ones, which a later release may change."""

    own_topics: tuple[Topic, ...] | None = Field(default=None, min_length=1, max_length=MOST_TOPICS)
    own_desks: tuple[Desk, ...] | None = Field(default=None, min_length=1, max_length=MOST_DESKS)
    own_terms: Mapping[TicketKind, AnswerTerm] = Field(default_factory=dict)
    alarm_percent: int = Field(default=80, ge=ALARM[0], le=ALARM[1])
    task_desk: Code | None = None
    #: Of conversations about claims: the office, and the promised time of an answer in office hours.
    office_hours: OfficeHours = Field(default_factory=OfficeHours)
    promise_hours: int | None = Field(default=None, ge=PROMISE[0], le=PROMISE[1])
    #: E-mails about unread messages lead to a page that shows the latest and answers without signing in.
    reply_links: bool = False

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics in the order of lists."""
        return usual_topics() if self.own_topics is None else self.own_topics

    @property
    def offered_topics(self) -> tuple[Topic, ...]:
        """The topics that can be chosen."""
        return tuple(each for each in self.topics if each.offered)

    @property
    def desks(self) -> tuple[Desk, ...]:
        """The desks in the order of lists."""
        return usual_desks() if self.own_desks is None else self.own_desks

    @property
    def desk_of_tasks(self) -> Desk:
        """The desk that gets the tasks of other features: the chosen one, else the first."""
        chosen = self.find_desk(self.task_desk) if self.task_desk else None
        return chosen or self.desks[0]

    @property
    def terms(self) -> Mapping[TicketKind, AnswerTerm]:
        """The term of each kind of request."""
        return {**usual_terms(), **self.own_terms}

    def term_of(self, topic: str, kind: TicketKind) -> AnswerTerm:
        """Return the term of a topic, else of a kind: the topic may have been removed."""
        found = self.topic(topic) if kind != "task" else None
        return found.term if found is not None and found.term is not None else self.terms[kind]

    def topic(self, code: str) -> Topic | None:
        """Return the topic of a code, if there is one."""
        return next((each for each in self.topics if each.code == code), None)

    def find_desk(self, code: str) -> Desk | None:
        """Return the desk of a code, if there is one."""
        return next((each for each in self.desks if each.code == code), None)

    def desk(self, code: str) -> Desk:
        """Return the desk of a code. A removed one has no people: its requests are everybody's."""
        return self.find_desk(code) or Desk(code=code, labels={"en": code})


@cache
def usual_terms() -> Mapping[TicketKind, AnswerTerm]:
    """Return the usual terms. Complaints: law 442-FZ, 15 working days from registration, 10 more with notice."""
    return MappingProxyType(
        {
            "question": AnswerTerm(days=5),
            "suggestion": AnswerTerm(days=15),
            "complaint": AnswerTerm(days=15, extension=10),
            "task": AnswerTerm(days=2),
        }
    )


@cache
def usual_desks() -> tuple[Desk, ...]:
    """Return the desks of an account that has saved none."""
    labels = {"ru": "Обращения клиентов", "es": "Atención al cliente", "en": "Customer service"}
    return (Desk(code="general", labels=labels),)


@cache
def usual_topics() -> tuple[Topic, ...]:
    """Return the topics of an account that has saved none: one of each kind."""
    labels = {
        "question": {"ru": "Вопрос", "es": "Consulta", "en": "Question"},
        "suggestion": {"ru": "Предложение", "es": "Sugerencia", "en": "Suggestion"},
        "complaint": {"ru": "Жалоба", "es": "Reclamación", "en": "Complaint"},
    }
    return tuple(Topic(code=kind, labels=labels[kind], kind=kind, desk="general") for kind in CLIENT_KINDS)


def feedback_settings(account_id: str) -> FeedbackSettings:
    """Return the topics, desks and terms of an account, as they were at most half a minute ago."""
    return sections.load(account_id, FeedbackSettings)
