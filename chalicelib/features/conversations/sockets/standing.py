"""The present access of a socket's holder: read when it opens, at each hello and at each ping."""

from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.features.claims import service as claims
from chalicelib.features.conversations import table as tickets
from chalicelib.features.conversations.access import sees_ticket
from chalicelib.features.conversations.sockets.model import Visitor, company_channel, thread_channel, user_channel
from chalicelib.features.conversations.threads import kind_of
from chalicelib.identity import powers, sessions, table
from chalicelib.identity.area import sessions as area_sessions
from chalicelib.identity.area.model import AreaCaller, AreaMember
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import ApiClient, StaffMember, principal_of
from chalicelib.identity.table import area as area_table
from chalicelib.identity.tenants import demand_not_suspended, load_tenant

#: The scope that it takes staff and keys to hear of claims.
SCOPE = "claims:read"
#: Clients of one person whose claims are told; who has more asks for the others.
_CLIENTS = 20


def standing_caller(visitor: Visitor) -> Caller | None:
    """Return the present caller of a visitor; None if the access or the permission for claims is over.

    Up to three GetItem.
    """
    try:
        demand_not_suspended(load_tenant(visitor.account_id))
    except DomainError:
        return None
    match principal_of(visitor.actor):
        case AreaMember(id=person_id):
            return _person(visitor, person_id)
        case StaffMember(id=user_id):
            return _user(visitor, user_id)
        case ApiClient(id=key_id):
            found = table.find_api_key(visitor.account_id, key_id)
            allowed = found is not None and not found[1].revoked and SCOPE in found[1].scopes
            return Caller(visitor.account_id, ApiClient(key_id), scopes=found[1].scopes) if found and allowed else None
        case _:
            return None


def may_hear(caller: Caller, thread_id: str) -> bool:
    """Return True if a caller may know of a claim, or of a request. GetItem."""
    if kind_of(thread_id) == "ticket":
        ticket = tickets.get_ticket(caller.account_id, thread_id)
        return ticket is not None and sees_ticket(caller, ticket)
    claim = claims.find_claim(caller.account_id, thread_id)
    return claim is not None and claims.sees_claim(caller, claim)


def channels_of(caller: Caller, thread_id: str | None) -> tuple[str, ...]:
    """Return the channels that a caller listens to: on the page of a claim or a request, or elsewhere."""
    channels = [user_channel(caller.actor)]
    if isinstance(caller, AreaCaller):
        channels += map(company_channel, caller.client_ids(AreaPermission.CLAIMS)[:_CLIENTS])
    return (*channels, thread_channel(thread_id)) if thread_id else tuple(channels)


def _person(visitor: Visitor, person_id: str) -> Caller | None:
    session = area_table.get_session(visitor.session)
    person = area_table.get_person(visitor.account_id, person_id)
    if session is None or person is None or session.person_id != person_id or session.is_over(now()):
        return None
    if not area_sessions.lets_in(person, session) or AreaPermission.CLAIMS not in person.permissions:
        return None
    return AreaCaller.of(person, session)


def _user(visitor: Visitor, user_id: str) -> Caller | None:
    user = table.get_user(user_id)
    if user is None or user.disabled or user.account_id != visitor.account_id:
        return None
    if SCOPE not in powers.scopes_of_role(user.role):
        return None
    if visitor.session:
        session = table.get_session(visitor.session)
        if session is None or session.ends_at <= now() or sessions.is_over(user, {}, session):
            return None
    elif user.sessions_valid_after is not None and visitor.since <= user.sessions_valid_after:
        return None
    return Caller(visitor.account_id, StaffMember(user_id), role=user.role)
