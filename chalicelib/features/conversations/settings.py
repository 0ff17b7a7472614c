"""Settings of feedback: topics that clients choose from, desks that answer, and terms of the answers."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from chalicelib.base.emails import StoredEmail
from chalicelib.base.formats import Code, Identifier
from chalicelib.base.models import Frozen
from chalicelib.features.policies.product_types import Labelled
from chalicelib.tenancy import sections

TicketKind = Literal["question", "suggestion", "complaint"]
KINDS: tuple[TicketKind, ...] = get_args(TicketKind)
MOST_TOPICS = 40
MOST_DESKS = 30
MOST_PEOPLE = 100
MOST_EMAILS = 5
#: The fewest and the most working days of a term.
DAYS = (1, 250)
EXTENSION = (0, 60)


class Desk(Labelled):
    """A desk that answers. One without people is everybody's who may handle requests."""

    people: tuple[Identifier, ...] = Field(default=(), max_length=MOST_PEOPLE, description="Ids of users of the staff")
    emails: tuple[StoredEmail, ...] = Field(default=(), max_length=MOST_EMAILS, description="Told beside the people")


class Topic(Labelled):
    """A topic that a client chooses; it leads to a desk."""

    kind: TicketKind = Field(examples=["complaint"])
    desk: Code = Field(examples=["general"])


class AnswerTerm(Frozen):
    """The term of an answer, and of its one extension, in working days."""

    days: Annotated[int, Field(ge=DAYS[0], le=DAYS[1], examples=[15])]
    extension: Annotated[int, Field(ge=EXTENSION[0], le=EXTENSION[1], examples=[10])] = 0


class FeedbackSettings(Frozen):
    """The account's topics, desks and terms. None: the usual ones, which a later release may change."""

    own_topics: tuple[Topic, ...] | None = Field(default=None, min_length=1, max_length=MOST_TOPICS)
    own_desks: tuple[Desk, ...] | None = Field(default=None, min_length=1, max_length=MOST_DESKS)
    own_terms: Mapping[TicketKind, AnswerTerm] = Field(default_factory=dict)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics in the order of lists."""
        return usual_topics() if self.own_topics is None else self.own_topics

    @property
    def desks(self) -> tuple[Desk, ...]:
        """The desks in the order of lists."""
        return usual_desks() if self.own_desks is None else self.own_desks

    @property
    def terms(self) -> Mapping[TicketKind, AnswerTerm]:
        """The term of each kind of request."""
        return {**usual_terms(), **self.own_terms}

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
    return tuple(Topic(code=kind, labels=labels[kind], kind=kind, desk="general") for kind in KINDS)


def feedback_settings(account_id: str) -> FeedbackSettings:
    """Return the topics, desks and terms of an account, as they were at most half a minute ago."""
    return sections.load(account_id, FeedbackSettings)
