"""Access to requests: clients see their own, a desk's people those of their desk, administrators and back-ends all."""

from chalicelib.base.errors import Forbidden
from chalicelib.base.languages import N_
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.settings import Desk, FeedbackSettings, feedback_settings
from chalicelib.identity.area.model import AreaCaller, AreaPerson
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.powers import may

_NOT_YOUR_DESK = N_(
    "This request is at a desk that you do not belong to. An administrator adds people to desks in the settings."
)


def sees_ticket(caller: Caller, ticket: Ticket) -> bool:
    """Return True if a caller may know of a request, for callers whose permissions were not asked for before."""
    if ticket.account_id != caller.account_id:
        return False
    if isinstance(caller, AreaCaller):
        return AreaPermission.MESSAGES in caller.scopes and is_own(caller, ticket)
    return may(caller, "tickets:read") and is_in(caller, feedback_settings(caller.account_id).desk(ticket.desk))


def is_own(caller: AreaCaller, ticket: Ticket) -> bool:
    """Return True for a request that the person wrote, and for one that staff registered for a client of theirs."""
    return not ticket.is_task and is_of(caller.person, ticket)


def is_of(person: AreaPerson, ticket: Ticket) -> bool:
    """Return True for a request of a person. One about a policy or a claim is theirs as long as that is."""
    if ticket.person_id not in {None, person.id}:
        return False
    is_about_client = ticket.person_id is None or ticket.policy_id is not None or ticket.claim_id is not None
    return not is_about_client or ticket.client_id in person.client_ids(AreaPermission.MESSAGES)


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
