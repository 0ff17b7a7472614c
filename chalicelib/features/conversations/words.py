"""Words of requests: states, labels of topics and desks."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.conversations.model import TicketState
from chalicelib.features.conversations.settings import FeedbackSettings

_OF_TASKS = "task_"
#: By the code of a topic of tasks: the label.
TASK_TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "task_payment": N_("Payment to check"),
        "task_registration": N_("Registration to check"),
        "task_document": N_("Document to prepare"),
        "task_claim": N_("Company to call about a claim"),
    }
)
#: By state: the words for staff, and those for clients.
STAFF_STATES: Mapping[TicketState, str] = MappingProxyType(
    {
        TicketState.OPEN: N_("Waits for an answer"),
        TicketState.ANSWERED: N_("Answered"),
        TicketState.CLOSED: N_("Closed"),
    }
)
CLIENT_STATES: Mapping[TicketState, str] = MappingProxyType(
    {
        TicketState.OPEN: N_("We are working on the answer"),
        TicketState.ANSWERED: N_("There is an answer"),
        TicketState.CLOSED: N_("Closed"),
    }
)


def task_topic(code: str) -> str:
    """Return the topic of a kind of tasks, as requests name it."""
    return f"{_OF_TASKS}{code}"


def topic_label(settings: FeedbackSettings, code: str, language: Language) -> str:
    """Return the label of a topic; the code of one that was removed."""
    if code in TASK_TOPICS:
        return text(language, TASK_TOPICS[code])
    topic = settings.topic(code)
    return topic.label(language) if topic else code
