"""The companies of a caller: those that somebody administers in the area, those that staff see."""

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.companies import inviting, refusals
from chalicelib.features.companies.managing import change_member
from chalicelib.features.companies.model import Member, MemberChange
from chalicelib.identity.area.model import AreaCaller, AreaPerson
from chalicelib.identity.area.permissions import AreaPermission, MembershipKind
from chalicelib.identity.model import Caller
from chalicelib.identity.table import area as area_table

_WHICH = N_("Name one of the companies: {ids}.")


def administered(caller: AreaCaller, client_id: str | None = None) -> tuple[str, ...]:
    """Return the companies that a person administers, or the one of them that is named. Raises NotFound."""
    own = caller.client_ids(AreaPermission.PEOPLE)
    if client_id is None:
        return own
    if client_id not in own:
        raise refusals.no_company()
    return (client_id,)


def administered_one(caller: AreaCaller, client_id: str | None) -> str:
    """Return the company that a person administers. Raises NotFound, Invalid if several come into question."""
    own = administered(caller, client_id)
    if not own:
        raise refusals.no_company()
    if len(own) > 1:
        raise Invalid([FieldError("/client_id", _WHICH, {"ids": own})])
    return own[0]


def company_of_invitation(caller: AreaCaller, invitation_id: str, client_id: str | None = None) -> str:
    """Return the company of an invitation, among those that a person administers. Raises NotFound."""
    for each in administered(caller, client_id):
        if any(found.id == invitation_id for found in inviting.list_invitations(caller.account_id, each)):
            return each
    raise refusals.no_invitation()


def company_of_person(caller: AreaCaller, person_id: str, client_id: str | None = None) -> str:
    """Return the company that somebody is of, among those that the caller administers.

    Raises NotFound, Invalid if the person is of several and none is named.
    """
    person = area_table.get_person(caller.account_id, person_id)
    return _one_of(person, administered(caller, client_id))


def change_as(caller: AreaCaller, person_id: str, client_id: str | None, change: MemberChange) -> Member:
    """Change a colleague as an administrator, or the own notices as anybody.

    Raises NotFound for people of other companies, Forbidden for own permissions of somebody who administers nothing.
    """
    if AreaPermission.PEOPLE in caller.scopes:
        company = company_of_person(caller, person_id, client_id)
    elif person_id != caller.person.id:
        raise refusals.no_person()
    else:
        own = tuple(each.client_id for each in caller.person.memberships if each.kind is MembershipKind.COMPANY)
        company = _one_of(caller.person, tuple(each for each in own if client_id in (None, each)))
        if change.is_of_rights:
            raise refusals.own_permissions()
    return change_member(caller.account_id, company, person_id, change)


def seen_company(caller: Caller, client_id: str, *, to_change: bool = False) -> Client:
    """Return a company that staff see. Raises NotFound, Conflict for a person, and for one of another agent."""
    known = clients.show_client(caller, client_id)
    if known.client.facts.kind is not ClientKind.COMPANY:
        raise refusals.not_a_company()
    if to_change:
        clients.demand_own(known)
    return known.client


def _one_of(person: AreaPerson | None, client_ids: tuple[str, ...]) -> str:
    found = tuple(
        each for each in client_ids if person is not None and person.find_membership(each, MembershipKind.COMPANY)
    )
    if not found:
        raise refusals.no_person()
    if len(found) > 1:
        raise Invalid([FieldError("/client_id", _WHICH, {"ids": found})])
    return found[0]
