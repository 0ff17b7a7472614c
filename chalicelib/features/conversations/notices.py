"""E-mails to the people of a desk. They name the request by its number: no text of a client leaves by e-mail."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.identity.administrators import find_member
from chalicelib.messaging.notices import Notice

_PAGE = "/console/tickets/{ticket_id}"
_WHY = N_("You get this e-mail because you belong to the desk “{desk}” of {account}.")
#: The page, signed in to.
_OPEN = N_("Open the request:")

ARRIVED = Notice(
    N_("Request {number}: {topic}"),
    (N_("A client's request has come to the desk “{desk}”. Answer it by {due}."), _OPEN),
    _PAGE,
    _WHY,
    find_member,
)
TASK = Notice(
    N_("Task {number}: {topic}"),
    (N_("A task has come to the desk “{desk}”. Do it by {due}."), _OPEN),
    _PAGE,
    _WHY,
    find_member,
)
REPLIED = Notice(
    N_("Request {number}: the client has written again"),
    (N_("The client has added to request {number}, “{topic}”. Answer it by {due}."), _OPEN),
    _PAGE,
    _WHY,
    find_member,
)
WARNED = Notice(
    N_("Request {number} must be answered by {due}"),
    (N_("Most of the term of request {number}, “{topic}”, is over, and there is no answer yet."), _OPEN),
    _PAGE,
    _WHY,
    find_member,
)
OVERDUE = Notice(
    N_("Request {number} is overdue"),
    (N_("The term of request {number}, “{topic}”, ended on {due} without an answer."), _OPEN),
    _PAGE,
    _WHY,
    find_member,
)
MESSAGE_WAITS = Notice(
    N_("{case}: a message of the client waits"),
    (N_("The client has written in the conversation about the claim, and nobody has read it yet."), N_("Answer it:")),
    "/console/cases/{case_id}?tab=claim",
    N_("You get this e-mail because you handle this claim, or because nobody does and you are an administrator."),
    find_member,
)
#: By the name of the manifest.
NOTICES: Mapping[str, Notice] = MappingProxyType(
    {
        "ticket_arrived": ARRIVED,
        "ticket_task": TASK,
        "ticket_replied": REPLIED,
        "ticket_warned": WARNED,
        "ticket_overdue": OVERDUE,
    }
)
#: Notices that all people of a desk get.
ALARMS = frozenset({"ticket_warned", "ticket_overdue"})
