"""Words of states, kinds and history of requests, as msgids."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.features.conversations.model import TicketChannel, TicketState
from chalicelib.features.conversations.settings import TicketKind
from chalicelib.features.conversations.words import STAFF_STATES

#: By state: the label, and the look of its sign.
STATES: Mapping[TicketState, tuple[str, str]] = MappingProxyType(
    {each: (STAFF_STATES[each], look) for each, look in zip(TicketState, ("look", "good", ""), strict=True)}
)
#: By type of an entry; the places are names in its data.
HISTORY: Mapping[str, str] = MappingProxyType(
    {
        "created": N_("The request arrived."),
        "noted": N_("Note: {text}"),
        "taken": N_("Took the request."),
        "routed": N_("Handed over to the desk “{desk}”: {reason}"),
        "extended": N_("The term was extended to {due}."),
        "warned": N_("The desk was warned: the term ends soon."),
        "overdue": N_("The term ended without an answer."),
        "closed": N_("Closed the request."),
        "rated": N_("The client rated the answer: {stars} of 5."),
    }
)
#: By the way by which a request came: the label.
CHANNELS: Mapping[TicketChannel, str] = MappingProxyType(
    {
        "area": N_("from the client area"),
        "phone": N_("by phone"),
        "office": N_("at the office"),
        "letter": N_("by letter"),
        "email": N_("by e-mail"),
    }
)
#: By kind of a request that clients choose: the label.
KINDS: Mapping[TicketKind, str] = MappingProxyType(
    {"question": N_("Question"), "suggestion": N_("Suggestion"), "complaint": N_("Complaint")}
)
#: By kind of a request that has a term: the label.
TERM_KINDS: Mapping[TicketKind, str] = MappingProxyType({**KINDS, "task": N_("Task of the system")})
