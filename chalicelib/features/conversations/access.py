"""Access to requests: a desk's people see those of their desk; administrators and back-ends see all."""

from chalicelib.base.errors import Forbidden
from chalicelib.base.languages import N_
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.settings import Desk, FeedbackSettings
from chalicelib.identity.model import Caller, Role

_NOT_YOUR_DESK = N_(
    "This request is at a desk that you do not belong to. An administrator adds people to desks in the settings."
)


def sees_all(caller: Caller) -> bool:
    """Return True for administrators, and for back-ends, whose keys have no desk."""
    return caller.role in {None, Role.ADMIN}


def is_in(caller: Caller, desk: Desk) -> bool:
    """Return True if a caller may see the requests of a desk."""
    return sees_all(caller) or not desk.people or caller.user_id in desk.people


def demand_desk(caller: Caller, settings: FeedbackSettings, desk: str) -> None:
    """Raise Forbidden if a caller does not belong to a desk."""
    if not is_in(caller, settings.desk(desk)):
        raise Forbidden(_NOT_YOUR_DESK, extra={"desk": desk})


def demand_ticket(caller: Caller, settings: FeedbackSettings, ticket: Ticket) -> None:
    """Raise Forbidden if a caller does not belong to the desk of a request."""
    demand_desk(caller, settings, ticket.desk)


def desks_of(caller: Caller, settings: FeedbackSettings) -> list[str] | None:
    """Return the codes of the desks that a caller belongs to; None: of all."""
    if sees_all(caller):
        return None
    return [each.code for each in settings.desks if is_in(caller, each)]
